#include "stiff/wave/group_speed_line.h"

#include <cmath>
#include <string>

#include "validation.h"
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <catch2/catch.hpp>

namespace {

using stiff::Index;
using stiff::Reason;

stiff::Arrivals arrivals(double speed, double sigma_s, unsigned seed, int smooth = 1) {
  stiff::Arrivals a({4e-3, 0.3e-3, 50}, {0, 1e-4, 200});
  boost::random::mt19937 engine(seed);
  boost::random::normal_distribution<double> normal(0, sigma_s);
  std::vector<double> noise(50 + static_cast<std::size_t>(smooth));
  for (double& v : noise) {
    v = sigma_s > 0 ? normal(engine) : 0.0;
  }
  for (std::size_t i = 0; i < 50; ++i) {
    double e = 0;
    for (int k = 0; k < smooth; ++k) {
      e += noise[i + static_cast<std::size_t>(k)] / std::sqrt(static_cast<double>(smooth));
    }
    a.time_s[i] = 1e-3 + a.distance_m[static_cast<Index>(i)] / speed + e;
    a.std_error_s[i] = sigma_s;
    a.quality[i] = 1;
    a.reason[i] = Reason::none;
  }
  return a;
}

}  // namespace

TEST_CASE("the speed of exact arrivals is exact, by every method") {
  const auto method =
      GENERATE(stiff::LineMethod::ransac, stiff::LineMethod::theil_sen, stiff::LineMethod::tukey);
  const auto group = stiff::group_speed_line(arrivals(2.345, 0, 1), {.method = method});
  REQUIRE(group.speed.has_value());
  CHECK(group.speed.value == Approx(2.345).epsilon(1e-9));
  CHECK(group.speed.n == 50);
  CHECK(group.at(10e-3) == Approx(1e-3 + 10e-3 / 2.345).epsilon(1e-9));
}

TEST_CASE("the 95 % interval holds the truth in 95 % of the seeds, also with correlated errors") {
  const auto method =
      GENERATE(stiff::LineMethod::ransac, stiff::LineMethod::theil_sen, stiff::LineMethod::tukey);
  const int smooth = GENERATE(1, 3);
  const int seeds = validation::seeds(200, 1000);
  int held = 0;
  for (unsigned seed = 1; seed <= static_cast<unsigned>(seeds); ++seed) {
    const auto speed =
        stiff::group_speed_line(arrivals(3, 5e-5, seed, smooth), {.method = method}).speed;
    REQUIRE(speed.has_value());
    held += speed.ci_low <= 3 && 3 <= speed.ci_high ? 1 : 0;
  }
  INFO(held << " of " << seeds);
  CHECK(validation::within_band(held, seeds, 0.95));
  validation::note(std::string("Line of arrivals, method ") +
                       std::to_string(static_cast<int>(method)) + ", errors correlated over " +
                       std::to_string(smooth) + ": 95 % interval holds the truth",
                   std::to_string(held) + " of " + std::to_string(seeds), "95 %");
}

TEST_CASE("wild arrivals at one in six distances do not move the speed") {
  const auto method =
      GENERATE(stiff::LineMethod::ransac, stiff::LineMethod::theil_sen, stiff::LineMethod::tukey);
  auto a = arrivals(3, 1e-5, 4);
  for (std::size_t i = 0; i < 50; i += 6) {
    a.time_s[i] = 8e-3;
  }
  const auto group = stiff::group_speed_line(a, {.method = method});
  REQUIRE(group.speed.has_value());
  // Slope error 1e-5 / (0.3e-3 sqrt(50^3 / 12)) = 3.3e-4 s/m of 0.333: 0.1 %; four of it and some.
  CHECK(group.speed.value == Approx(3).epsilon(0.006));
  CHECK(group.used[6] == 0);
  CHECK(group.used[7] == 1);
}

TEST_CASE("a speed beyond the range is out_of_range, never clamped") {
  CHECK(stiff::group_speed_line(arrivals(20, 0, 1)).speed.reason == Reason::out_of_range);
  CHECK(stiff::group_speed_line(arrivals(0.4, 0, 1)).speed.reason == Reason::out_of_range);
  const auto inwards = stiff::group_speed_line(arrivals(-3, 0, 1));
  CHECK(inwards.speed.reason == Reason::out_of_range);
  CHECK(std::isnan(inwards.speed.value));
  CHECK(inwards.speed.reason != Reason::none);
}

TEST_CASE("arrivals that are no line make no speed") {
  auto a = arrivals(3, 0, 1);
  boost::random::mt19937 engine(1);
  boost::random::normal_distribution<double> normal(5e-3, 3e-3);
  for (double& t : a.time_s) {
    t = normal(engine);
  }
  CHECK_FALSE(stiff::group_speed_line(a).speed.has_value());
}

TEST_CASE("too few arrivals carry the arrivals' own reason") {
  auto a = arrivals(3, 0, 1);
  for (std::size_t i = 0; i < 45; ++i) {
    a.reason[i] = Reason::low_signal;
    a.time_s[i] = stiff::kNaN;
  }
  CHECK(stiff::group_speed_line(a).speed.reason == Reason::low_signal);
  stiff::Arrivals none({4e-3, 0.3e-3, 3}, {0, 1e-4, 10});
  CHECK_FALSE(stiff::group_speed_line(none).speed.has_value());
}

TEST_CASE("sides that agree are averaged, sides that do not widen the error") {
  const auto left = stiff::make_estimate(3.0, 0.03, 1, 40),
             right = stiff::make_estimate(3.0, 0.03, 1, 40);
  const auto same = stiff::combine_speeds(std::vector{left, right});
  CHECK(same.value == Approx(3).epsilon(1e-12));
  CHECK(same.std_error == Approx(0.03 / std::sqrt(2.0)).epsilon(1e-9));
  CHECK(same.ci_high - same.value == Approx(1.96 * same.std_error).epsilon(1e-3));
  const auto other = stiff::make_estimate(3.6, 0.0432, 1, 40);  // the same error of slowness
  const auto apart = stiff::combine_speeds(std::vector{left, other});
  CHECK(apart.value == Approx(2 / (1 / 3.0 + 1 / 3.6)).epsilon(1e-6));
  // Two slownesses of 1/3 and 1/3.6: the error of their mean is half their difference.
  CHECK(apart.std_error / (apart.value * apart.value) ==
        Approx(0.5 * (1 / 3.0 - 1 / 3.6)).epsilon(1e-6));
}

TEST_CASE("a side without a value is passed over; none leaves the reason") {
  const auto good = stiff::make_estimate(3.0, 0.03, 0.9, 40);
  const auto bad = stiff::no_estimate(Reason::low_signal);
  const auto one = stiff::combine_speeds(std::vector{bad, good});
  CHECK(one.value == Approx(3).epsilon(1e-12));
  CHECK(one.std_error == Approx(0.03).epsilon(1e-9));
  CHECK(stiff::combine_speeds(std::vector{bad, bad}).reason == Reason::low_signal);
  CHECK(stiff::combine_speeds({}).reason == Reason::no_wave);
}
