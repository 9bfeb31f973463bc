#include "stiff/comparison/between_session_error.h"

#include "stiff/comparison/measurement_error.h"
#include "stiff/comparison/paired_change.h"
#include "stiff/comparison/sample_moments.h"
#include "stiff/comparison/variance_interval.h"

#include <array>
#include <cmath>

#include <boost/math/distributions/students_t.hpp>

namespace stiff {
namespace {

struct Scatter {
  std::vector<double> means;
  double within = 0;  ///< sum of squares within persons
  double within_dof = 0;
  double h = 0;  ///< mean of 1 / places
};

Scatter scatter_of(std::span<const std::vector<double>> people) {
  Scatter out;
  for (const std::vector<double>& places : people) {
    const auto n = static_cast<double>(places.size());
    double mean = 0;
    for (const double d : places) mean += d / n;
    for (const double d : places) out.within += (d - mean) * (d - mean);
    out.means.push_back(mean);
    out.within_dof += n - 1;
    out.h += 1 / n / static_cast<double>(people.size());
  }
  return out;
}

double factor_of(MdcRule rule, double dof) {
  // 1.96 as it is printed: sem = 1 / sqrt 2.
  return rule == MdcRule::normal ? minimal_detectable_change(std::sqrt(0.5)) : t_quantile_975(dof);
}

}  // namespace

std::span<const Choice<MdcRule>> choices(MdcRule) {
  static constexpr std::array<Choice<MdcRule>, 2> kAll{
      {{MdcRule::normal, "normal"}, {MdcRule::student, "student"}}};
  return kAll;
}

BetweenSessionError between_session_error(std::span<const std::vector<double>> changes_by_person,
                                          MdcRule rule) {
  constexpr std::size_t kFewest = 3;  // of two, the upper end of the SEM is 32 times itself
  BetweenSessionError out;
  std::vector<std::vector<double>> people;
  for (const std::vector<double>& places : changes_by_person) {
    if (places.empty()) continue;
    people.push_back(places);
    out.places += static_cast<std::int64_t>(places.size());
  }
  out.people = static_cast<std::int64_t>(people.size());
  const Scatter scatter = scatter_of(people);
  out.shift = mean_change(scatter.means);
  out.reason = people.size() < kFewest ? Reason::too_few : out.shift.reason;
  if (out.reason != Reason::none) return out;
  const double between = sample_moments(scatter.means).variance;
  const double within = scatter.within_dof > 0 ? scatter.within / scatter.within_dof : 0;
  const double share = scatter.within_dof > 0 ? 1 - scatter.h : 0;
  const double total = between + share * within;
  if (!(total > 0)) {
    out.reason = Reason::low_signal;
    return out;
  }
  const double people_dof = static_cast<double>(out.people) - 1;
  const std::array<VarianceTerm, 2> terms{
      {{.coefficient = 1, .mean_square = between, .dof = people_dof},
       {.coefficient = share, .mean_square = within, .dof = scatter.within_dof}}};
  const VarianceInterval variance = variance_interval(std::span(terms).first(share > 0 ? 2 : 1));
  out.dof = total * total /
            (between * between / people_dof +
             (share > 0 ? share * share * within * within / scatter.within_dof : 0));
  out.factor = factor_of(rule, out.dof);
  out.sem = std::sqrt(0.5 * total);
  out.sem_low = std::sqrt(0.5 * variance.low);
  out.sem_high = std::sqrt(0.5 * variance.high);
  out.mdc = out.factor * std::sqrt(total);
  out.mdc_low = out.factor * std::sqrt(variance.low);
  out.mdc_high = out.factor * std::sqrt(variance.high);
  out.chance_share = 2 * boost::math::cdf(complement(boost::math::students_t(out.dof), out.factor));
  return out;
}

}  // namespace stiff
