#include "stiff/core/error.h"
#include "stiff/dsp/band_pass.h"
#include "stiff/dsp/peak.h"

#include <cmath>
#include <numbers>
#include <vector>

#include <catch2/catch.hpp>

namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;

std::vector<double> pulse(int n, double step, double centre, double sigma) {
  std::vector<double> y;
  for (int i = 0; i < n; ++i) {
    const double u = (i * step - centre) / sigma;
    y.push_back(std::exp(-0.5 * u * u));
  }
  return y;
}

double peak_time(const std::vector<double>& y, double step) {
  const auto i = stiff::largest(y, 0, static_cast<stiff::Index>(y.size()) - 1);
  return stiff::band_limited_peak(y, i).position * step;
}

}  // namespace

TEST_CASE("the gain is 1/2 at each edge and that of a Butterworth filter run both ways") {
  const stiff::BandPassOptions band{.low_hz = 50, .high_hz = 5000, .order = 2};
  CHECK(stiff::band_pass_gain(50, band) == Approx(0.5).epsilon(1e-6));
  CHECK(stiff::band_pass_gain(5000, band) == Approx(0.5).epsilon(1e-6));
  CHECK(stiff::band_pass_gain(500, band) == Approx(1).epsilon(3e-4));
  CHECK(stiff::band_pass_gain(0, band) == 0);
  CHECK(stiff::band_pass_gain(0, {.low_hz = 0, .high_hz = 100}) == 1);
  CHECK(stiff::band_pass_gain(25, band) == Approx(1 / (1 + 16.0)).epsilon(1e-6));
}

TEST_CASE("a long tone comes out with its gain and without a phase") {
  const double frequency = GENERATE(50.0, 200.0, 700.0);
  const stiff::BandPassOptions band{.low_hz = 50, .high_hz = 700, .order = 2};
  constexpr double kStep = 1e-4;
  std::vector<double> tone(4000);
  for (std::size_t i = 0; i < tone.size(); ++i) {
    tone[i] = std::sin(kTwoPi * frequency * static_cast<double>(i) * kStep + 0.3);
  }
  std::vector<double> filtered = tone;
  stiff::band_pass(filtered, kStep, band);
  const double gain = stiff::band_pass_gain(frequency, band);
  // The ends ring for a few times 1 / (2 low) = 10 ms; the middle 200 ms are 100 ms away from them.
  for (std::size_t i = 1000; i < 3000; ++i) {
    CHECK(filtered[i] == Approx(gain * tone[i]).margin(1e-4));
  }
}

TEST_CASE("a pulse's peak does not move, even 2 sigma from the record's end") {
  // The record ends at 13.5 % of the peak's height. A symmetric pulse must keep its peak; what
  // moves it is only the continuation beyond the end, which has 1/e the area of the pulse at most.
  constexpr double kStep = 1e-4, kSigma = 1e-3;
  const stiff::BandPassOptions band{.low_hz = 0, .high_hz = 1000, .order = 2};
  const double early = 5e-3, late = 14e-3 - 2 * kSigma;
  std::vector<double> a = pulse(141, kStep, early, kSigma), b = pulse(141, kStep, late, kSigma);
  stiff::band_pass(a, kStep, band);
  stiff::band_pass(b, kStep, band);
  // The interval between the two arrivals is what a speed is made of: 0.1 % of 7 ms.
  CHECK(peak_time(b, kStep) - peak_time(a, kStep) == Approx(late - early).epsilon(1e-3));
}

TEST_CASE("a lower edge moves early and late pulses alike") {
  // The same pulse at 5 and 10 ms of a 16 ms record, lower edge 50 Hz, which is 0.8 of a period.
  constexpr double kStep = 1e-4, kSigma = 0.8e-3;
  const stiff::BandPassOptions band{.low_hz = 50, .high_hz = 1000, .order = 2};
  std::vector<double> a = pulse(161, kStep, 5e-3, kSigma), b = pulse(161, kStep, 10e-3, kSigma);
  stiff::band_pass(a, kStep, band);
  stiff::band_pass(b, kStep, band);
  CHECK(peak_time(b, kStep) - peak_time(a, kStep) == Approx(5e-3).epsilon(1e-3));
}

TEST_CASE("a step at the record's end is no wave: the band-pass of a ramp stays smooth") {
  // Displacement that is still 1 at the end: filtered to zero beyond, it would ring by half its
  // height.
  std::vector<double> ramp(160);
  for (std::size_t i = 0; i < ramp.size(); ++i) {
    ramp[i] = static_cast<double>(i) / 160;
  }
  stiff::band_pass(ramp, 1e-4, {.low_hz = 50, .high_hz = 1000});
  double worst_step = 0;
  for (std::size_t i = 1; i < ramp.size(); ++i) {
    worst_step = std::max(worst_step, std::abs(ramp[i] - ramp[i - 1]));
  }
  CHECK(worst_step < 0.03);  // a cut end gives 0.15
}

TEST_CASE("every trace of a field is filtered as it would be alone, to float's rounding") {
  stiff::Cube<float> field(2, 3, 64);
  std::vector<double> trace(64);
  for (stiff::Index t = 0; t < 64; ++t) {
    trace[static_cast<std::size_t>(t)] = std::exp(-0.01 * static_cast<double>((t - 30) * (t - 30)));
    for (stiff::Index x = 0; x < 3; ++x) {
      field(1, x, t) = static_cast<float>(trace[static_cast<std::size_t>(t)]);
    }
  }
  stiff::band_pass(field.view(), 2e-4, {});
  stiff::band_pass(trace, 2e-4, {});
  for (stiff::Index t = 0; t < 64; ++t) {
    CHECK(field(0, 1, t) == 0);
    CHECK(field(1, 2, t) == Approx(trace[static_cast<std::size_t>(t)]).margin(1e-6));
  }
}

TEST_CASE("edges that are no band are refused") {
  std::vector<double> trace(10);
  CHECK_THROWS_AS(stiff::band_pass(trace, 1e-4, {.low_hz = 500, .high_hz = 100}), stiff::Error);
  CHECK_THROWS_AS(stiff::band_pass(trace, 0.0, {}), stiff::Error);
  CHECK_THROWS_AS(stiff::band_pass(trace, 1e-4, {.low_hz = NAN}), stiff::Error);
}
