#include "stiff/core/error.h"
#include "stiff/wave/arrival_correlation.h"
#include "stiff/wave/arrival_time_to_peak.h"
#include "stiff/wave/wave_line.h"

#include <cmath>
#include <numbers>

#include "closed_form_waves.h"
#include <catch2/catch.hpp>

namespace {

using stiff::Index;

// No low-pass: the noise is then white to the Nyquist frequency, as the formulas take it.
constexpr stiff::WaveLineOptions kRaw{.half_band_m = 0, .low_pass_hz = 1e5};

}  // namespace

TEST_CASE("a line takes the depths round the focus, by distance from the push, on either side") {
  auto f = closed_form::field(9, 40, 20, -8e-3);
  f.push.lateral_m = 1e-3;
  for (Index z = 0; z < 9; ++z) {
    for (Index x = 0; x < 40; ++x) {
      for (Index t = 0; t < 20; ++t) {
        f.value(z, x, t) = static_cast<float>(100 * z + x);
      }
    }
  }
  const auto line = stiff::wave_line(
      f, stiff::Travel::to_smaller,
      {.half_band_m = 1e-3, .min_distance_m = 2e-3, .max_distance_m = 6e-3, .low_pass_hz = 1e5});
  // Positions -8 + 0.4 i mm; distance 1 - x between 2 and 6 mm: x from -1.2 down to -4.8 mm.
  CHECK(line.distance_m.size == 10);
  CHECK(line.distance_m.first == Approx(2.2e-3));
  CHECK(line.distance_m.last() == Approx(5.8e-3));
  CHECK(line.depth_m == Approx(f.push.axial_m));
  CHECK(line.value(0, 0) == Approx(400 + 17));
  CHECK(line.value(9, 3) == Approx(400 + 8));
}

TEST_CASE("without a focus the line lies where the wave is strongest, and is made positive") {
  auto f = closed_form::field(21, 40, 80);
  f.push.axial_m = stiff::kNaN;
  for (Index z = 0; z < 21; ++z) {
    const double height = std::exp(-0.1 * static_cast<double>((z - 6) * (z - 6)));
    for (Index x = 0; x < 40; ++x) {
      for (Index t = 0; t < 80; ++t) {
        f.value(z, x, t) = static_cast<float>(
            -height * closed_form::gaussian(f.time_s[t] - f.lateral_m[x] / 4, 4e-4));
      }
    }
  }
  const auto line = stiff::wave_line(f, stiff::Travel::to_larger, {.half_band_m = 1e-3});
  CHECK(line.depth_m == Approx(f.axial_m[6]));
  CHECK(line.value.maxCoeff() > 0.5);
}

TEST_CASE("the line's noise is that of the frames before the push, or of third differences") {
  auto f = closed_form::field(1, 40, 200);
  closed_form::add_noise(f, 2.0, 3);
  const auto after = stiff::wave_line(f, stiff::Travel::to_larger, kRaw);
  // 31 traces of 197 differences, each correlated with three others: 3 % at most; four of it.
  CHECK(after.noise_std == Approx(2).epsilon(0.12));
  f.time_s.first = -2e-3;
  const auto before = stiff::wave_line(f, stiff::Travel::to_larger, kRaw);
  CHECK(before.noise_std == Approx(2).epsilon(0.12));
  CHECK(before.noise_bandwidth_hz == 5000);
}

TEST_CASE("no side, no line; no push, an error") {
  auto f = closed_form::field(3, 40, 20);
  CHECK(stiff::wave_line(f, stiff::Travel::to_smaller, {}).distance_m.size == 0);
  f.push.lateral_m = stiff::kNaN;
  CHECK_THROWS_AS(stiff::wave_line(f, stiff::Travel::to_larger, {}), stiff::Error);
}

TEST_CASE("arrivals of a pulse that keeps its shape are exact, by peak and by lag") {
  const double speed = GENERATE(1.3, 2.7183, 4.1);
  auto f = closed_form::field(1, 40, 200);
  closed_form::add_plane_pulse(f, speed, 1.234e-3, 5e-4);
  const auto line = stiff::wave_line(f, stiff::Travel::to_larger, kRaw);
  const auto peaks = stiff::arrival_time_to_peak(line);
  const auto lags = stiff::arrival_correlation(line);
  for (Index i = 0; i < line.distance_m.size; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const double truth = 1.234e-3 + line.distance_m[i] / speed;
    REQUIRE(peaks.reason[k] == stiff::Reason::none);
    REQUIRE(lags.reason[k] == stiff::Reason::none);
    // float samples round at 6e-8 of a peak of curvature 1/25 a sample squared; a thousandth of a
    // frame.
    CHECK(peaks.time_s[k] == Approx(truth).margin(1e-7));
    CHECK(lags.time_s[k] == Approx(truth).margin(2e-7));
    CHECK(lags.quality[k] == Approx(1).margin(1e-4));
  }
}

