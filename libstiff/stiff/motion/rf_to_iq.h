#pragma once

#include "stiff/core/cube.h"

#include <complex>

namespace stiff {

/// IQ from RF: the analytic signal along depth (by FFT; twice the length, the rest zero), mixed
/// down with the centre frequency,
///
///     iq(z, x, t) = (rf + i H rf)(z, x, t) * exp(-i 4 pi f0 z / c),   z from the first sample,
///
/// so that an echo from depth z has the phase exp(-i 4 pi f0 z / c), as `kasai.h` wants it. It
/// stays on the RF's own grid. Within about a pulse of the field's ends the analytic signal of a
/// cut echo is only near.
///
/// \param axial_step_m depth between samples, c / (2 fs)
///
/// \throws Error
/// (bad_data) where f0 is not between 0 and half of the sampling frequency, or a sample is not
/// finite.
Cube<std::complex<float>> rf_to_iq(View3<const float> rf, double axial_step_m,
                                   double sound_speed_m_per_s, double centre_frequency_hz);

}  // namespace stiff
