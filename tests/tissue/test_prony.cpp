#include "stiff/tissue/prony.h"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

const Prony kTwo{0.5, {{0.3, 0.4}, {0.2, 5}}};

}  // namespace

TEST_CASE("a Prony series begins at one and ends at its long-time share") {
  CHECK(kTwo.at(0) == Approx(1));
  CHECK(kTwo.at(1e4) == Approx(0.5));
  CHECK(kTwo.at(-1e-9) == 0);
  CHECK(kTwo.at(0.4) == Approx(0.5 + 0.3 * std::exp(-1) + 0.2 * std::exp(-0.08)));
}

TEST_CASE("the ramp's response is the integral of the relaxation function") {
  const double ramp_s = 0.7;
  for (const double t : {0.1, 0.5, 0.7, 0.9, 3.0, 20.0}) {
    // Second way: Simpson's rule over g(t - s) / t_r, 2000 panels: 1e-14.
    const double end = std::min(t, ramp_s);
    const int panels = 2000;
    double sum = 0;
    for (int i = 0; i <= panels; ++i) {
      const double weight = i == 0 || i == panels ? 1 : (i % 2 == 1 ? 4 : 2);
      // Less a rounding, so that g is not asked before time 0.
      sum += weight * kTwo.at(std::max(0.0, t - end * i / panels));
    }
    CHECK(ramp_hold_response(kTwo, t, ramp_s) ==
          Approx(sum * end / panels / 3 / ramp_s).epsilon(1e-10));
  }
  CHECK(ramp_hold_response(kTwo, -0.1, ramp_s) == 0);
  // A ramp towards 0 is a step: first order in t_r / (2 tau).
  CHECK(ramp_hold_response(kTwo, 1, 1e-9) == Approx(kTwo.at(1)).epsilon(1e-8));
  CHECK(ramp_hold_response(kTwo, 1, 0) == kTwo.at(1));
}

TEST_CASE("a drive in straight pieces is convolved exactly") {
  const double ramp_s = 0.7;
  // Uneven times with a sample at the corner.
  std::vector<double> time{0, 0.05, 0.2, 0.21, 0.5, 0.7, 0.8, 1.5, 4, 4.01, 30};
  std::vector<double> drive;
  for (const double t : time) drive.push_back(std::min(t / ramp_s, 1.0));
  const std::vector<double> response = drive_response(kTwo, time, drive);
  for (std::size_t i = 0; i < time.size(); ++i) {
    CHECK(response[i] == Approx(ramp_hold_response(kTwo, time[i], ramp_s)).epsilon(1e-12));
  }
  // Two drives add, a later one comes later.
  std::vector<double> both = drive;
  for (std::size_t i = 0; i < time.size(); ++i)
    both[i] += time[i] >= 0.7 ? 0.5 * (std::min(time[i], 1.5) - 0.7) / 0.8 : 0;
  const std::vector<double> sum = drive_response(kTwo, time, both);
  CHECK(sum.back() ==
        Approx(ramp_hold_response(kTwo, 30, 0.7) + 0.5 * ramp_hold_response(kTwo, 29.3, 0.8))
            .epsilon(1e-12));
  // One that is there at once steps.
  CHECK(drive_response(kTwo, {0, 1}, {1, 1})[1] == Approx(kTwo.at(1)));
  CHECK(drive_response(kTwo, {}, {}).empty());
  CHECK_THROWS(drive_response(kTwo, {0, 1}, {1}));
}

TEST_CASE("the standard linear solid is a Prony series of one term, and back") {
  const Zener zener{3000, 2000, 5000};
  CHECK(zener.instantaneous_pa() == 5000);
  CHECK(zener.relaxation_time_s() == Approx(2.5));
  CHECK(zener.creep_time_s() == Approx(2.5 * 5 / 3));
  const Prony prony = prony_of(zener);
  CHECK(prony.g_inf == Approx(0.6));
  const Zener again = zener_of(prony, 5000);
  CHECK(again.parallel_spring_pa == Approx(3000));
  CHECK(again.series_spring_pa == Approx(2000));
  CHECK(again.dashpot_pa_s == Approx(5000));
  CHECK_THROWS(zener_of(kTwo, 5000));
  // Creep inverts relaxation: a strain of J(t) = 1/E_inf - (1/E_inf - 1/E_0) e^(-t / tau_c) keeps
  // the stress at 1. Straight pieces of 1 ms: step^2 / (8 tau^2) of it.
  std::vector<double> time, strain;
  for (int i = 0; i <= 5000; ++i) {
    time.push_back(i * 1e-3);
    strain.push_back(1 / 3000.0 -
                     (1 / 3000.0 - 1 / 5000.0) * std::exp(-time.back() / zener.creep_time_s()));
  }
  const std::vector<double> stress = drive_response(prony, time, strain);
  for (const int i : {0, 1, 100, 2500, 5000}) {
    CHECK(5000 * stress[static_cast<std::size_t>(i)] == Approx(1).epsilon(1e-7));
  }
}

TEST_CASE("a Kelvin-Voigt solid creeps towards its spring") {
  CHECK(kelvin_voigt_creep_per_pa(4000, 2000, -1) == 0);
  CHECK(kelvin_voigt_creep_per_pa(4000, 2000, 0) == 0);
  CHECK(kelvin_voigt_creep_per_pa(4000, 2000, 0.5) == Approx((1 - std::exp(-1)) / 4000));
  CHECK(kelvin_voigt_creep_per_pa(4000, 2000, 100) == Approx(1 / 4000.0));
  // At first all of the stress is the dashpot's.
  CHECK(kelvin_voigt_creep_per_pa(4000, 2000, 1e-6) == Approx(1e-6 / 2000).epsilon(1e-5));
}
