#pragma once

#include <complex>
#include <span>
#include <vector>

namespace stiff {

/// The analytic signal of a real one: negative frequencies removed, positive ones doubled, by FFT
/// (Marple1999). Its real part is the signal, its modulus the envelope. The signal is taken as 0
/// outside its record (zero padding to twice its length), so a signal that does not vanish at the
/// ends has an envelope that is wrong within a few periods of them.
std::vector<std::complex<double>> analytic_signal(std::span<const double> signal);

/// The modulus of the analytic signal.
std::vector<double> envelope(std::span<const double> signal);

}  // namespace stiff
