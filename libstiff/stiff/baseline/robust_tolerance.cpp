#include "stiff/baseline/robust_tolerance.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>

namespace stiff {
namespace {

/// Reorders the values.
double middle(std::vector<double>& values) {
  if (values.empty()) return kNaN;
  const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), half, values.end());
  if (values.size() % 2 == 1) return *half;
  return 0.5 * (*half + *std::max_element(values.begin(), half));
}

/// Chi-square's median over its degrees of freedom, by these.
double chi_square_middle(double dof) {
  return boost::math::median(boost::math::chi_squared(dof)) / dof;
}

/// How many values each person has: all that the limits' factor depends on but the ratio.
struct Design {
  std::vector<double> n;
  std::vector<double> middle_of_chi_square;  ///< by person; 0 where there is one value
  double h = 0;
};

Design design_of(const std::vector<std::int64_t>& values) {
  Design design;
  for (const std::int64_t count : values) {
    const auto n = static_cast<double>(count);
    // Most people have equally many values; the quantile is dear.
    double m = 0;
    if (n > 1) {
      const auto same = std::find(design.n.begin(), design.n.end(), n);
      m = same == design.n.end()
              ? chi_square_middle(n - 1)
              : design.middle_of_chi_square[static_cast<std::size_t>(same - design.n.begin())];
    }
    design.n.push_back(n);
    design.middle_of_chi_square.push_back(m);
    design.h += 1 / n;
  }
  design.h /= static_cast<double>(values.size());
  return design;
}

struct Spread {
  double location = kNaN;
  double scatter = kNaN;  ///< Qn of the means, squared
  double within = 0;
};

/// \param means are reordered. \param variances within people with more than one value, each over
/// its chi-square's median; reordered too.
Spread spread_of(std::vector<double>& means, std::vector<double>& variances) {
  Spread out;
  const double qn = qn_scale(means);
  out.scatter = qn * qn;
  out.location = middle(means);
  if (!variances.empty()) out.within = middle(variances);
  return out;
}

double simulated_factor(const Design& design, double between, double within,
                        const ToleranceLevel& level, const RobustToleranceOptions& options) {
  boost::random::mt19937_64 engine(options.seed);
  boost::random::normal_distribution<double> normal;
  const std::size_t people = design.n.size();
  const double bound =
      std::sqrt(between + within) * boost::math::quantile(boost::math::normal(), level.content);
  std::vector<double> factors;
  std::vector<double> means(people);
  std::vector<double> variances;
  for (int i = 0; i < options.simulations; ++i) {
    variances.clear();
    for (std::size_t p = 0; p < people; ++p) {
      means[p] = normal(engine) * std::sqrt(between + within / design.n[p]);
      if (!(design.n[p] > 1)) continue;
      const double dof = design.n[p] - 1;
      // Chi-square over its degrees of freedom; of one, the square of a normal, which is cheaper.
      double chi_square = normal(engine);
      chi_square *= chi_square;
      if (dof > 1) {
        boost::random::gamma_distribution<double> gamma(0.5 * dof, 2 / dof);
        chi_square = gamma(engine);
      }
      variances.push_back(within * chi_square / design.middle_of_chi_square[p]);
    }
    const Spread spread = spread_of(means, variances);
    factors.push_back((bound - spread.location) /
                      std::sqrt(spread.scatter + (1 - design.h) * spread.within));
  }
  // The smallest factor with which the stated share of cohorts holds the content.
  const auto rank = static_cast<std::ptrdiff_t>(
      std::ceil(level.confidence * static_cast<double>(options.simulations)) - 1);
  std::nth_element(factors.begin(), factors.begin() + rank, factors.end());
  return factors[static_cast<std::size_t>(rank)];
}

}  // namespace

double qn_scale(std::span<const double> values) {
  const std::size_t n = values.size();
  if (n < 2) return kNaN;
  std::vector<double> distances;
  distances.reserve(n * (n - 1) / 2);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i + 1; j < n; ++j) distances.push_back(std::abs(values[i] - values[j]));
  }
  const std::size_t h = n / 2 + 1;
  const auto rank = distances.begin() + static_cast<std::ptrdiff_t>(h * (h - 1) / 2 - 1);
  std::nth_element(distances.begin(), rank, distances.end());
  // 1 / (sqrt 2 quantile(5 / 8)) of the normal distribution.
  return 2.2191444659850757 * *rank;
}

double RobustFactors::at_tenth(const std::vector<std::int64_t>& values, int tenth) {
  const auto [place, is_new] = known_.try_emplace({values, tenth}, kNaN);
  if (is_new) {
    const double within = 0.1 * tenth;
    place->second = simulated_factor(design_of(values), 1 - within, within, level_, options_);
  }
  return place->second;
}

double RobustFactors::factor(const std::vector<std::int64_t>& values, double within_share) {
  const double tenths = 10 * std::clamp(within_share, 0.0, 1.0);
  const int below = static_cast<int>(tenths);
  const double part = tenths - below;
  const double low = at_tenth(values, below);
  return part > 0 ? (1 - part) * low + part * at_tenth(values, below + 1) : low;
}

RobustLimit robust_tolerance(std::span<const PersonSummary> people, RobustFactors& factors) {
  constexpr std::size_t kFewest = 5;  // below, a single wild person is a third of all pairs or more
  constexpr std::size_t kMany = 100;
  constexpr double kMedianEfficiency = 0.6366;
  constexpr double kQnEfficiency = 0.8227;
  RobustLimit out;
  if (people.size() < kFewest) {
    out.reason = Reason::too_few;
    return out;
  }
  std::vector<std::int64_t> values;
  for (const PersonSummary& p : people) values.push_back(p.n);
  const Design design = design_of(values);
  std::vector<double> means;
  std::vector<double> variances;
  for (std::size_t p = 0; p < people.size(); ++p) {
    means.push_back(people[p].mean);
    if (people[p].n > 1) {
      variances.push_back(people[p].sum_squares / (design.n[p] - 1) /
                          design.middle_of_chi_square[p]);
    }
  }
  const Spread spread = spread_of(means, variances);
  const double total = spread.scatter + (1 - design.h) * spread.within;
  out.location = spread.location;
  out.scale = std::sqrt(total);
  if (!(spread.scatter > 0)) {
    out.reason = Reason::low_signal;
    return out;
  }
  if (people.size() > kMany) {
    const auto n = static_cast<double>(people.size());
    out.factor = one_sided_tolerance_factor(kMedianEfficiency * n * total / spread.scatter,
                                            kQnEfficiency * (n - 1), factors.level());
    out.factor *= n / (n + (people.size() % 2 == 0 ? 3.8 : 1.4));
    return out;
  }
  const double between = std::max(0.0, spread.scatter - design.h * spread.within);
  std::sort(values.begin(), values.end());
  out.factor = factors.factor(values, spread.within / (between + spread.within));
  return out;
}

RobustLimit robust_tolerance(std::span<const PersonSummary> people, const ToleranceLevel& level,
                             const RobustToleranceOptions& options) {
  RobustFactors factors(level, options);
  return robust_tolerance(people, factors);
}

}  // namespace stiff
