#include "stiff/contact/zener_fit.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "contact/simulated_hold.h"
#include "validation.h"
#include <catch2/catch.hpp>

using namespace stiff;

namespace {

bool holds(const Estimate& e, double truth) {
  return e.ci_low <= truth && truth <= e.ci_high;
}

}  // namespace

TEST_CASE("a standard linear solid gives its springs and dashpot back") {
  // 2000 Pa per N: 5 N are 10 kPa at the instant, of which 6 stay.
  const SimulatedHold clean{.prony = {0.6, {{0.4, 2}}}, .noise_n = 1e-7};
  const RelaxationFit fit =
      fit_relaxation(clean.time(), clean.force(), clean.start_s, clean.end_s(), {.terms = 1});
  const ZenerFit zener = zener_of(fit, 2000);
  CHECK(zener.parallel_spring_kpa.value == Approx(6).epsilon(1e-5));
  CHECK(zener.series_spring_kpa.value == Approx(4).epsilon(1e-5));
  CHECK(zener.dashpot_pa_s.value == Approx(8000).epsilon(1e-5));
  CHECK(zener.preferred);
  // The same numbers by the material's own conversion.
  const Zener material = zener_of(clean.prony, 10e3);
  CHECK(material.dashpot_pa_s == Approx(8000));
  const int n = validation::seeds(200, 1000);
  int parallel = 0, series = 0, dashpot = 0;
  for (int seed = 1; seed <= n; ++seed) {
    SimulatedHold hold{.prony = {0.6, {{0.4, 2}}}, .noise_n = 0.05};
    hold.seed = static_cast<std::uint64_t>(seed);
    const ZenerFit z = zener_of(
        fit_relaxation(hold.time(), hold.force(), hold.start_s, hold.end_s(), {.terms = 1}), 2000);
    parallel += holds(z.parallel_spring_kpa, 6) ? 1 : 0;
    series += holds(z.series_spring_kpa, 4) ? 1 : 0;
    dashpot += holds(z.dashpot_pa_s, 8000) ? 1 : 0;
  }
  CAPTURE(n, parallel, series, dashpot);
  CHECK(validation::within_band(parallel, n, 0.95));
  CHECK(validation::within_band(series, n, 0.95));
  CHECK(validation::within_band(dashpot, n, 0.95));
}

TEST_CASE("a standard linear solid that is not one says so") {
  const SimulatedHold two{.noise_n = 0.01};
  const RelaxationFit fit =
      fit_relaxation(two.time(), two.force(), two.start_s, two.end_s(), {.terms = 1});
  REQUIRE(fit.ok());
  CHECK_FALSE(zener_of(fit, 2000).preferred);
  const RelaxationFit chosen = fit_relaxation(two.time(), two.force(), two.start_s, two.end_s());
  CHECK(chosen.preferred());
  CHECK_THROWS(zener_of(chosen, 2000));
  CHECK(zener_of(fit_relaxation(two.time(), two.force(), 1, 1), 2000).dashpot_pa_s.reason ==
        Reason::no_hold);
}

TEST_CASE("a Kelvin-Voigt solid gives its spring and dashpot back") {
  const double k = 800, c = 60, depth = 4e-3, ramp_s = 0.5;
  const int n = validation::seeds(200, 1000);
  int spring = 0, dashpot = 0, coloured = 0;
  for (int seed = 0; seed <= n; ++seed) {
    for (const double correlation : {0.0, 0.5}) {
      SimulatedHold hold{.prony = {1, {}},
                         .force_n = 0,
                         .ramp_s = ramp_s,
                         .hold_s = 5,
                         .noise_n = seed == 0 ? 0 : 0.02,
                         .correlation = correlation};
      hold.seed = static_cast<std::uint64_t>(seed);
      const std::vector<double> time = hold.time();
      std::vector<double> force = hold.force();
      for (std::size_t i = 0; i < time.size(); ++i) {
        const double s = std::clamp((time[i] - hold.start_s) / ramp_s, 0.0, 1.0);
        force[i] += k * depth * s + (s > 0 && s < 1 ? c * depth / ramp_s : 0);
      }
      const KelvinVoigtFit fit =
          fit_kelvin_voigt(time, force, depth, hold.start_s, hold.start_s + ramp_s);
      REQUIRE(fit.reason == Reason::none);
      if (seed == 0) {
        CHECK(fit.stiffness_n_per_m.value == Approx(k).epsilon(1e-9));
        CHECK(fit.damping_n_s_per_m.value == Approx(c).epsilon(1e-9));
        CHECK(fit.spring_kpa(50).value == Approx(40));
        CHECK(fit.dashpot_pa_s(50).value == Approx(3000));
      } else if (correlation == 0) {
        spring += holds(fit.stiffness_n_per_m, k) ? 1 : 0;
        dashpot += holds(fit.damping_n_s_per_m, c) ? 1 : 0;
      } else {
        coloured += holds(fit.damping_n_s_per_m, c) ? 1 : 0;
      }
    }
  }
  CAPTURE(n, spring, dashpot, coloured);
  CHECK(validation::within_band(spring, n, 0.95));
  CHECK(validation::within_band(dashpot, n, 0.95));
  CHECK(validation::within_band(coloured, n, 0.95));
}

