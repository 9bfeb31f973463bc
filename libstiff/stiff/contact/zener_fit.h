#pragma once

#include "stiff/contact/relaxation_fit.h"
#include "stiff/core/estimate.h"

namespace stiff {

/// The standard linear solid, a spring beside a spring and dashpot in series, as the Prony series
/// of one term: E_inf = F0 g_inf factor, E_1 = F0 g_1 factor, eta = E_1 tau.
struct ZenerFit {
  Estimate parallel_spring_kpa;  ///< E_inf
  Estimate series_spring_kpa;    ///< E_1
  Estimate dashpot_pa_s;         ///< eta
  bool preferred = false;        ///< the criterion would choose one term too
};

/// \param fit of one term (`RelaxationOptions{.terms = 1}`). \param modulus_per_force_pa_per_n E /
/// F of the hold's depth: `punch_modulus_per_stiffness(...) / depth_m`, or `sphere_modulus_pa(1,
/// ..)`. Its own error is not in here. \throws Error (usage) for a fit of another number of terms.
ZenerFit zener_of(const RelaxationFit& fit, double modulus_per_force_pa_per_n);

/// Spring beside dashpot: force k u + c du/dt, u the depth (m) or whatever drives the force. A
/// hold's force is then flat: what relaxes in it is not this model's, and stands in
/// `residual_std_n`.
struct KelvinVoigtFit {
  Reason reason = Reason::none;
  Estimate stiffness_n_per_m;    ///< k
  Estimate damping_n_s_per_m;    ///< c
  double noise_correlation = 0;  ///< between successive samples of the residuals
  double residual_std_n = kNaN;

  /// E = k * factor (kPa) and eta = c * factor (Pa s), factor of `punch_modulus_per_stiffness`.
  Estimate spring_kpa(double modulus_per_stiffness_per_m) const;
  Estimate dashpot_pa_s(double modulus_per_stiffness_per_m) const;
};

/// Least squares under the noise of hold_noise.h over an even ramp to the depth and its hold;
/// samples next to the ramp's two corners are left out. Same inputs and reasons as
/// `fit_relaxation`, and `sampling_too_slow` for fewer than four samples on the ramp.
KelvinVoigtFit fit_kelvin_voigt(std::span<const double> time_s, std::span<const double> force_n,
                                double depth_m, double ramp_start_s, double ramp_end_s);

/// The same for a drive given at each sample, its rate by central differences: k and c are per unit
/// of it. Of G of an indenter (m2, force over modulus) k is E (Pa) and c eta (Pa s).
KelvinVoigtFit fit_kelvin_voigt(std::span<const double> time_s, std::span<const double> force_n,
                                std::span<const double> drive, double ramp_start_s,
                                double ramp_end_s);

/// Both models of springs and a dashpot for one ramp and hold.
struct SpringDashpot {
  ZenerFit zener;
  Estimate kelvin_voigt_spring_kpa;
  Estimate kelvin_voigt_dashpot_pa_s;
};

/// \param force_over_modulus_m2 G at each sample, as `Indenter` has it: an even or a measured
/// course. Reasons are those of the fits.
SpringDashpot fit_springs_and_dashpot(std::span<const double> time_s,
                                      std::span<const double> force_n,
                                      std::span<const double> force_over_modulus_m2,
                                      double ramp_start_s, double ramp_end_s,
                                      RelaxationOptions options = {});

}  // namespace stiff
