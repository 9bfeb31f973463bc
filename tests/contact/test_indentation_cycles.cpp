#include "stiff/contact/indentation_cycles.h"
#include "stiff/phantom/indentation_phantom.h"

#include <cmath>
#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <catch2/catch.hpp>

using namespace stiff;

namespace {

struct Way {
  std::vector<double> time_s, depth_m;
};

// Straight between corners, sampled at 200 Hz.
Way way_through(const std::vector<std::pair<double, double>>& corners, double noise_m = 0) {
  Way way;
  boost::random::mt19937_64 random(3);
  boost::random::normal_distribution<double> normal;
  std::size_t next = 1;
  for (double i = 0; i / 200 <= corners.back().first; ++i) {
    const double t = i / 200;
    while (next + 1 < corners.size() && corners[next].first < t) ++next;
    const auto [t0, w0] = corners[next - 1];
    const auto [t1, w1] = corners[next];
    way.time_s.push_back(t);
    way.depth_m.push_back(w0 + (w1 - w0) * (t - t0) / (t1 - t0) + noise_m * normal(random));
  }
  return way;
}

IndentationCycles cycles_of(const Way& way) {
  return find_cycles(way.time_s, way.depth_m);
}

}  // namespace

TEST_CASE("ramps, holds and rests are where they are") {
  for (const double noise : {0.0, 2e-6, 2e-5}) {
    CAPTURE(noise);
    // Rest 1 s, in at 1 mm/s for 2 s, hold 3 s, out at 2 mm/s, rest 1 s; then in at 4 mm/s, out.
    const Way way = way_through(
        {{0, 0}, {1, 0}, {3, 2e-3}, {6, 2e-3}, {7, 0}, {8, 0}, {8.5, 2e-3}, {9, 0}, {10, 0}},
        noise);
    const IndentationCycles found = cycles_of(way);
    REQUIRE(found.cycles.size() == 2);
    const IndentationCycle& a = found.cycles[0];
    const IndentationCycle& b = found.cycles[1];
    // A line through n samples over T s: its slope to noise / (sqrt(n) T / sqrt(12)), 190 noises of
    // the speed with 240 over 1.2 s, 380 with 60 over 0.3 s; three of these. A crossing to three of
    // the noise over the speed.
    const double when_s = 0.006 + 3 * noise / 1e-3;
    CHECK(a.speed_m_per_s == Approx(1e-3).epsilon(1e-6 + 570 * noise));
    CHECK(a.start_s == Approx(1).margin(when_s));
    CHECK(a.ramp_end_s == Approx(3).margin(when_s));
    CHECK(a.deepest_m == Approx(2e-3).margin(1e-9 + noise / 2));
    CHECK(a.holds);
    CHECK(a.unloads);
    CHECK(way.time_s[a.loading_end] == Approx(3).margin(when_s));
    CHECK(way.time_s[a.hold_end] == Approx(6).margin(when_s));
    CHECK(way.time_s[a.end] == Approx(7).margin(2 * when_s));
    CHECK(b.speed_m_per_s == Approx(4e-3).epsilon(1e-6 + 1140 * noise));
    CHECK_FALSE(b.holds);
    CHECK(b.unloads);
    CHECK(b.ramp_end_s == Approx(8.5).margin(when_s));
    CHECK(b.begin >= a.end);
    // As much of the rest before as the way in takes, half a second.
    CHECK(way.time_s[b.begin] == Approx(7.5).margin(0.05 + 20 * noise / 4e-3));
  }
}

TEST_CASE("small ways are none, a record that begins or ends deep has what it has") {
  // A tremor of a tenth of the travel at depth makes no cycle.
  const Way shaky = way_through({{0, 0}, {2, 2e-3}, {2.1, 1.8e-3}, {2.2, 2e-3}, {4, 0}});
  CHECK(cycles_of(shaky).cycles.size() == 1);
  // It begins deep: the way out is no cycle.
  const Way deep = way_through({{0, 2e-3}, {2, 0}, {3, 0}, {5, 2e-3}, {7, 0}});
  const IndentationCycles found = cycles_of(deep);
  REQUIRE(found.cycles.size() == 1);
  CHECK(found.cycles[0].ramp_end_s == Approx(5).margin(0.01));
  CHECK(deep.time_s[found.cycles[0].begin] >= 0.9);
  // It ends in the hold, or on the way in.
  const IndentationCycles held = cycles_of(way_through({{0, 0}, {1, 0}, {3, 2e-3}, {9, 2e-3}}));
  REQUIRE(held.cycles.size() == 1);
  CHECK(held.cycles[0].holds);
  CHECK_FALSE(held.cycles[0].unloads);
  CHECK(held.cycles[0].hold_end == 1801);
  const IndentationCycles half = cycles_of(way_through({{0, 0}, {1, 0}, {3, 2e-3}}));
  REQUIRE(half.cycles.size() == 1);
  CHECK_FALSE(half.cycles[0].holds);
  CHECK_FALSE(half.cycles[0].unloads);
  CHECK(half.cycles[0].loading_end == 601);
}

TEST_CASE("where nothing goes in there is no cycle") {
  CHECK(cycles_of(way_through({{0, 1e-3}, {5, 1e-3}})).cycles.empty());
  CHECK(cycles_of(way_through({{0, 1e-3}, {5, 1e-3}}, 1e-5)).cycles.empty());
  CHECK(cycles_of(way_through({{0, 2e-3}, {5, 0}})).cycles.empty());
  CHECK(find_cycles({}, {}).cycles.empty());
}

TEST_CASE("uneven times: cycles and noise as with even ones") {
  IndentationPhantomOptions options;
  options.sensor.time_jitter = 0.8;
  options.sensor.depth_noise_m = 5e-6;
  options.protocol.hold_s = 2;
  const IndentationRecording r = simulate_indentation(options).recording;
  const IndentationCycles found = find_cycles(r.time_s, r.depth_m);
  REQUIRE(found.cycles.size() == 3);
  // The median of 5000 absolute normal values: 1.2 % each way.
  CHECK(found.depth_noise_m == Approx(5e-6).epsilon(0.05));
  CHECK(found.cycles[1].ramp_end_s == Approx(10).margin(0.02));
  CHECK(found.cycles[1].speed_m_per_s == Approx(1e-3).epsilon(0.002));
}

TEST_CASE("white noise is told from a smooth signal") {
  std::vector<double> time, line, bent;
  boost::random::mt19937_64 random(1);
  boost::random::normal_distribution<double> normal;
  for (int i = 0; i < 4000; ++i) {
    time.push_back(0.01 * i);
    line.push_back(3 * time.back());
    bent.push_back(std::sin(0.2 * time.back()) + 0.01 * normal(random));
  }
  CHECK(white_noise(time, line) < 1e-12);
  CHECK(white_noise(time, bent) == Approx(0.01).epsilon(0.06));
}
