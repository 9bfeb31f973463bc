#include "stiff/comparison/correlation.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

#include <boost/math/distributions/students_t.hpp>

namespace stiff {
namespace {

constexpr double kNormal975 = 1.9599639845400543;

bool all_finite(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

/// Sums of squares and products of deviations; a sum is 0 where it is rounding alone.
struct Deviations {
  double xx = 0, yy = 0, xy = 0;
};

/// What rounding leaves of a sum of squares of numbers as large as these.
double rounding_of(std::span<const double> values) {
  double largest = 0;
  for (const double v : values) largest = std::max(largest, std::abs(v));
  return static_cast<double>(values.size()) * largest * largest * 1e-28;
}

Correlation correlation_of(const Deviations& sums, double dof, double z_std_error) {
  Correlation out;
  out.dof = dof;
  out.r = std::clamp(sums.xy / std::sqrt(sums.xx * sums.yy), -1.0, 1.0);
  const double left = 1 - out.r * out.r;
  out.slope = sums.xy / sums.xx;
  out.slope_std_error = std::sqrt(std::max(0.0, sums.yy * left) / dof / sums.xx);
  if (left > 0) {
    const double t = std::abs(out.r) * std::sqrt(dof / left);
    out.p = 2 * cdf(complement(boost::math::students_t(dof), t));
  } else {
    out.p = 0;
  }
  if (std::isfinite(z_std_error)) {
    const double z = std::atanh(out.r);  // infinite at 1: the interval is that point
    out.ci_low = std::tanh(z - kNormal975 * z_std_error);
    out.ci_high = std::tanh(z + kNormal975 * z_std_error);
  }
  return out;
}

Correlation refused(Reason reason, std::int64_t people, std::int64_t pairs) {
  Correlation out;
  out.reason = reason;
  out.people = people;
  out.pairs = pairs;
  return out;
}

void check_lengths(std::size_t a, std::size_t b) {
  if (a != b)
    throw Error(ErrorKind::usage, "a correlation is of pairs: the lists differ in length");
}

/// Ranks from 1, ties at their middle.
std::vector<double> midranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i + 1;
    while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
    const double middle = 0.5 * static_cast<double>(i + end + 1);
    for (; i < end; ++i) ranks[order[i]] = middle;
  }
  return ranks;
}

Correlation independent_pairs(std::span<const double> x, std::span<const double> y, bool ranks) {
  check_lengths(x.size(), y.size());
  const auto n = static_cast<std::int64_t>(x.size());
  if (!all_finite(x) || !all_finite(y)) return refused(Reason::bad_input, n, n);
  if (n < 3) return refused(Reason::too_few, n, n);
  const auto count = static_cast<double>(n);
  const double mean_x = std::accumulate(x.begin(), x.end(), 0.0) / count;
  const double mean_y = std::accumulate(y.begin(), y.end(), 0.0) / count;
  Deviations sums;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sums.xx += (x[i] - mean_x) * (x[i] - mean_x);
    sums.yy += (y[i] - mean_y) * (y[i] - mean_y);
    sums.xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  if (!(sums.xx > rounding_of(x)) || !(sums.yy > rounding_of(y))) {
    return refused(Reason::no_spread, n, n);
  }
  const double r2 = sums.xy * sums.xy / (sums.xx * sums.yy);
  const double spread = ranks ? 1 + r2 / 2 : 1;
  Correlation out = correlation_of(sums, count - 2, n > 3 ? std::sqrt(spread / (count - 3)) : kNaN);
  out.people = n;
  out.pairs = n;
  return out;
}

}  // namespace

Correlation pearson_correlation(std::span<const double> x, std::span<const double> y) {
  return independent_pairs(x, y, false);
}

Correlation spearman_correlation(std::span<const double> x, std::span<const double> y) {
  check_lengths(x.size(), y.size());
  if (!all_finite(x) || !all_finite(y)) return pearson_correlation(x, y);
  const std::vector<double> ranks_x = midranks(x), ranks_y = midranks(y);
  Correlation out = independent_pairs(ranks_x, ranks_y, true);
  out.slope = kNaN;
  out.slope_std_error = kNaN;
  return out;
}

Correlation repeated_correlation(std::span<const std::int64_t> person, std::span<const double> x,
                                 std::span<const double> y) {
  check_lengths(x.size(), y.size());
  check_lengths(person.size(), x.size());
  struct Means {
    double x = 0, y = 0;
    std::int64_t n = 0;
  };
  std::map<std::int64_t, Means> people;
  for (std::size_t i = 0; i < x.size(); ++i) {
    Means& one = people[person[i]];
    one.x += x[i];
    one.y += y[i];
    ++one.n;
  }
  std::int64_t repeated = 0, pairs = 0;
  for (auto& [who, one] : people) {
    one.x /= static_cast<double>(one.n);
    one.y /= static_cast<double>(one.n);
    if (one.n > 1) {
      ++repeated;
      pairs += one.n;
    }
  }
  if (!all_finite(x) || !all_finite(y)) return refused(Reason::bad_input, repeated, pairs);
  const auto dof = static_cast<double>(pairs - repeated - 1);
  if (!(dof >= 1)) return refused(Reason::too_few, repeated, pairs);
  Deviations sums;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Means& mean = people[person[i]];
    if (mean.n < 2) continue;
    sums.xx += (x[i] - mean.x) * (x[i] - mean.x);
    sums.yy += (y[i] - mean.y) * (y[i] - mean.y);
    sums.xy += (x[i] - mean.x) * (y[i] - mean.y);
  }
  if (!(sums.xx > rounding_of(x)) || !(sums.yy > rounding_of(y))) {
    return refused(Reason::no_spread, repeated, pairs);
  }
  Correlation out = correlation_of(sums, dof, dof > 1 ? 1 / std::sqrt(dof - 1) : kNaN);
  out.people = repeated;
  out.pairs = pairs;
  return out;
}

}  // namespace stiff
