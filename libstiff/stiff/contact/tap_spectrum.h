#pragma once

#include "stiff/contact/sample_reading.h"

#include <span>

namespace stiff {

/// The frequency (Hz) at which the power of a trace's transform is largest, between 4 and 120 Hz
/// (at most 0.4 of the sampling frequency), at any frequency, not only at an FFT's bins. NaN where
/// the largest lies at a bound. The derivatives are those of the root of the power's slope.
SampleReading tap_spectrum_peak(std::span<const double> acceleration, double step_s);

}  // namespace stiff
