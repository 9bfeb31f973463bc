#include "stiff/comparison/intraclass_correlation.h"

#include <cmath>

#include <boost/math/distributions/fisher_f.hpp>

namespace stiff {
namespace {

constexpr double kUpper = 0.975;

/// A far quantile is infinite, not an exception: few degrees of freedom have no bound.
using Unbounded = boost::math::policies::policy<
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>>;

double f_quantile(double above, double below) {
  return boost::math::quantile(boost::math::fisher_f_distribution<double, Unbounded>(above, below),
                               kUpper);
}

Estimate with_interval(double value, double low, double high, std::int64_t people) {
  if (!std::isfinite(value)) return no_estimate(Reason::no_spread);
  Estimate out;
  out.value = value;
  out.n = people;
  if (std::isfinite(low) && std::isfinite(high) && low <= high) {
    out.ci_low = low;
    out.ci_high = high;
  }
  return out;
}

/// One-way and consistency: F = MSB / error is a scaled F, so its bounds carry over exactly.
/// Written without the ratio, so that no error at all gives 1.
struct ExactForms {
  Estimate single;
  Estimate average;
};

ExactForms exact_forms(const MeanSquares& ms, double error, double error_dof) {
  const double b = ms.between_people;
  const auto k = static_cast<double>(ms.repeats);
  const double low = error * f_quantile(ms.people_dof(), error_dof);
  const double high = error / f_quantile(error_dof, ms.people_dof());
  const auto single = [&](double e) { return (b - e) / (b + (k - 1) * e); };
  const auto average = [&](double e) { return 1 - e / b; };
  return {with_interval(single(error), single(low), single(high), ms.people),
          with_interval(average(error), average(low), average(high), ms.people)};
}

/// Satterthwaite's degrees of freedom of a MSJ + b MSE at the ratio icc / (1 - icc).
double agreement_dof(const MeanSquares& ms, double icc) {
  const auto n = static_cast<double>(ms.people);
  const auto k = static_cast<double>(ms.repeats);
  // Both weights times n (1 - icc), so that icc = 1 divides by nothing.
  const double j = k * icc * ms.between_repeats;
  const double e = (n * (1 - icc) + k * icc * (n - 1)) * ms.error;
  const double squares = j * j / ms.repeats_dof() + e * e / ms.error_dof();
  return squares > 0 ? (j + e) * (j + e) / squares : ms.error_dof();
}

Estimate agreement_single(const MeanSquares& ms) {
  const double b = ms.between_people;
  const double j = ms.between_repeats;
  const double e = ms.error;
  const auto n = static_cast<double>(ms.people);
  const auto k = static_cast<double>(ms.repeats);
  const double icc = (b - e) / (b + (k - 1) * e + k * (j - e) / n);
  const double dof = agreement_dof(ms, icc);
  if (!(dof > 0)) return with_interval(icc, kNaN, kNaN, ms.people);
  const double other = k * j + (k * n - k - n) * e;
  const double f_low = f_quantile(ms.people_dof(), dof);
  const double f_high = f_quantile(dof, ms.people_dof());
  return with_interval(icc, n * (b - f_low * e) / (f_low * other + n * b),
                       n * (f_high * b - e) / (other + n * f_high * b), ms.people);
}

Estimate agreement_average(const MeanSquares& ms) {
  const double b = ms.between_people;
  const double e = ms.error;
  const auto n = static_cast<double>(ms.people);
  const double shift = ms.between_repeats - e;
  const double icc = (b - e) / (b + shift / n);
  const double dof = agreement_dof(ms, icc);
  if (!(dof > 0)) return with_interval(icc, kNaN, kNaN, ms.people);
  const double f_low = f_quantile(ms.people_dof(), dof);
  const double f_high = f_quantile(dof, ms.people_dof());
  // A denominator that is not positive: the bound lies beyond every number.
  const double below = f_low * shift + n * b;
  const double above = shift + n * f_high * b;
  return with_interval(icc, below > 0 ? n * (b - f_low * e) / below : kNaN,
                       above > 0 ? n * (f_high * b - e) / above : kNaN, ms.people);
}

}  // namespace

std::array<IntraclassCorrelation, 6> intraclass_correlations(const MeanSquares& squares) {
  std::array<IntraclassCorrelation, 6> out{{{"ICC(1)", IccModel::one_way, false, {}},
                                            {"ICC(A,1)", IccModel::agreement, false, {}},
                                            {"ICC(C,1)", IccModel::consistency, false, {}},
                                            {"ICC(1,k)", IccModel::one_way, true, {}},
                                            {"ICC(A,k)", IccModel::agreement, true, {}},
                                            {"ICC(C,k)", IccModel::consistency, true, {}}}};
  if (squares.reason != Reason::none) {
    for (IntraclassCorrelation& icc : out) icc.estimate = no_estimate(squares.reason);
    return out;
  }
  const ExactForms one_way = exact_forms(squares, squares.within_people, squares.within_dof());
  const ExactForms consistency = exact_forms(squares, squares.error, squares.error_dof());
  out[0].estimate = one_way.single;
  out[1].estimate = agreement_single(squares);
  out[2].estimate = consistency.single;
  out[3].estimate = one_way.average;
  out[4].estimate = agreement_average(squares);
  out[5].estimate = consistency.average;
  return out;
}

}  // namespace stiff
