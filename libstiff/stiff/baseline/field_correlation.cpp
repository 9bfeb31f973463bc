#include "stiff/baseline/field_correlation.h"

#include "stiff/dsp/simplex_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace stiff {
namespace {

/// rho as a function of q, with what does not change with it.
class Correlation {
 public:
  explicit Correlation(const FieldShape& f)
      : axial_(1 / f.axial_scale_mm),
        lateral_(1 / f.lateral_scale_mm),
        half_exponent_(0.5 * f.exponent),
        square_(f.rounding * f.rounding),
        tip_(std::pow(square_, half_exponent_)) {}

  double operator()(double axial_mm, double lateral_mm) const {
    const double z = axial_mm * axial_, x = lateral_mm * lateral_;
    return std::exp(tip_ - std::pow(z * z + x * x + square_, half_exponent_));
  }
  /// sqrt(q) at which it is 1/e.
  double reach() const { return std::sqrt(std::pow(1 + tip_, 1 / half_exponent_) - square_); }

 private:
  double axial_, lateral_, half_exponent_, square_, tip_;
};

/// What the search moves: ln variance, ln of the lengths, numbers that map into the ranges of
/// exponent and rounding, and ln of the error's lengths.
constexpr std::size_t kNumbers = 7;
using Point = std::array<double, kNumbers>;

constexpr double kErrorExponent = 1.5;
constexpr double kErrorShare = 0.9;  // the largest share of the variance that may be error's
// exp(-(4)^1.5) = 3e-4: beyond so many lengths the error is not alike at all.
constexpr double kErrorReach = 4;

FieldShape field_of(const Point& p) {
  FieldShape f;
  f.axial_scale_mm = std::exp(p[1]);
  f.lateral_scale_mm = std::exp(p[2]);
  f.exponent = 0.3 + 1.7 / (1 + std::exp(-p[3]));
  f.rounding = std::exp(p[4]);
  return f;
}

FieldShape error_of(const Point& p) {
  return {std::exp(p[5]), std::exp(p[6]), kErrorExponent, 0};
}

/// Mean of the error's correlation over a rectangle of many of its lengths: its integral
/// pi a b Gamma(1 + 2/k) over the area.
double error_mean(const FieldShape& error, double axial_mm, double lateral_mm) {
  return std::min(1.0, std::numbers::pi * error.axial_scale_mm * error.lateral_scale_mm *
                           std::tgamma(1 + 2 / error.exponent) / (axial_mm * lateral_mm));
}

/// How far a number lies out of a range, both on a log scale.
double beyond(double value, double low, double high) {
  return std::max(0.0, std::log(low / value)) + std::max(0.0, std::log(value / high));
}

struct Lag {
  double axial_mm, lateral_mm, covariance, weight;
};

std::vector<Lag> lags_with_pairs(const FieldLags& lags, const std::vector<double>& trend) {
  std::vector<Lag> out;
  for (int z = 0; z < FieldLags::kCount; ++z) {
    for (int x = 0; x < FieldLags::kCount; ++x) {
      const auto i = static_cast<std::size_t>(z * FieldLags::kCount + x);
      if (!(lags.pairs[i] > 0)) continue;
      const double axial = z * FieldLags::kStepMm, lateral = x * FieldLags::kStepMm;
      out.push_back({axial, lateral,
                     lags.products[i] / lags.pairs[i] - (trend.empty() ? 0 : trend[i]),
                     lags.pairs[i] / (1 + std::hypot(axial, lateral))});
    }
  }
  return out;
}

}  // namespace

double correlation_at(const FieldShape& field, double axial_mm, double lateral_mm) {
  return Correlation(field)(axial_mm, lateral_mm);
}

double axial_length_mm(const FieldShape& field) {
  return field.axial_scale_mm * Correlation(field).reach();
}

double lateral_length_mm(const FieldShape& field) {
  return field.lateral_scale_mm * Correlation(field).reach();
}

