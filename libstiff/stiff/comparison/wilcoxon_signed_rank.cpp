#include "stiff/comparison/wilcoxon_signed_rank.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <boost/math/distributions/normal.hpp>

namespace stiff {
namespace {

constexpr std::size_t kMostExact = 50;
constexpr double kAlike = 1e-10;  // of the largest difference: 1.3 - 0.2 and 1.2 - 0.1 are a tie

double normal_p(double v, double n, double ties) {
  const double variance = n * (n + 1) * (2 * n + 1) / 24 - ties / 48;
  if (!(variance > 0)) return 1;
  const double from_middle = std::abs(v - n * (n + 1) / 4);
  const double z = std::max(0.0, from_middle - 0.5) / std::sqrt(variance);
  return 2 * boost::math::cdf(complement(boost::math::normal(), z));
}

double exact_p(double v, int n) {
  const std::vector<double> cdf = signed_rank_distribution(n);
  // The distribution is its own mirror image: the tail that v is nearer to, twice.
  const auto total = static_cast<double>(cdf.size() - 1);
  const auto place = static_cast<std::size_t>(std::min(v, total - v));
  return std::min(1.0, 2 * cdf[place]);
}

}  // namespace

std::vector<double> signed_rank_distribution(int n) {
  const auto total = static_cast<std::size_t>(n * (n + 1) / 2);
  std::vector<double> counts(total + 1, 0);
  counts[0] = 1;
  std::size_t top = 0;
  for (int rank = 1; rank <= n; ++rank) {
    const auto step = static_cast<std::size_t>(rank);
    top += step;
    for (std::size_t v = top; v >= step; --v) counts[v] += counts[v - step];
  }
  double sum = 0;
  for (double& count : counts) {
    sum += count;
    count = std::ldexp(sum, -n);
  }
  return counts;
}

SignedRank signed_rank_test(std::span<const double> differences) {
  SignedRank out;
  double largest = 0;
  for (const double d : differences) {
    if (!std::isfinite(d)) {
      out.reason = Reason::bad_input;
      return out;
    }
    largest = std::max(largest, std::abs(d));
  }
  const double alike_within = kAlike * largest;
  std::vector<double> left;
  for (const double d : differences) {
    if (std::abs(d) > alike_within) left.push_back(d);
  }
  out.n = static_cast<std::int64_t>(left.size());
  if (left.empty()) {
    out.reason = Reason::too_few;
    return out;
  }
  std::sort(left.begin(), left.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
  out.v = 0;
  double ties = 0;
  for (std::size_t first = 0; first < left.size();) {
    std::size_t end = first;
    while (end < left.size() && std::abs(left[end]) - std::abs(left[first]) <= alike_within) ++end;
    const auto alike = static_cast<double>(end - first);
    ties += alike * alike * alike - alike;
    const double rank = 0.5 * static_cast<double>(first + 1 + end);
    for (; first < end; ++first) out.v += left[first] > 0 ? rank : 0;
  }
  const bool no_zero = left.size() == differences.size();
  if (no_zero && ties == 0 && left.size() <= kMostExact) {
    out.p = exact_p(out.v, static_cast<int>(left.size()));
  } else {
    out.method = SignedRankMethod::normal;
    out.p = normal_p(out.v, static_cast<double>(left.size()), ties);
  }
  return out;
}

}  // namespace stiff
