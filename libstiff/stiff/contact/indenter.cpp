#include "stiff/contact/indenter.h"

#include "stiff/contact/punch_modulus.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace stiff {
namespace {

constexpr std::size_t kCorrectionSteps = 512;

}  // namespace

Indenter::Indenter(ProbeShape shape, double radius_m, double poisson_ratio, double thickness_m)
    : shape_(shape), radius_m_(radius_m), poisson_ratio_(poisson_ratio), thickness_m_(thickness_m) {
  if (!(radius_m > 0) || !(poisson_ratio >= 0 && poisson_ratio <= 0.5) ||
      !(std::isnan(thickness_m) || thickness_m > 0)) {
    throw Error(ErrorKind::usage,
                "an indenter needs a positive radius and thickness, a Poisson ratio of 0 to 0.5");
  }
  if (shape == ProbeShape::flat) {
    factor_ = 1 / punch_modulus_per_stiffness(radius_m, poisson_ratio, thickness_m);
    return;
  }
  factor_ = 4 * std::sqrt(radius_m) / (3 * (1 - poisson_ratio * poisson_ratio));
  if (!std::isnan(thickness_m)) correction_ = correction_of(poisson_ratio);
}

std::shared_ptr<const Indenter::Correction> Indenter::correction_of(double poisson_ratio) {
  const SphereLayer layer(poisson_ratio);
  Correction all;
  all.step = SphereLayer::kLargestChi / kCorrectionSteps;
  for (std::size_t i = 0; i <= kCorrectionSteps; ++i) {
    // The logarithmic slope falls to 0 with chi; psi's own slope there is that of a small step.
    const double chi = std::max(static_cast<double>(i) * all.step, 1e-9);
    all.psi.push_back(layer.correction(chi));
    all.slope.push_back(layer.log_slope(chi) * all.psi.back() / chi);
  }
  all.slope[0] =
      layer.log_slope(1e-3 * all.step) * layer.correction(1e-3 * all.step) / (1e-3 * all.step);
  return std::make_shared<const Correction>(std::move(all));
}

Indenter Indenter::with_thickness(double thickness_m) const {
  if (shape_ == ProbeShape::flat || !correction_) {
    return {shape_, radius_m_, poisson_ratio_, thickness_m};
  }
  Indenter other = *this;
  other.thickness_m_ = thickness_m;
  return other;
}

Indenter Indenter::with_poisson_ratio(double poisson_ratio) const {
  return {shape_, radius_m_, poisson_ratio, thickness_m_};
}

std::pair<double, double> Indenter::psi(double depth_m) const {
  if (!correction_) return {1, 0};
  const Correction& table = *correction_;
  const double chi = std::sqrt(radius_m_ * depth_m) / thickness_m_;
  const double at = std::min(chi / table.step, static_cast<double>(kCorrectionSteps) * (1 - 1e-12));
  const auto i = static_cast<std::size_t>(at);
  // Hermite's cubic between the table's values and slopes.
  const double x = at - static_cast<double>(i), y = 1 - x, h = table.step;
  const double rise = table.psi[i + 1] - table.psi[i];
  const double a = table.slope[i] * h - rise, b = rise - table.slope[i + 1] * h;
  const double value = table.psi[i] + x * rise + x * y * (a * y + b * x);
  const double slope = (rise + (y - x) * (a * y + b * x) + x * y * (b - a)) / h;
  return {value, chi * slope};
}

double Indenter::force_over_modulus_m2(double depth_m) const {
  if (!(depth_m > 0)) return 0;
  if (shape_ == ProbeShape::flat) return factor_ * depth_m;
  return factor_ * depth_m * std::sqrt(depth_m) * psi(depth_m).first;
}

double Indenter::slope_m(double depth_m) const {
  if (!(depth_m > 0)) return 0;
  if (shape_ == ProbeShape::flat) return factor_;
  const auto [value, slope] = psi(depth_m);
  return factor_ * std::sqrt(depth_m) * (1.5 * value + 0.5 * slope);
}

Reason Indenter::refusal(double depth_m) const {
  if (shape_ == ProbeShape::sphere) {
    return sphere_refusal(depth_m, radius_m_, poisson_ratio_, thickness_m_);
  }
  if (!std::isnan(thickness_m_) && !(depth_m < thickness_m_)) return Reason::beyond_thickness;
  return std::isfinite(factor_) && std::isfinite(depth_m) ? Reason::none : Reason::out_of_range;
}

}  // namespace stiff
