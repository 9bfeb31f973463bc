#include "stiff/contact/hold_springs.h"

#include <cmath>

namespace stiff {
namespace {

// Standard error and both distances in quadrature with an independent error.
Estimate widened(Estimate e, double by) {
  if (!e.has_value()) return e;
  e.std_error = std::hypot(e.std_error, by);
  e.ci_low = e.value - std::hypot(e.value - e.ci_low, 1.96 * by);
  e.ci_high = e.value + std::hypot(e.ci_high - e.value, 1.96 * by);
  return e;
}

Estimate with_share(const Estimate& e, double share) {
  return widened(e, share * std::abs(e.value));
}

// What the series has of the same meaning.
struct Meaning {
  double held_kpa = kNaN, arm_kpa = 0, dashpot_pa_s = 0;

  Meaning(const RelaxationFit& fit, double pa_per_n) {
    held_kpa = 1e-3 * pa_per_n * fit.value[0];
    for (Eigen::Index i = 0; i < fit.terms; ++i) {
      arm_kpa += 1e-3 * pa_per_n * fit.value[1 + i];
      dashpot_pa_s += pa_per_n * fit.value[1 + i] * std::exp(fit.value[1 + fit.terms + i]);
    }
  }
};

Estimate apart(const Estimate& e, double meant) {
  return widened(e, std::abs(e.value - meant));
}

}  // namespace

SpringDashpot no_springs(Reason reason) {
  const Estimate none = no_estimate(reason);
  return {{none, none, none, false}, none, none};
}

SpringDashpot springs_of(const HoldSeries& hold, const RelaxationFit& relaxation,
                         const RelaxationOptions& options, const HoldErrors& errors) {
  if (!relaxation.ok()) return no_springs(relaxation.reason);
  if (relaxation.terms != 1) {
    for (const Estimate* end : {&relaxation.long_time_force_n, &relaxation.instantaneous_force_n}) {
      if (!end->has_value()) return no_springs(end->reason);
    }
  }
  SpringDashpot both = fit_springs_and_dashpot(hold.time_s, hold.force_n, hold.drive_m2,
                                               hold.contact_s, hold.ramp_end_s, options);
  double held = 0, samples = 0;
  for (std::size_t i = 0; i < hold.time_s.size(); ++i) {
    if (hold.time_s[i] < hold.ramp_end_s) continue;
    held += hold.drive_m2[i];
    ++samples;
  }
  const double pa_per_n = samples / held;
  const Meaning meaning(relaxation, pa_per_n);
  ZenerFit& zener = both.zener;
  if (relaxation.terms == 0) {
    zener.parallel_spring_kpa = scaled_power(relaxation.long_time_force_n, 1e-3 * pa_per_n, 1);
    zener.series_spring_kpa = zener.dashpot_pa_s = no_estimate(Reason::low_signal);
  } else if (relaxation.terms > 1) {
    zener.parallel_spring_kpa = apart(zener.parallel_spring_kpa, meaning.held_kpa);
    zener.series_spring_kpa = apart(zener.series_spring_kpa, meaning.arm_kpa);
    zener.dashpot_pa_s = apart(zener.dashpot_pa_s, meaning.dashpot_pa_s);
  }
  zener.parallel_spring_kpa = with_share(zener.parallel_spring_kpa, errors.long_time);
  zener.series_spring_kpa = with_share(zener.series_spring_kpa, errors.arms);
  zener.dashpot_pa_s = with_share(zener.dashpot_pa_s, errors.arms);
  // A zero or a depth that is off by a share of the hold is off by half of it over the ramp; what
  // the spring makes of it there the dashpot takes up, over the rate of the drive.
  const double off_pa_s = 0.5 * errors.long_time * 1e3 * both.kelvin_voigt_spring_kpa.value *
                          (hold.ramp_end_s - hold.contact_s);
  if (relaxation.terms > 0) {
    both.kelvin_voigt_spring_kpa = apart(both.kelvin_voigt_spring_kpa, meaning.held_kpa);
    both.kelvin_voigt_dashpot_pa_s = apart(both.kelvin_voigt_dashpot_pa_s, meaning.dashpot_pa_s);
  }
  both.kelvin_voigt_spring_kpa = with_share(both.kelvin_voigt_spring_kpa, errors.long_time);
  both.kelvin_voigt_dashpot_pa_s = widened(both.kelvin_voigt_dashpot_pa_s, off_pa_s);
  return both;
}

}  // namespace stiff
