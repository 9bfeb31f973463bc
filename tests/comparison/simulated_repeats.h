#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>

namespace stiff_test {

class Normal {
 public:
  explicit Normal(std::uint64_t seed) : engine_(seed) {}
  double operator()(double sd = 1) { return sd * normal_(engine_); }

 private:
  boost::random::mt19937_64 engine_;
  boost::random::normal_distribution<double> normal_;
};

struct RepeatSpread {
  double mean = 0;
  double people = 1;  ///< SD between people
  double repeats = 0;
  double error = 1;
};

/// n people by k repeats, person-major.
inline std::vector<double> simulated_repeats(std::uint64_t seed, std::size_t n, std::size_t k,
                                             const RepeatSpread& spread) {
  Normal normal(seed);
  std::vector<double> of_repeat(k);
  for (double& r : of_repeat) r = normal(spread.repeats);
  std::vector<double> out;
  for (std::size_t i = 0; i < n; ++i) {
    const double person = spread.mean + normal(spread.people);
    for (std::size_t j = 0; j < k; ++j) {
      out.push_back(person + of_repeat[j] + normal(spread.error));
    }
  }
  return out;
}

/// Shrout and Fleiss 1979, table 2: six targets by four judges.
inline std::vector<double> shrout_fleiss() {
  return {9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7};
}

/// Weir 2005, data set A: eight people, two trials.
inline std::vector<double> weir() {
  return {146, 140, 148, 152, 170, 152, 90, 99, 157, 145, 156, 153, 176, 167, 205, 218};
}

}  // namespace stiff_test
