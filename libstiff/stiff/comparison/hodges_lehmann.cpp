#include "stiff/comparison/hodges_lehmann.h"

#include "stiff/comparison/wilcoxon_signed_rank.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include <boost/math/distributions/normal.hpp>

namespace stiff {
namespace {

/// How many Walsh averages are at most x.
std::int64_t count_up_to(std::span<const double> ascending, double x) {
  std::int64_t count = 0;
  std::size_t end = ascending.size();  // partners j < end of i
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    while (end > i && 0.5 * (ascending[i] + ascending[end - 1]) > x) --end;
    if (end <= i) break;
    count += static_cast<std::int64_t>(end - i);
  }
  return count;
}

/// Doubles as whole numbers of the same order, and back.
std::int64_t order_of(double x) {
  const auto bits = std::bit_cast<std::int64_t>(x);
  return bits >= 0 ? bits : std::bit_cast<std::int64_t>(0x8000000000000000ULL) - bits;
}

double double_of(std::int64_t order) {
  return std::bit_cast<double>(
      order >= 0 ? order : std::bit_cast<std::int64_t>(0x8000000000000000ULL) - order);
}

/// The rank from either end at which the interval stops; 0 where there is none.
std::int64_t interval_rank(std::size_t n, double tail) {
  constexpr std::size_t kMostExact = 50;
  if (n <= kMostExact) {
    const std::vector<double> cdf = signed_rank_distribution(static_cast<int>(n));
    const auto first = std::upper_bound(cdf.begin(), cdf.end(), tail);
    return first - cdf.begin();
  }
  const auto count = static_cast<double>(n);
  const double sd = std::sqrt(count * (count + 1) * (2 * count + 1) / 24);
  const double z = boost::math::quantile(complement(boost::math::normal(), tail));
  return std::max<std::int64_t>(
      1, static_cast<std::int64_t>(std::floor(count * (count + 1) / 4 - z * sd)));
}

}  // namespace

double walsh_average(std::span<const double> ascending, std::int64_t k) {
  std::int64_t low = order_of(ascending.front());
  std::int64_t high = order_of(ascending.back());
  while (low < high) {
    const std::int64_t middle = std::midpoint(low, high);
    if (count_up_to(ascending, double_of(middle)) >= k) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return double_of(low);
}

TestedEstimate hodges_lehmann(std::span<const double> differences, double confidence) {
  TestedEstimate out;
  out.n = static_cast<std::int64_t>(differences.size());
  if (differences.empty()) {
    out.reason = Reason::too_few;
    return out;
  }
  const SignedRank test = signed_rank_test(differences);
  if (test.reason == Reason::bad_input) {
    out.reason = Reason::bad_input;
    return out;
  }
  out.statistic = test.v;
  out.p = test.p;
  std::vector<double> ascending(differences.begin(), differences.end());
  std::sort(ascending.begin(), ascending.end());
  const std::int64_t all = out.n * (out.n + 1) / 2;
  out.value =
      0.5 * (walsh_average(ascending, (all + 1) / 2) + walsh_average(ascending, all / 2 + 1));
  const std::int64_t rank = interval_rank(differences.size(), 0.5 - 0.5 * confidence);
  if (rank >= 1) {
    out.ci_low = walsh_average(ascending, rank);
    out.ci_high = walsh_average(ascending, all + 1 - rank);
  }
  return out;
}

}  // namespace stiff
