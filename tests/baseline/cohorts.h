#pragma once

#include "stiff/result/baseline.h"

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>

namespace stiff_test {

inline stiff::PersonSummary summary_of(std::span<const double> values, double error_variance = 0) {
  stiff::PersonSummary out;
  out.n = static_cast<std::int64_t>(values.size());
  double sum = 0;
  for (const double v : values) sum += v;
  out.mean = sum / static_cast<double>(values.size());
  for (const double v : values) out.sum_squares += (v - out.mean) * (v - out.mean);
  out.error_variance = error_variance;
  return out;
}

/// Normal people about 0 with `counts[i % size]` values each.
inline std::vector<stiff::PersonSummary> cohort(std::uint64_t seed, int people,
                                                const std::vector<int>& counts, double sd_between,
                                                double sd_within) {
  boost::random::mt19937_64 engine(seed);
  boost::random::normal_distribution<double> normal;
  std::vector<stiff::PersonSummary> out;
  for (int i = 0; i < people; ++i) {
    const double person = sd_between * normal(engine);
    std::vector<double> values;
    const int count = counts[static_cast<std::size_t>(i) % counts.size()];
    for (int j = 0; j < count; ++j) values.push_back(person + sd_within * normal(engine));
    out.push_back(summary_of(values));
  }
  return out;
}

inline double normal_share_below(double x, double sd) {
  return 0.5 * std::erfc(-x / sd / std::sqrt(2.0));
}

}  // namespace stiff_test
