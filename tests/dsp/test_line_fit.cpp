#include "stiff/core/error.h"
#include "stiff/dsp/line_fit.h"

#include <cmath>
#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>
#include <catch2/catch.hpp>

namespace {

struct Data {
  std::vector<double> x, y;
};

Data line_with_noise(unsigned seed, double sigma, double wild_fraction) {
  boost::random::mt19937 engine(seed);
  boost::random::normal_distribution<double> noise(0, sigma);
  boost::random::uniform_real_distribution<double> uniform(0, 1);
  Data data;
  for (int i = 0; i < 40; ++i) {
    data.x.push_back(0.25 * i);
    const bool wild = uniform(engine) < wild_fraction;
    data.y.push_back(2 - 0.5 * data.x.back() + noise(engine) + (wild ? 5 * uniform(engine) : 0));
  }
  return data;
}

struct Calibration {
  double mean = 0, spread = 0, claimed = 0;
};

// Mean and standard deviation of the slope over seeds, and the standard error that the fit claims.
template <class Fit>
Calibration calibrate(Fit fit, double wild_fraction) {
  constexpr int kSeeds = 400;
  double sum = 0, squares = 0, claimed = 0;
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    const Data data = line_with_noise(seed, 0.1, wild_fraction);
    const stiff::LineFit line = fit(data);
    sum += line.slope;
    squares += line.slope * line.slope;
    claimed += line.slope_variance;
  }
  const double mean = sum / kSeeds;
  return {mean, std::sqrt(squares / kSeeds - mean * mean), std::sqrt(claimed / kSeeds)};
}

}  // namespace

TEST_CASE("least squares by hand") {
  // y = 0, 1, 1 at x = 0, 1, 2: slope 1/2, intercept 1/6, residuals -1/6, 1/3, -1/6; s^2 = 1/6.
  const std::vector<double> x{0, 1, 2}, y{0, 1, 1};
  const stiff::LineFit fit = stiff::least_squares_line(x, y);
  CHECK(fit.slope == Approx(0.5));
  CHECK(fit.intercept == Approx(1.0 / 6));
  CHECK(fit.residual_std == Approx(std::sqrt(1.0 / 6)));
  CHECK(fit.slope_variance == Approx(1.0 / 12));                 // s^2 / Sxx, Sxx = 2
  CHECK(fit.intercept_variance == Approx(1.0 / 18 + 1.0 / 12));  // s^2 (1/n + mean^2 / Sxx)
  CHECK(fit.covariance == Approx(-1.0 / 12));
}

TEST_CASE("a weight of two is a point twice, and no weight or NaN is no point") {
  const std::vector<double> x{0, 1, 2, 3, 9}, y{0, 1, 1, 2, NAN}, w{1, 2, 1, 0, 1};
  const stiff::LineFit weighted = stiff::least_squares_line(x, y, w);
  const stiff::LineFit twice =
      stiff::least_squares_line(std::vector<double>{0, 1, 1, 2}, std::vector<double>{0, 1, 1, 1});
  CHECK(weighted.slope == Approx(twice.slope));
  CHECK(weighted.intercept == Approx(twice.intercept));
  CHECK(weighted.used == 3);
}

TEST_CASE("every fit is exact on a line, in any units") {
  const double scale = GENERATE(1.0, 1e-6, 1e6);
  std::vector<double> x, y;
  for (int i = 0; i < 12; ++i) {
    x.push_back(scale * (5 + i));
    y.push_back(3 * scale - 0.7 * x.back());
  }
  for (const stiff::LineFit& fit :
       {stiff::least_squares_line(x, y), stiff::theil_sen_line(x, y),
        stiff::ransac_line(x, y, {}, {.inlier_distance = 1e-3 * scale}).fit,
        stiff::robust_line(x, y, {}, stiff::RobustLoss::huber), stiff::robust_line(x, y)}) {
    CHECK(fit.slope == Approx(-0.7).epsilon(1e-9));
    CHECK(fit.intercept == Approx(3 * scale).epsilon(1e-8));
  }
}

TEST_CASE("standard errors are those found over seeds") {
  // 400 seeds give a spread to 3.5 %; 15 % leaves room for the scale's own error at n = 40.
  const auto check = [](const Calibration& c) {
    CHECK(c.mean == Approx(-0.5).margin(4 * c.spread / std::sqrt(400.0)));
    CHECK(c.claimed == Approx(c.spread).epsilon(0.15));
  };
  check(calibrate([](const Data& d) { return stiff::least_squares_line(d.x, d.y); }, 0));
  check(calibrate([](const Data& d) { return stiff::theil_sen_line(d.x, d.y); }, 0));
  check(calibrate([](const Data& d) { return stiff::robust_line(d.x, d.y); }, 0));
  check(calibrate(
      [](const Data& d) { return stiff::robust_line(d.x, d.y, {}, stiff::RobustLoss::huber); }, 0));
}

TEST_CASE("a fifth of the points wild, all to one side, hardly moves the robust lines") {
  const Calibration plain =
      calibrate([](const Data& d) { return stiff::least_squares_line(d.x, d.y); }, 0.2);
  const auto robust = [&](auto fit) {
    const Calibration c = calibrate(fit, 0.2);
    CHECK(c.mean == Approx(-0.5).margin(0.005));
    CHECK(c.spread < 0.25 * plain.spread);
  };
  robust([](const Data& d) { return stiff::theil_sen_line(d.x, d.y); });
  robust([](const Data& d) { return stiff::robust_line(d.x, d.y); });
  robust(
      [](const Data& d) { return stiff::ransac_line(d.x, d.y, {}, {.inlier_distance = 0.3}).fit; });
}

TEST_CASE(
    "random consensus finds a line among forty-five per cent wild points, the same each time") {
  Data data = line_with_noise(3, 0.01, 0);
  for (std::size_t i = 0; i < data.y.size(); i += 2) {
    if (i % 20 != 0) {
      data.y[i] = std::sin(37.0 * static_cast<double>(i)) * 4;
    }
  }
  const auto first = stiff::ransac_line(data.x, data.y, {}, {.inlier_distance = 0.05});
  const auto second = stiff::ransac_line(data.x, data.y, {}, {.inlier_distance = 0.05});
  CHECK(first.fit.slope == second.fit.slope);
  CHECK(first.inlier == second.inlier);
  CHECK(first.fit.slope == Approx(-0.5).margin(0.005));
  CHECK(first.inlier[1] == 1);
  CHECK(first.inlier[2] == 0);
}

TEST_CASE("points that determine no line give none") {
  const std::vector<double> one{1}, same{2, 2, 2}, y{1, 2, 3};
  CHECK_FALSE(stiff::least_squares_line(one, one).ok());
  CHECK_FALSE(stiff::least_squares_line(same, y).ok());
  CHECK_FALSE(stiff::theil_sen_line(same, y).ok());
  CHECK_FALSE(stiff::ransac_line(same, y, {}).fit.ok());
  CHECK_FALSE(stiff::robust_line(same, y).ok());
  CHECK_FALSE(stiff::least_squares_line({}, {}).ok());
  CHECK_THROWS_AS(stiff::least_squares_line(one, y), stiff::Error);
}
