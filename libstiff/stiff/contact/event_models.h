#pragma once

#include <complex>
#include <span>

namespace stiff {

/// A tap or a click: from `onset_s` on the sensor swings freely, and where `push_s` > 0 the push
/// that set it off ends then,
///
///     u(t) - u(t - push),     u(t) = e^(-decay t) e^(i omega t),  t >= 0,
///
/// of which any real mix of the real and imaginary part is meant. A sample is the mean over its
/// interval, so that an edge between two samples is seen as a sensor sees it.
struct TapShape {
  double onset_s = 0;
  double decay_per_s = 0;
  double omega_per_s = 0;
  double push_s = 0;

  /// The samples at first_s, first_s + step_s, ...
  void fill(double first_s, double step_s, std::span<std::complex<double>> samples) const;
  /// Whether it is a tap's swing (8 to 36 Hz, damping 0.04 to 0.6) or a click (a decay within 10
  /// ms), with a push of at most 20 ms: what lies between could be a twitch.
  bool allowed() const;
  bool is_click() const;
};

/// A burst: it rises and falls as half cosines round one frequency, at half height at onset and
/// onset + duration; a mix of both phases.
struct BurstShape {
  double onset_s = 0;
  double duration_s = 0;
  double omega_per_s = 0;
  double rise = 0.3;  ///< over the duration
  double fall = 0.6;

  void fill(double first_s, double step_s, std::span<std::complex<double>> samples) const;
  /// 12 to 130 Hz, 25 to 400 ms, a rise and a fall of 8 ms at least: what is steeper is an edge.
  bool allowed() const;
};

}  // namespace stiff
