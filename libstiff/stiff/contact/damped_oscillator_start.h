#pragma once

#include <span>

namespace stiff {

/// Decay (1/s) and angular frequency (rad/s) of a swing; NaN where there is none.
struct SwingStart {
  double decay_per_s;
  double omega_rad_per_s;
};

/// Linear prediction of a free swing x_n = e^(-sigma n) cos(omega n + phase) + offset:
///     x_n + x_(n-2p) e^(-2 sigma p) - 2 e^(-sigma p) cos(omega p) x_(n-p) = constant
/// by least squares, at a lag of p samples. A start for a fit: noise pulls it to strong damping,
/// and omega p must be below pi.
SwingStart linear_prediction(std::span<const double> swing, double sampling_frequency_hz,
                             int lag_samples);

}  // namespace stiff
