#pragma once

#include "stiff/contact/damped_oscillator_fit.h"
#include "stiff/contact/tap_window.h"
#include "stiff/core/estimate.h"

#include <span>
#include <vector>

#include <Eigen/Core>

namespace stiff {

/// What the sensor reads at rest: subtracted before anything is integrated.
struct TapBaseline {
  double offset_m_per_s2 = 0;  ///< at the trace's first sample
  double drift_m_per_s3 = 0;
  Eigen::Matrix2d covariance = Eigen::Matrix2d::Zero();  ///< of the two, in this order
};

/// The fit's line where it ended well, else the one before the tap.
TapBaseline tap_baseline(const TapWindow& window, const DampedOscillatorFit& fit);

/// A standard error for each number of `TapParameters` that has one.
struct TapParameterErrors {
  double spectral_frequency_hz = kNaN;
  double peak_interval_frequency_hz = kNaN;
  double stiffness_at_a1_n_per_m = kNaN;
  double stiffness_at_dl_n_per_m = kNaN;
  double log_decrement = kNaN;
  double relaxation_time_s = kNaN;
  double creep_ratio = kNaN;
  double max_displacement_m = kNaN;
};

/// A tap by the definitions of the myotonometer's manual (MyotonPRO user manual, appendix 2, the
/// formulas and the legend of the acceleration graph). NaN where a definition has no value here.
struct TapParameters {
  double spectral_frequency_hz = kNaN;       ///< where the trace's spectrum is largest
  double peak_interval_frequency_hz = kNaN;  ///< 1 / (t3 - t1)
  double stiffness_at_a1_n_per_m = kNaN;     ///< m |a1| / dl, a1 the first peak after the tap
  double stiffness_at_dl_n_per_m = kNaN;     ///< m |a(t_1)| / dl, at maximum displacement
  double log_decrement = kNaN;               ///< ln(a1 / a3)
  double relaxation_time_s = kNaN;           ///< R: from maximum displacement back to the start
  double creep_ratio = kNaN;                 ///< C: R over t_1 - t_T
  double max_displacement_m = kNaN;          ///< dl
  double max_displacement_s = kNaN;          ///< t_1 since the push's onset
  double a1_s = kNaN;                        ///< of the first peak, on the trace's axis
  double a3_s = kNaN;                        ///< of the second
  double drift_bound_m =
      kNaN;       ///< standard error of dl by the baseline's: what two integrations add
  int peaks = 0;  ///< decelerations after the tap that stand out of the noise
  bool first_peak_free =
      false;  ///< a1 follows the tap's end; else peak interval, D, S at a1 are NaN
  bool max_displacement_free =
      false;  ///< so does t_1; else S at dl still has the tap's force in it
  TapParameterErrors errors;
};

/// The definitions on a trace. The acceleration less its baseline is integrated twice from the
/// push's onset (trapezoids: exact for the partial samples of an averaging sensor), so velocity and
/// displacement are 0 there; dl is where the velocity is next 0. Peaks are read from a quartic
/// through the samples within 0.1 of a period, which noise moves less than single samples.
/// a1 and a3 are the first two peaks opposite to the push after its end. The spectrum is that of
/// the whole trace at any frequency between 4 and 120 Hz, not only at an FFT's bins.
/// The errors are those of white noise of the given standard deviation (NaN: the window's) and of
/// the baseline's covariance, carried to first order through every step: each number keeps its
/// derivatives by the samples, so that what peak and displacement share is counted once.
/// \param mass_kg all that moves; NaN where it is not known: no stiffness then.
TapParameters tap_parameters(std::span<const double> trace, double sampling_frequency_hz,
                             const TapWindow& window, const TapBaseline& baseline, double mass_kg,
                             double noise_m_per_s2 = kNaN);

/// The displacement (m, into the tissue) at each sample: 0 before the push.
std::vector<double> tap_displacement(std::span<const double> trace, double sampling_frequency_hz,
                                     const TapWindow& window, const TapBaseline& baseline);

/// A damped oscillator under a rectangular push, as the definitions above would see it.
struct TapSwing {
  double decay_per_s;         ///< sigma = c / 2m
  double omega_rad_per_s;     ///< damped
  double duration_s;          ///< of the push
  double amplitude_m_per_s2;  ///< force over mass, > 0
};

/// What each definition gives for that oscillator in closed form, free of noise; `record_s` is the
/// trace's length from the push's onset. With z = e^((-sigma + i omega) t), w = 1 - z(-T):
/// velocity A Im[w z] / omega, acceleration A Re[(1 + i sigma / omega) w z] after the push. Where
/// peak and maximum follow the push:
///     S at dl = k,  S at a1 = k exp(2 zeta asin(zeta) / sqrt(1 - zeta^2)),
///     R = (pi / 2 + asin(zeta)) / omega,  D = 2 pi sigma / omega,  1 / (t3 - t1) = omega / 2 pi.
/// The spectral frequency is the maximum of the closed transform of the push and the swing, cut off
/// at the record's end. `drift_bound_m` is 0; `peaks` is not counted.
TapParameters expected_tap_parameters(const TapSwing& swing, double mass_kg, double record_s);

/// S at a1 over k in free swing: exp(2 zeta asin(zeta) / sqrt(1 - zeta^2)).
double stiffness_bias_at_a1(double damping_ratio);

}  // namespace stiff
