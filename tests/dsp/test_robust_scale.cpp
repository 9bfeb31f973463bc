#include "stiff/core/estimate.h"
#include "stiff/dsp/robust_scale.h"

#include <cmath>
#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <catch2/catch.hpp>

TEST_CASE("median by hand") {
  CHECK(stiff::median({3, 1, 2}) == 2);
  CHECK(stiff::median({4, 1, 2, 3}) == 2.5);
  CHECK(stiff::median({stiff::kNaN, 5, INFINITY}) == 5);
  CHECK(std::isnan(stiff::median({})));
}

TEST_CASE("the weighted median is the median of repeated values") {
  const std::vector<double> values{10, 1, 7, 3}, weights{1, 2, 3, 1};
  CHECK(stiff::weighted_median(values, weights) == stiff::median({10, 1, 1, 7, 7, 7, 3}));
  const std::vector<double> equal{1, 1, 1, 1};
  CHECK(stiff::weighted_median(values, equal) == stiff::median(values));
  const std::vector<double> none{0, 0, stiff::kNaN, 0};
  CHECK(std::isnan(stiff::weighted_median(values, none)));
}

TEST_CASE("the MAD is the standard deviation of normal noise, with a third of the samples wild") {
  boost::random::mt19937 engine(5);
  boost::random::normal_distribution<double> noise(3.0, 2.0);
  std::vector<double> values(20001);
  for (double& value : values) {
    value = noise(engine);
  }
  // The MAD's own standard error is 1.17 sigma / sqrt(n) = 0.017; four of it.
  CHECK(stiff::mad_std(values) == Approx(2.0).margin(0.07));
  for (std::size_t i = 0; i < values.size(); i += 3) {
    values[i] = 1e6;
  }
  // The median is then the 0.75 quantile q of the rest, and the MAD the m with
  // Phi(q + m) - Phi(q - m) = 0.75: 1.4826 m sigma = 4.177. Wild values bias it, but by a bounded
  // factor.
  CHECK(stiff::mad_std(values) == Approx(4.177).margin(0.15));
}
