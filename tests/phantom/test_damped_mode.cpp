#include "stiff/phantom/damped_mode.h"

#include <cmath>

#include <catch2/catch.hpp>

using namespace stiff;

TEST_CASE("damped_mode: without damping it is cosine and sine") {
  const double w = 3000;
  const auto move = DampedMode(0, w * w).transition(0.7e-3);
  CHECK(move.from_displacement.displacement == Approx(std::cos(2.1)).epsilon(1e-14));
  CHECK(move.from_displacement.velocity == Approx(-w * std::sin(2.1)).epsilon(1e-14));
  CHECK(move.from_velocity.displacement == Approx(std::sin(2.1) / w).epsilon(1e-14));
  CHECK(move.from_velocity.velocity == Approx(std::cos(2.1)).epsilon(1e-14));
}

TEST_CASE("damped_mode: two steps are one step of their sum, for every damping") {
  // The semigroup property; under-, critically and strongly overdamped (where exp(+) would
  // overflow).
  const double stiffness = 4e6;
  for (double damping : {0.0, 100.0, 4000.0, 4000.001, 1e5, 1e8}) {
    CAPTURE(damping);
    const DampedMode mode(damping, stiffness);
    const double s = 0.3e-3, t = 0.9e-3;
    const ModeState first{mode.transition(s).from_velocity};
    const auto second = mode.transition(t);
    const double u = second.from_displacement.displacement * first.displacement +
                     second.from_velocity.displacement * first.velocity;
    const double v = second.from_displacement.velocity * first.displacement +
                     second.from_velocity.velocity * first.velocity;
    const ModeState whole = mode.transition(s + t).from_velocity;
    CHECK(u == Approx(whole.displacement).epsilon(1e-11));
    // The velocity of an overdamped mode is a small difference: relative to its size at once.
    CHECK(v == Approx(whole.velocity).epsilon(1e-9).margin(1e-11));
  }
}

TEST_CASE(
    "damped_mode: a constant source leads to its static displacement, the first moments to t^2/2") {
  const DampedMode mode(3000, 4e6);
  CHECK(mode.driven(1.0).displacement == Approx(1 / 4e6).epsilon(1e-12));
  CHECK(mode.driven(1.0).velocity == Approx(0).margin(1e-15));
  for (double t : {1e-9, 1e-8, 4e-8, 1e-7, 1e-6}) {
    CAPTURE(t);
    // Next term of the series: damping t / 3 of it, 1e-3 at the last t.
    CHECK(mode.driven(t).displacement == Approx(t * t / 2 * (1 - 1000 * t)).epsilon(2e-6));
    CHECK(mode.driven(t).velocity == Approx(t * (1 - 1500 * t)).epsilon(2e-6));
  }
}

TEST_CASE("damped_mode: energy is kept without damping and only falls with it") {
  for (double damping : {0.0, 500.0, 1e4}) {
    const DampedMode mode(damping, 4e6);
    double before = 1;
    for (int n = 1; n <= 50; ++n) {
      const ModeState state = mode.transition(n * 1e-4).from_velocity;
      const double energy =
          state.velocity * state.velocity + 4e6 * state.displacement * state.displacement;
      if (damping == 0) CHECK(energy == Approx(1).epsilon(1e-12));
      CHECK(energy <= before * (1 + 1e-12));
      before = energy;
    }
  }
}