TEST_CASE("springs and dashpot in the tissue's own units, from force over modulus") {
  // A sphere: G grows as depth^(3/2), so the ramp is not even in it. E_0 = 10 kPa.
  const SimulatedHold hold{.prony = {0.6, {{0.4, 2}}}, .ramp_s = 0.5, .hold_s = 10};
  const std::vector<double> time = hold.time();
  std::vector<double> g;
  for (const double t : time) {
    g.push_back(5e-4 * std::pow(std::clamp((t - hold.start_s) / hold.ramp_s, 0.0, 1.0), 1.5));
  }
  std::vector<double> force = drive_response(hold.prony, time, g);
  for (double& f : force) f *= 10e3;
  const SpringDashpot both = fit_springs_and_dashpot(time, force, g, hold.start_s, hold.end_s());
  CHECK(both.zener.parallel_spring_kpa.value == Approx(6).epsilon(1e-5));
  CHECK(both.zener.series_spring_kpa.value == Approx(4).epsilon(1e-5));
  CHECK(both.zener.dashpot_pa_s.value == Approx(8000).epsilon(1e-5));
  CHECK(both.zener.preferred);
  // A Kelvin-Voigt solid: force E G + eta dG/dt. Central differences of G are off by step^2 / 6 of
  // its third derivative: (step / t)^2 / 24 of the rate at t into the ramp, below 1e-2 from the
  // second sample on and 1e-4 over the ramp.
  for (std::size_t i = 0; i < time.size(); ++i) {
    const double s = std::clamp((time[i] - hold.start_s) / hold.ramp_s, 0.0, 1.0);
    force[i] = 7e3 * g[i] + (s < 1 ? 900 * 5e-4 * 1.5 * std::sqrt(s) / hold.ramp_s : 0);
  }
  const SpringDashpot voigt = fit_springs_and_dashpot(time, force, g, hold.start_s, hold.end_s());
  CHECK(voigt.kelvin_voigt_spring_kpa.value == Approx(7).epsilon(1e-3));
  CHECK(voigt.kelvin_voigt_dashpot_pa_s.value == Approx(900).epsilon(1e-3));
  CHECK(fit_springs_and_dashpot(time, force, g, 1, 40).kelvin_voigt_spring_kpa.reason ==
        Reason::no_hold);
}

TEST_CASE("a Kelvin-Voigt fit is refused without a ramp that was sampled") {
  const SimulatedHold hold;
  const std::vector<double> t = hold.time(), f = hold.force();
  CHECK(fit_kelvin_voigt(t, f, 0.004, 1, 1).reason == Reason::no_hold);
  CHECK(fit_kelvin_voigt(t, f, 0.004, 1, 40).reason == Reason::no_hold);
  CHECK(fit_kelvin_voigt(t, f, 0.004, 1, 1.02).reason == Reason::sampling_too_slow);
  CHECK(fit_kelvin_voigt(t, f, 0.004, 1, 31.1).reason == Reason::too_few);
  CHECK(fit_kelvin_voigt(t, f, kNaN, 1, 1.2).reason == Reason::bad_input);
  CHECK(fit_kelvin_voigt(t, {}, 0.004, 1, 1.2).reason == Reason::bad_input);
  CHECK(fit_kelvin_voigt({}, {}, 0.004, 1, 1.2).reason == Reason::no_hold);
}
