#include "stiff/baseline/field_correlation.h"
#include "stiff/baseline/healthy_field.h"
#include "stiff/baseline/variance_components.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <vector>

#include <Eigen/Dense>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/special_functions/trigamma.hpp>

namespace stiff {
namespace {

constexpr std::size_t kFewestForTrend = 10;
constexpr double kTrendAlpha = 0.01;
constexpr std::size_t kFewPeople = 20;

using TrendVector = Eigen::Matrix<double, kTrendTerms, 1>;
using TrendMatrix = Eigen::Matrix<double, kTrendTerms, kTrendTerms>;

/// The people's mean trend where it stands out of their own scatter: Hotelling's T^2.
void fit_trend(const std::vector<FieldPerson>& people, FieldModel& model) {
  const std::size_t n = people.size();
  if (n < kFewestForTrend) return;
  TrendVector mean = TrendVector::Zero();
  for (const FieldPerson& p : people) mean += TrendVector(p.trend.data());
  mean /= static_cast<double>(n);
  TrendMatrix scatter = TrendMatrix::Zero();
  for (const FieldPerson& p : people) {
    const TrendVector d = TrendVector(p.trend.data()) - mean;
    scatter += d * d.transpose();
  }
  const TrendMatrix of_mean = scatter / static_cast<double>((n - 1) * n);
  const double t2 = mean.dot(of_mean.ldlt().solve(mean));
  const auto dof = static_cast<double>(n - kTrendTerms);
  const double f = t2 * dof / (kTrendTerms * static_cast<double>(n - 1));
  if (!(f > 0) || !std::isfinite(f)) return;
  const boost::math::fisher_f law(kTrendTerms, dof);
  if (!(boost::math::cdf(boost::math::complement(law, f)) < kTrendAlpha)) return;
  model.has_trend = true;
  TrendVector::Map(model.trend.data()) = mean;
  TrendMatrix::Map(model.trend_covariance.data()) = of_mean;
}

/// Mean over pairs at each lag of the products of a trend about its own mean, over a usual map
/// about the depth `centre_mm`; and that mean itself, for the model.
std::vector<double> trend_products(FieldModel& model, double centre_mm) {
  constexpr int kPlaces = 12;
  std::vector<double> out(static_cast<std::size_t>(FieldLags::kCount * FieldLags::kCount), 0.0);
  const auto trend_at = [&](double depth, double lateral) {
    const FieldTrend terms = trend_terms(depth, lateral);
    double sum = 0;
    for (std::size_t k = 0; k < terms.size(); ++k) sum += model.trend[k] * terms[k];
    return sum;
  };
  const double high = model.extent_axial_mm, wide = model.extent_lateral_mm;
  const auto place = [](int i, double extent) { return ((i + 0.5) / kPlaces - 0.5) * extent; };
  double mean = 0;
  for (int i = 0; i < kPlaces; ++i) {
    for (int j = 0; j < kPlaces; ++j) {
      mean += trend_at(centre_mm + place(i, high), place(j, wide)) / (kPlaces * kPlaces);
    }
  }
  model.trend_mean = mean;
  for (int z = 0; z < FieldLags::kCount; ++z) {
    for (int x = 0; x < FieldLags::kCount; ++x) {
      const double dz = z * FieldLags::kStepMm, dx = x * FieldLags::kStepMm;
      if (dz >= high || dx >= wide) continue;
      double sum = 0;
      for (int i = 0; i < kPlaces; ++i) {
        for (int j = 0; j < kPlaces; ++j) {
          const double depth = centre_mm + place(i, high - dz), along = place(j, wide - dx);
          sum += (trend_at(depth - dz / 2, along - dx / 2) - mean) *
                 (trend_at(depth + dz / 2, along + dx / 2) - mean);
        }
      }
      out[static_cast<std::size_t>(z * FieldLags::kCount + x)] = sum / (kPlaces * kPlaces);
    }
  }
  return out;
}

/// The depth about which the pixels lie.
double centre_depth_mm(const FieldProfile& depth) {
  double sum = 0, weight = 0;
  for (std::size_t i = 0; i < depth.people.size(); ++i) {
    sum += depth.people[i] * (depth.first_mm + 2 * static_cast<double>(i));
    weight += depth.people[i];
  }
  return weight > 0 ? sum / weight : 20;
}

/// How much more unlike people's fields are than chance makes fields of one variance: ln of a
/// variance with nu degrees of freedom scatters by trigamma(nu / 2) (Smyth2004).
void fit_heterogeneity(const std::vector<FieldPerson>& people, FieldModel& model) {
  double dof = 0, expected = 0, mean = 0;
  std::vector<double> logs;
  for (const FieldPerson& p : people) {
    const RectangleMoments moments = rectangle_moments(model.correlation, model.error_correlation,
                                                       model.field_variance / model.variance,
                                                       p.extent_axial_mm, p.extent_lateral_mm);
    const double share = (1 - moments.mean) * (1 - moments.mean);
    const double nu =
        std::max(1.0, static_cast<double>(p.level.n) * share / std::max(1e-9, moments.square));
    dof += nu;
    expected += boost::math::trigamma(nu / 2);
    logs.push_back(std::log(p.variance));
    mean += logs.back();
  }
  const auto n = static_cast<double>(people.size());
  mean /= n;
  double squares = 0;
  for (const double l : logs) squares += (l - mean) * (l - mean);
  model.dof = dof;
  model.heterogeneity = people.size() > 1 ? std::max(0.0, squares / (n - 1) - expected / n) : kNaN;
}

/// Scatter of the medians of one person's maps.
void fit_within(const std::vector<FieldPerson>& people, FieldModel& model) {
  double squares = 0, dof = 0;
  for (const FieldPerson& p : people) {
    squares += p.level.sum_squares;
    dof += static_cast<double>(p.level.n - 1);
  }
  model.within_dof = dof;
  model.within_variance = dof > 0 ? squares / dof : kNaN;
}

std::string note_of(const FieldEntry& entry) {
  const std::size_t n = entry.people.size();
  if (n < 2) return "1 person: no spread between people, so no healthy score";
  if (n < kFewPeople) return std::to_string(n) + " people: what is healthy is known only roughly";
  return "";
}

}  // namespace

void summarise(FieldEntry& entry) {
  std::stable_sort(entry.people.begin(), entry.people.end(),
                   [](const FieldPerson& a, const FieldPerson& b) {
                     return std::make_tuple(a.level.mean, a.level.sum_squares, a.variance) <
                            std::make_tuple(b.level.mean, b.level.sum_squares, b.variance);
                   });
  FieldModel model;
  std::vector<PersonSummary> levels;
  double error = 0, high = 0, wide = 0;
  for (const FieldPerson& p : entry.people) {
    levels.push_back(p.level);
    error += p.error_variance;
    high += p.extent_axial_mm;
    wide += p.extent_lateral_mm;
  }
  const auto n = static_cast<double>(entry.people.size());
  model.error_variance = error / n;
  model.extent_axial_mm = high / n;
  model.extent_lateral_mm = wide / n;
  model.level = cohort_spread(levels);
  fit_within(entry.people, model);
  fit_trend(entry.people, model);
  const std::vector<double> trend =
      model.has_trend ? trend_products(model, centre_depth_mm(entry.depth)) : std::vector<double>{};
  const FittedField fitted = fit_field(entry.lags, trend, model.error_variance,
                                       model.extent_axial_mm, model.extent_lateral_mm);
  model.correlation = fitted.correlation;
  model.error_correlation = fitted.error_correlation;
  model.variance = fitted.variance;
  model.field_variance = fitted.field_variance;
  if (fitted.variance > 0) {
    model.axial_length_mm = axial_length_mm(fitted.correlation);
    model.lateral_length_mm = lateral_length_mm(fitted.correlation);
    fit_heterogeneity(entry.people, model);
  } else {
    model.reason = Reason::too_few;
  }
  entry.model = model;
  entry.note = note_of(entry);
}

}  // namespace stiff
