#include "stiff/comparison/bca_bootstrap.h"

#include "stiff/comparison/sample_moments.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <future>

#include <boost/math/distributions/normal.hpp>
#include <boost/random/mersenne_twister.hpp>

namespace stiff {
namespace {

double normal_cdf(double z) {
  return boost::math::cdf(boost::math::normal(), z);
}

double normal_quantile(double share) {
  return boost::math::quantile(boost::math::normal(), share);
}

/// One group of people with what its mean varies by.
struct Group {
  std::vector<double> values;  ///< ascending, so that the people's order is of no account
  double mean = 0;
  double squares = 0;  ///< sum of (d_i / n)^2
  double cubes = 0;    ///< sum of (d_i / n)^3
  Reason reason = Reason::none;
};

Group group_of(std::span<const double> values, std::size_t fewest) {
  Group out;
  const SampleMoments sample = sample_moments(values);
  out.reason = values.size() < fewest ? Reason::too_few : sample.reason;
  if (out.reason != Reason::none) return out;
  out.values.assign(values.begin(), values.end());
  std::sort(out.values.begin(), out.values.end());
  const auto n = static_cast<double>(values.size());
  out.mean = 0;
  for (const double value : out.values) out.mean += value;
  out.mean /= n;
  if (!(sample.variance > 0)) return out;
  for (const double value : out.values) {
    const double d = (value - out.mean) / n;
    out.squares += d * d;
    out.cubes += d * d * d;
  }
  return out;
}

/// Means of the group's bootstrap samples. An index is the upper half of n times 32 random bits:
/// uneven by less than n / 2^32.
void draw_means(const Group& group, boost::random::mt19937_64& engine, double sign,
                std::vector<double>& means) {
  const std::size_t n = group.values.size();
  const double* const values = group.values.data();
  for (double& mean : means) {
    double sum = 0;
    for (std::size_t i = 0; i < n; i += 2) {
      const std::uint64_t bits = engine();
      sum += values[((bits >> 32U) * n) >> 32U];
      if (i + 1 < n) sum += values[((bits & 0xffffffffU) * n) >> 32U];
    }
    mean += sign * sum / static_cast<double>(n);
  }
}

/// The value below which the share lies, by the rank (n + 1) share between its neighbours.
double quantile_of(std::vector<double>& draws, double share) {
  const auto n = static_cast<double>(draws.size());
  const double rank = std::clamp((n + 1) * share, 1.0, n) - 1;
  const auto below = static_cast<std::ptrdiff_t>(std::floor(rank));
  std::nth_element(draws.begin(), draws.begin() + below, draws.end());
  const double low = draws[static_cast<std::size_t>(below)];
  const double part = rank - std::floor(rank);
  if (!(part > 0)) return low;
  const double high = *std::min_element(draws.begin() + below + 1, draws.end());
  return low + part * (high - low);
}

BcaInterval interval_of(std::vector<double>& draws, double estimate, double squares, double cubes,
                        double confidence) {
  BcaInterval out;
  // Rounding must not part a draw that is the sample itself from the estimate.
  const double near = 1e-12 * (std::abs(estimate) + std::sqrt(squares));
  double below = 0;
  for (const double draw : draws) below += draw < estimate - near ? 1 : 0;
  // Half a draw at least on each side, so that z0 is finite.
  const auto n = static_cast<double>(draws.size());
  out.bias_correction = normal_quantile(std::clamp(below, 0.5, n - 0.5) / n);
  out.acceleration = cubes / (6 * std::pow(squares, 1.5));
  const auto end = [&](double share) {
    const double z = out.bias_correction + normal_quantile(share);
    return quantile_of(draws, normal_cdf(out.bias_correction + z / (1 - out.acceleration * z)));
  };
  out.ci_low = end(0.5 - 0.5 * confidence);
  out.ci_high = end(0.5 + 0.5 * confidence);
  return out;
}

}  // namespace

BcaInterval bca_mean(std::span<const double> values, const BootstrapOptions& options,
                     double confidence) {
  const Group group = group_of(values, 3);
  BcaInterval out;
  out.reason =
      group.reason != Reason::none || group.squares > 0 ? group.reason : Reason::low_signal;
  if (out.reason != Reason::none) return out;
  boost::random::mt19937_64 engine(options.seed);
  std::vector<double> draws(static_cast<std::size_t>(options.draws));
  draw_means(group, engine, 1, draws);
  return interval_of(draws, group.mean, group.squares, group.cubes, confidence);
}

BcaInterval bca_mean_difference(std::span<const double> a, std::span<const double> b,
                                const BootstrapOptions& options, double confidence) {
  const Group of_a = group_of(a, 3);
  const Group of_b = group_of(b, 3);
  BcaInterval out;
  out.reason = of_a.reason != Reason::none ? of_a.reason : of_b.reason;
  if (out.reason != Reason::none) return out;
  const double squares = of_a.squares + of_b.squares;
  if (!(squares > 0)) {
    out.reason = Reason::low_signal;
    return out;
  }
  boost::random::mt19937_64 engine(options.seed);
  std::vector<double> draws(static_cast<std::size_t>(options.draws));
  draw_means(of_a, engine, 1, draws);
  draw_means(of_b, engine, -1, draws);
  return interval_of(draws, of_a.mean - of_b.mean, squares, of_a.cubes - of_b.cubes, confidence);
}

std::vector<BcaInterval> bca_intervals(std::span<const BootstrapSample> samples,
                                       const BootstrapOptions& options, int workers) {
  std::vector<BcaInterval> out(samples.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < samples.size(); i = next++) {
      const BootstrapSample& sample = samples[i];
      out[i] = sample.b.empty() ? bca_mean(sample.a, options)
                                : bca_mean_difference(sample.a, sample.b, options);
    }
  };
  std::vector<std::future<void>> others;
  for (int k = 1; k < workers; ++k) others.push_back(std::async(std::launch::async, work));
  work();
  for (std::future<void>& other : others) other.get();
  return out;
}

}  // namespace stiff
