#include "stiff/core/error.h"
#include "stiff/motion/rf_to_iq.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "motion/echo_cine.h"
#include <catch2/catch.hpp>

using namespace stiff;
using echo_cine::Settings;

namespace {

/// RF whose IQ is known: the real part of the IQ mixed up again.
Cube<float> rf_of(const Cube<std::complex<float>>& iq, const Settings& s) {
  Cube<float> rf(iq.axial(), iq.lateral(), iq.time());
  for (Index z = 0; z < iq.axial(); ++z) {
    const std::complex<double> carrier = std::polar(
        1.0, 4 * std::numbers::pi * s.mixed_hz * static_cast<double>(z) * s.axial_step_m / s.c);
    for (Index x = 0; x < iq.lateral(); ++x) {
      for (Index t = 0; t < iq.time(); ++t) {
        rf(z, x, t) = static_cast<float>((carrier * std::complex<double>(iq(z, x, t))).real());
      }
    }
  }
  return rf;
}

}  // namespace

TEST_CASE("RF becomes the IQ that it was made of") {
  Settings s;
  s.axial = 900;
  s.lateral = 2;
  s.frames = 3;
  s.axial_step_m = 2e-5;  // 38.5 MHz
  const auto iq =
      echo_cine::speckle(s, [](double, Index, Index t) { return 3e-6 * static_cast<double>(t); });
  const Cube<float> rf = rf_of(iq, s);
  const auto back = rf_to_iq(rf.view(), s.axial_step_m, s.c, s.mixed_hz);
  double error = 0, all = 0;
  for (Index z = 60; z < s.axial - 60; ++z) {
    for (Index x = 0; x < s.lateral; ++x) {
      for (Index t = 0; t < s.frames; ++t) {
        error += std::norm(std::complex<double>(back(z, x, t)) - std::complex<double>(iq(z, x, t)));
        all += std::norm(std::complex<double>(iq(z, x, t)));
      }
    }
  }
  // What of the pulse's spectrum lies beyond 0 Hz: 10 SD of a Gaussian off; the cut ends reach in
  // as 1 / distance.
  CHECK(std::sqrt(error / all) < 0.02);
}

TEST_CASE("RF that cannot hold its centre frequency, or is broken, is refused") {
  Cube<float> rf(32, 1, 3, 1.0F);
  CHECK_THROWS_WITH(rf_to_iq(rf.view(), 1e-4, 1540, 5e6), Catch::Contains("CenterFrequency"));
  CHECK_THROWS_AS(rf_to_iq(rf.view(), 2e-5, 1540, -1), Error);
  rf(3, 0, 1) = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH(rf_to_iq(rf.view(), 2e-5, 1540, 5e6), Catch::Contains("not finite"));
}
