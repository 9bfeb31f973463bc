#include "stiff/candidates/field_scores.h"

#include "stiff/baseline/map_sums.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace stiff {
namespace {

constexpr double kNormalMad = 1.482602218505602;
constexpr std::size_t kSample = 600;  ///< places of a map that its median and MAD are taken from
constexpr float kNothing = -std::numeric_limits<float>::infinity();

float middle_of(std::vector<float>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

double trend_at(const FieldModel& model, double depth_mm, double lateral_mm) {
  if (!model.has_trend) return 0;
  const FieldTrend terms = trend_terms(depth_mm, lateral_mm);
  double sum = -model.trend_mean;
  for (std::size_t k = 0; k < terms.size(); ++k) sum += model.trend[k] * terms[k];
  return sum;
}

FieldScores::FieldScores(const LogMap& map, const FieldModel& model, const AnalysisGrid& grid,
                         const OtherSide& other, double own_scale_dof)
    : model_(&model) {
  field_variance_ = std::max(0.0, model.variance - model.error_variance);
  if (model.level.reason == Reason::none && model.level.total > 0) {
    level_variance_ = model.level.total * (1 + 1 / model.level.effective_n);
  }
  if (other.known && model.within_variance > 0) {
    side_variance_ = 2 * model.within_variance;
    other_median_ = other.median;
  }
  has_ = {true, side_variance_ > 0, level_variance_ > 0};
  cohort_dof_ = 2 / ((model.heterogeneity >= 0 ? model.heterogeneity : 0) + 2 / model.dof);
  for (Index z = 0; z < grid.axial_m.size; ++z) {
    const Index row = map.axial_m.nearest(grid.axial_m[z]);
    for (Index x = 0; x < grid.lateral_m.size; ++x) {
      const Index column = map.lateral_m.nearest(grid.lateral_m[x]);
      if (!map.has(row, column)) continue;
      const double error = map.std_error(row, column);
      const double w2 = field_variance_ + error * error;
      place_.push_back(static_cast<std::int32_t>(z * grid.lateral_m.size + x));
      value_.push_back(
          map.value(row, column) -
          static_cast<float>(trend_at(model, grid.axial_m[z] * 1e3, grid.lateral_m[x] * 1e3)));
      weight_.push_back(static_cast<float>(std::sqrt(w2)));
      by_level_.push_back(static_cast<float>(1 / std::sqrt(level_variance_ + w2)));
      by_side_.push_back(static_cast<float>(1 / std::sqrt(side_variance_ + w2)));
    }
  }
  // An own scale from a part of the field is worth that part.
  own_dof_ = own_scale_dof * static_cast<double>(places()) / static_cast<double>(grid.size());
  const std::size_t step = std::max<std::size_t>(1, place_.size() / kSample);
  for (std::size_t i = step / 2; i < place_.size(); i += step) {
    sample_.push_back(static_cast<std::int32_t>(i));
  }
  residual_.resize(place_.size());
  if (place_.empty()) return;
  scratch_.clear();
  for (const auto i : sample_) scratch_.push_back(value_[static_cast<std::size_t>(i)]);
  median_ = middle_of(scratch_);
  scratch_.clear();
  for (const auto i : sample_) {
    const auto at = static_cast<std::size_t>(i);
    scratch_.push_back(std::abs(value_[at] - static_cast<float>(median_)) / weight_[at]);
  }
  const double mad = kNormalMad * middle_of(scratch_);
  scale_ = std::sqrt((cohort_dof_ + own_dof_ * mad * mad) / (cohort_dof_ + own_dof_));
}

void FieldScores::map_z(int score, std::span<float> z) const {
  std::fill(z.begin(), z.end(), kNothing);
  for (std::size_t i = 0; i < place_.size(); ++i) {
    const double y = value_[i];
    double out = (y - median_) / (weight_[i] * scale_);
    if (score == 1) out = (y - other_median_) * by_side_[i];
    if (score == 2) out = (y - model_->level.location) * by_level_[i];
    z[static_cast<std::size_t>(place_[i])] = static_cast<float>(out);
  }
}

double FieldScores::z_at(int score, double log_value, double std_error, double trend) const {
  const double y = log_value - trend, w2 = field_variance_ + std_error * std_error;
  if (score == 1) return (y - other_median_) / std::sqrt(side_variance_ + w2);
  if (score == 2) return (y - model_->level.location) / std::sqrt(level_variance_ + w2);
  return (y - median_) / (std::sqrt(w2) * scale_);
}

void FieldScores::healthy_z(const HealthyMaps& healthy, int muscle, int score, std::span<float> z) {
  const std::span<const float> field = healthy.field(muscle);
  const double rho = healthy.unevenness(muscle);
  if (prepared_ != muscle) {
    prepared_ = muscle;
    scratch_.clear();
    for (const auto i : sample_) {
      scratch_.push_back(field[static_cast<std::size_t>(place_[static_cast<std::size_t>(i)])]);
    }
    const float median = middle_of(scratch_);
    for (float& v : scratch_) v = std::abs(v - median);
    const double mad = rho * kNormalMad * middle_of(scratch_);
    prepared_scale_ = std::sqrt((cohort_dof_ + own_dof_ * mad * mad) / (cohort_dof_ + own_dof_));
    for (std::size_t i = 0; i < place_.size(); ++i) {
      residual_[i] = field[static_cast<std::size_t>(place_[i])] - median;
    }
  }
  if (score == 0) {
    const auto factor = static_cast<float>(rho / prepared_scale_);
    for (std::size_t i = 0; i < place_.size(); ++i) {
      z[static_cast<std::size_t>(place_[i])] = factor * residual_[i];
    }
    return;
  }
  const auto shift = static_cast<float>(score == 1 ? healthy.side(muscle) : healthy.level(muscle));
  const auto r = static_cast<float>(rho);
  const std::vector<float>& by = score == 1 ? by_side_ : by_level_;
  for (std::size_t i = 0; i < place_.size(); ++i) {
    z[static_cast<std::size_t>(place_[i])] = (shift + r * weight_[i] * residual_[i]) * by[i];
  }
}

double FieldScores::own_scale_dof(const HealthyMaps& healthy) {
  const auto size = static_cast<std::size_t>(healthy.grid().size());
  const std::size_t step = std::max<std::size_t>(1, size / kSample);
  double sum = 0, squares = 0;
  const int count = std::min(healthy.count(), 400);
  std::vector<float> values;
  for (int i = 0; i < count; ++i) {
    values.clear();
    const std::span<const float> field = healthy.field(i);
    for (std::size_t k = step / 2; k < size; k += step) values.push_back(field[k]);
    const float median = middle_of(values);
    for (float& v : values) v = std::abs(v - median);
    const double mad = middle_of(values);
    const double log_square = 2 * std::log(std::max(1e-6, mad));
    sum += log_square;
    squares += log_square * log_square;
  }
  const double variance = squares / count - (sum / count) * (sum / count);
  return 2 / std::max(1e-6, variance);
}

}  // namespace stiff
