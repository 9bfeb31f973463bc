#include "stiff/core/error.h"
#include "stiff/io/trace_table.h"

#include <cmath>
#include <cstdio>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

TraceTable with_times(std::vector<double> times, const std::string& units = "s") {
  TraceTable table;
  table.path = "t.csv";
  table.columns = {{"force", "N", std::vector<double>(times.size(), 1.0)},
                   {"Time", units, std::move(times)}};
  return table;
}

// Sample times as a recorder writes them, with so many decimals.
std::vector<double> written(std::size_t count, double frequency_hz, int decimals,
                            double first_s = 0) {
  std::vector<double> times;
  for (std::size_t i = 0; i < count; ++i) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals,
                  first_s + static_cast<double>(i) / frequency_hz);
    times.push_back(std::strtod(text, nullptr));
  }
  return times;
}

Sidecar sampled_at(double frequency_hz) {
  Sidecar sidecar;
  sidecar.set("SamplingFrequency", std::to_string(frequency_hz));
  return sidecar;
}

void refused(const TraceTable& table, const Sidecar& sidecar, const std::string& what) {
  CHECK_THROWS_WITH(require_uniform(trace_clock(table, sidecar), table),
                    Catch::Contains("t.csv") && Catch::Contains(what));
}

}  // namespace

TEST_CASE("the clock is the time column, or the sampling frequency") {
  const TraceClock clock = trace_clock(with_times(written(800, 3200, 7)), {});
  CHECK(clock.uniform);
  CHECK(clock.sampling_frequency_hz == Approx(3200).epsilon(1e-9));
  CHECK(clock.time_s[799] == Approx(799 / 3200.0).epsilon(1e-9));
  TraceTable without = with_times(std::vector<double>(5, 0.0));
  without.columns.pop_back();
  const TraceClock stated = trace_clock(without, sampled_at(100));
  CHECK(stated.time_s == std::vector<double>{0, 0.01, 0.02, 0.03, 0.04});
  CHECK(stated.sampling_frequency_hz == 100);
  without.numbers = {{"SamplingFrequency", 50}};
  CHECK(trace_clock(without, {}).sampling_frequency_hz == 50);
  CHECK(trace_clock(without, sampled_at(100)).sampling_frequency_hz == 100);  // its own sidecar
  without.numbers.clear();
  CHECK_THROWS_WITH(trace_clock(without, {}), Catch::Contains("t.csv: it has no column 'time'"));
  CHECK_THROWS_WITH(trace_clock(without, sampled_at(-3)), Catch::Contains("which cannot be"));
}

// A recorder's times are rounded: to the grid t0 + i / f they are within half of the last digit. A
// line of least squares through n of them has a slope off by at most 6 / n^2 * n / 4 * digit (each
// time off by half a digit, all of one sign in each half), a share of 1.5 digit f / n of the
// frequency.
TEST_CASE("rounded times still give the frequency of the grid behind them") {
  const int decimals = GENERATE(4, 5, 6, 7, 9);
  const double frequency_hz = GENERATE(3200.0, 2048.0, 1000.0, 3199.3);
  const double first_s = GENERATE(0.0, -0.05, 17.000123);
  CAPTURE(decimals, frequency_hz, first_s);
  const TraceTable table = with_times(written(800, frequency_hz, decimals, first_s));
  const TraceClock clock = trace_clock(table, {});
  CHECK(clock.uniform);
  CHECK_NOTHROW(require_uniform(clock, table));
  const double digit_s = std::pow(10.0, -decimals);
  CHECK(std::abs(clock.sampling_frequency_hz / frequency_hz - 1) <=
        1.5 * digit_s * frequency_hz / 800 + 1e-9);
  for (std::size_t i = 0; i < 800; ++i) {
    REQUIRE(std::abs(clock.time_s[i] - first_s - static_cast<double>(i) / frequency_hz) <=
            0.75 * digit_s + 1e-12);
  }
}

TEST_CASE("times of too few digits are those of the stated frequency") {
  const TraceTable table = with_times(written(800, 3200, 3));  // three samples in each written time
  refused(table, {}, "stands still");
  const TraceClock clock = trace_clock(table, sampled_at(3200));
  CHECK(clock.uniform);
  CHECK(clock.sampling_frequency_hz == 3200);
  CHECK(clock.time_s[1] - clock.time_s[0] == Approx(1 / 3200.0).epsilon(1e-9));
  // Where the times are finer than the statement, they stand: the statement is nominal.
  const TraceClock measured = trace_clock(with_times(written(800, 3187, 7)), sampled_at(3200));
  CHECK(measured.sampling_frequency_hz == Approx(3187).epsilon(1e-6));
}

TEST_CASE("jitter, gaps, times that go back and two truths are refused with their place") {
  std::vector<double> times = written(200, 1000, 6);
  SECTION("a gap") {
    for (std::size_t i = 120; i < times.size(); ++i) times[i] += 0.0125;
    const TraceTable table = with_times(times);
    const TraceClock clock = trace_clock(table, {});
    CHECK_FALSE(clock.uniform);
    CHECK(clock.largest_step == Approx(13.5));
    CHECK(clock.largest_step_at == 120);
    CHECK(clock.sampling_frequency_hz ==
          Approx(1000));  // of the samples between which there is none
    refused(table, {}, "row 121 of the data: a gap of 13.5 ms where samples are 1 ms apart");
  }
  SECTION("one lost sample, with times as coarse as rounding allows") {
    const std::size_t lost = GENERATE(1u, 2u, 100u, 198u);
    std::vector<double> coarse = written(201, 1000, 3);
    coarse.erase(coarse.begin() + lost);
    refused(with_times(coarse), {}, "a gap of 2 ms where samples are 1 ms apart");
    std::vector<double> rounded = written(201, 2500, 4);  // steps of 0.4 ms are exact in 0.1 ms
    rounded.erase(rounded.begin() + lost);
    refused(with_times(rounded), {}, "a gap of 0.8 ms");
  }
  SECTION("jitter") {
    for (std::size_t i = 0; i < times.size(); i += 3) times[i] += 0.00005;
    refused(with_times(times), {}, "its sampling jitters: steps from 0.95 to 1.05 ms about 1 ms");
    // Two per cent and less is even.
    std::vector<double> even = written(200, 1000, 6);
    for (std::size_t i = 0; i < even.size(); i += 3) even[i] += 0.000015;
    CHECK(trace_clock(with_times(even), {}).uniform);
  }
  SECTION("back") {
    times[50] = 0.0301234;
    refused(with_times(times), {},
            "row 51 of the data: the time goes back from 0.049 to 0.0301234 s");
    times[50] = times[49];
    refused(with_times(times), {}, "row 51 of the data: the time stands still at 0.049 s");
  }
  SECTION("a value is missing") {
    times[7] = std::nan("");
    refused(with_times(times), {}, "column 'Time': row 8 of the data has no value");
  }
  SECTION("two sampling frequencies") {
    refused(with_times(times), sampled_at(500),
            "its times say 1000 samples a second, 'SamplingFrequency' says 500: one of them");
    std::vector<double> in_ms = written(200, 1, 3);
    refused(with_times(in_ms), sampled_at(1000), "the times may be in ms");
    CHECK(trace_clock(with_times(in_ms, "ms"), sampled_at(1000)).uniform);
  }
  SECTION("no unit, one row") {
    refused(with_times(times, ""), {}, "'time [s]' or 'time [ms]'");
    refused(with_times({0.5}), {}, "it has one row");
  }
}