TEST_CASE("the error bar of an arrival is its scatter over seeds") {
  // Noise 1/50 of the peak, first order holds. 60 seeds of 31 independent traces: 1.7 %; 10 %
  // leaves room for the noise's own estimate and for second order.
  double peak_squares = 0, peak_claimed = 0, lag_squares = 0, lag_claimed = 0, n = 0, m = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    auto f = closed_form::field(1, 40, 120);
    closed_form::add_plane_pulse(f, 3, 2e-3, 5e-4);
    closed_form::add_noise(f, 0.02, seed);
    const auto line =
        stiff::wave_line(f, stiff::Travel::to_larger, {.half_band_m = 0, .low_pass_hz = 2000});
    const auto peaks = stiff::arrival_time_to_peak(line);
    const auto lags = stiff::arrival_correlation(line);
    const auto reference = static_cast<std::size_t>(line.distance_m.size / 2);
    for (Index i = 0; i < line.distance_m.size; ++i) {
      const auto k = static_cast<std::size_t>(i);
      const double truth = 2e-3 + line.distance_m[i] / 3;
      peak_squares += std::pow(peaks.time_s[k] - truth, 2);
      peak_claimed += std::pow(peaks.std_error_s[k], 2);
      ++n;
      // Lags share the reference's own peak: only their difference from it is a lag.
      const double lag = lags.time_s[k] - lags.time_s[reference];
      const double true_lag =
          (line.distance_m[i] - line.distance_m[static_cast<Index>(reference)]) / 3;
      if (k != reference) {
        lag_squares += std::pow(lag - true_lag, 2);
        lag_claimed += std::pow(lags.std_error_s[k], 2);
        ++m;
      }
    }
  }
  CHECK(std::sqrt(peak_claimed / n) == Approx(std::sqrt(peak_squares / n)).epsilon(0.1));
  CHECK(std::sqrt(lag_claimed / m) == Approx(std::sqrt(lag_squares / m)).epsilon(0.1));
}

TEST_CASE("a wave that has not arrived by the record's end has no arrival") {
  auto f = closed_form::field(1, 40, 60);
  closed_form::add_plane_pulse(f, 2, 1e-3, 4e-4);
  const auto arrivals =
      stiff::arrival_time_to_peak(stiff::wave_line(f, stiff::Travel::to_larger, kRaw));
  // 5.9 ms of record: a wave of 2 m/s from 1 ms on gets 9.8 mm far.
  for (std::size_t i = 0; i < arrivals.time_s.size(); ++i) {
    const double truth = 1e-3 + arrivals.distance_m[static_cast<Index>(i)] / 2;
    if (truth > 5.95e-3) {
      CHECK(arrivals.reason[i] == stiff::Reason::outside_field);
      CHECK(std::isnan(arrivals.time_s[i]));
    } else if (truth < 5.8e-3) {
      CHECK(arrivals.reason[i] == stiff::Reason::none);
    }
  }
}

TEST_CASE("noise alone is low_signal, silence has no arrival, lags of noise do not correlate") {
  auto f = closed_form::field(1, 40, 200);
  const auto silent =
      stiff::arrival_time_to_peak(stiff::wave_line(f, stiff::Travel::to_larger, kRaw));
  closed_form::add_noise(f, 1, 7);
  const auto line = stiff::wave_line(f, stiff::Travel::to_larger, kRaw);
  const auto noisy = stiff::arrival_time_to_peak(line, {.min_snr = 6});
  const auto lags = stiff::arrival_correlation(line);
  for (std::size_t i = 0; i < noisy.time_s.size(); ++i) {
    CHECK(silent.reason[i] != stiff::Reason::none);
    CHECK(noisy.reason[i] == stiff::Reason::low_signal);
    if (i != static_cast<std::size_t>(line.distance_m.size / 2)) {
      CHECK(lags.reason[i] != stiff::Reason::none);
    }
  }
}