namespace {

template <class Rho>
RectangleMoments moments_of(const Rho& rho, double axial_mm, double lateral_mm) {
  constexpr int kSteps = 32;
  double sum = 0, squares = 0, weights = 0;
  for (int z = 0; z < kSteps; ++z) {
    // Denser near 0, where the correlation bends: h = L u^2.
    const double u = (z + 0.5) / kSteps;
    const double axial_weight = (1 - u * u) * u;
    for (int x = 0; x < kSteps; ++x) {
      const double v = (x + 0.5) / kSteps;
      const double weight = axial_weight * (1 - v * v) * v;
      const double r = rho(axial_mm * u * u, lateral_mm * v * v);
      sum += weight * r;
      squares += weight * r * r;
      weights += weight;
    }
  }
  const double mean = sum / weights;
  return {mean, squares / weights - mean * mean};
}

}  // namespace

RectangleMoments rectangle_moments(const FieldShape& field, double axial_mm, double lateral_mm) {
  return moments_of(Correlation(field), axial_mm, lateral_mm);
}

RectangleMoments rectangle_moments(const FieldShape& first, const FieldShape& second, double share,
                                   double axial_mm, double lateral_mm) {
  const Correlation one(first), other(second);
  return moments_of(
      [&](double z, double x) { return share * one(z, x) + (1 - share) * other(z, x); }, axial_mm,
      lateral_mm);
}

FittedField fit_field(const FieldLags& lags, const std::vector<double>& trend,
                      double error_variance, double extent_axial_mm, double extent_lateral_mm) {
  const std::vector<Lag> observed = lags_with_pairs(lags, trend);
  FittedField out;
  if (observed.size() < 10 || !(observed.front().covariance > 0)) return out;
  const double scale = observed.front().covariance;
  const double error = error_variance > 0 ? std::min(error_variance / scale, kErrorShare) : 0;
  const auto cost = [&](const Point& p) {
    const FieldShape field = field_of(p), noise = error_of(p);
    const Correlation rho(field), rho_noise(noise);
    // Lengths far beyond the field cannot be told from a wider field: held back softly.
    double out_of_range = std::max(0.0, std::log(field.axial_scale_mm / extent_axial_mm)) +
                          std::max(0.0, std::log(field.lateral_scale_mm / extent_lateral_mm)) +
                          beyond(field.rounding, 0.05, 1);
    if (error > 0) {
      out_of_range += beyond(noise.axial_scale_mm, 0.2, 3) + beyond(noise.lateral_scale_mm, 0.2, 3);
    }
    const double variance = std::exp(p[0]);
    const double own_mean =
        variance * rectangle_moments(field, extent_axial_mm, extent_lateral_mm).mean +
        error * error_mean(noise, extent_axial_mm, extent_lateral_mm);
    double sum = 0, weights = 0;
    for (const Lag& lag : observed) {
      double expected = variance * rho(lag.axial_mm, lag.lateral_mm) - own_mean;
      if (lag.axial_mm < kErrorReach * noise.axial_scale_mm &&
          lag.lateral_mm < kErrorReach * noise.lateral_scale_mm) {
        expected += error * rho_noise(lag.axial_mm, lag.lateral_mm);
      }
      const double misfit = lag.covariance / scale - expected;
      sum += lag.weight * misfit * misfit;
      weights += lag.weight;
    }
    return sum / weights + 0.01 * out_of_range * out_of_range;
  };
  const double step = error > 0 ? 0.4 : 0;
  Point best{};
  double best_cost = std::numeric_limits<double>::infinity();
  for (const double length_mm : {1.5, 4.0, 9.0}) {
    Point start{std::log(1.1 - error), std::log(length_mm), std::log(length_mm), 0.5,
                std::log(0.2),         std::log(0.8),       std::log(0.8)};
    // A second start from the first end: a simplex that collapsed opens again.
    for (int turn = 0; turn < 2; ++turn) {
      start =
          simplex_minimum<kNumbers>(cost, start, {0.2, 0.4, 0.4, 0.7, 0.7, step, step}, 500, 1e-9);
    }
    const double there = cost(start);
    if (there < best_cost) {
      best_cost = there;
      best = start;
    }
  }
  out.correlation = field_of(best);
  out.error_correlation = error_of(best);
  out.field_variance = std::exp(best[0]) * scale;
  out.variance = out.field_variance + error * scale;
  return out;
}

}  // namespace stiff
