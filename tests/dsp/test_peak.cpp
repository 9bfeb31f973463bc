#include "stiff/dsp/peak.h"

#include <cmath>
#include <numbers>
#include <vector>

#include <catch2/catch.hpp>

namespace {

template <class F>
std::vector<double> sampled(int n, F f) {
  std::vector<double> y;
  for (int i = 0; i < n; ++i) {
    y.push_back(f(static_cast<double>(i)));
  }
  return y;
}

}  // namespace

TEST_CASE("a parabola's peak is exact") {
  const auto y = sampled(5, [](double t) { return 7 - 3 * (t - 2.3) * (t - 2.3); });
  const stiff::Peak peak = stiff::parabolic_peak(y, 2);
  CHECK(peak.position == Approx(2.3).epsilon(1e-12));
  CHECK(peak.value == Approx(7).epsilon(1e-12));
  CHECK(peak.curvature == Approx(-6).epsilon(1e-12));
}

TEST_CASE("the parabola's bias on a cosine is the one that the header states") {
  const double period = GENERATE(16.0, 8.0, 4.0);
  double worst = 0;
  for (double d = -0.49; d < 0.5; d += 0.01) {
    const double w = 2 * std::numbers::pi / period;
    const auto y = sampled(3, [&](double t) { return std::cos(w * (t - 1 - d)); });
    const double error = stiff::parabolic_peak(y, 1).position - 1 - d;
    CHECK(error == Approx(std::tan(w * d) / (2 * std::tan(w / 2)) - d).margin(1e-12));
    worst = std::max(worst, std::abs(error));
  }
  CHECK(worst < (period == 16 ? 0.0025 : period == 8 ? 0.0103 : 0.0454));
}

TEST_CASE("the band-limited peak is within 1e-3 samples up to 0.3 of the sampling frequency") {
  const double frequency = GENERATE(0.03, 0.1, 0.2, 0.3);
  for (double centre = 31.5; centre < 32.5; centre += 0.037) {
    const auto y = sampled(64, [&](double t) {
      const double u = t - centre;
      return std::cos(2 * std::numbers::pi * frequency * u);
    });
    const auto nearest = static_cast<stiff::Index>(std::lround(centre));
    const stiff::Peak peak = stiff::band_limited_peak(y, nearest);
    CHECK(peak.position == Approx(centre).margin(1e-3));
    CHECK(peak.value == Approx(1).margin(1e-3));
    const double w = 2 * std::numbers::pi * frequency;
    CHECK(peak.curvature == Approx(-w * w).epsilon(0.02));
  }
}

TEST_CASE("band-limited interpolation keeps constants and hits the samples") {
  const auto y = sampled(40, [](double t) { return std::sin(0.3 * t) + 2; });
  CHECK(stiff::band_limited_value(y, 17) == Approx(y[17]).epsilon(1e-12));
  CHECK(stiff::band_limited_value(y, 17.4) == Approx(std::sin(0.3 * 17.4) + 2).epsilon(1e-4));
  CHECK(stiff::band_limited_value(std::vector<double>(5, 3.0), 1.7) == Approx(3).epsilon(1e-14));
}

TEST_CASE("no inner maximum, no peak") {
  const std::vector<double> rising{1, 2, 3, 4}, flat{2, 2, 2};
  CHECK_FALSE(stiff::parabolic_peak(rising, 3).ok());
  CHECK_FALSE(stiff::parabolic_peak(rising, 2).ok());
  CHECK_FALSE(stiff::parabolic_peak(flat, 1).ok());
  CHECK_FALSE(stiff::band_limited_peak(flat, 1).ok());
  const std::vector<double> holes{1, NAN, 3, 2};
  CHECK_FALSE(stiff::parabolic_peak(holes, 2).ok());
  CHECK(stiff::largest(holes, 0, 3) == 2);
  CHECK(stiff::largest(std::vector<double>{NAN, NAN}, 0, 1) == -1);
}
