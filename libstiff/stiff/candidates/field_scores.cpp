#include "stiff/candidates/field_scores.h"

#include "stiff/baseline/map_sums.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

namespace stiff {
namespace {

constexpr double kNormalMad = 1.482602218505602;
constexpr std::size_t kSample = 600;   ///< places of a map that its median and MAD are taken from
constexpr int kMusclesForScale = 400;  ///< healthy muscles that the own scale is taken from
constexpr float kNothing = -std::numeric_limits<float>::infinity();

float middle_of(std::vector<float>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

OwnScale own_scale_of(const HealthyMaps& healthy, double surroundings_m) {
  const auto size = static_cast<std::size_t>(healthy.grid().size());
  std::vector<std::int32_t> every(size);
  std::iota(every.begin(), every.end(), 0);
  Surroundings surroundings(healthy.grid(), every, surroundings_m);
  const std::size_t step = std::max<std::size_t>(1, size / kSample);
  const int count = std::min(healthy.count(), kMusclesForScale);
  std::vector<float> field(size), mean(size), apart;
  const auto field_part = static_cast<float>(std::sqrt(healthy.field_share()));
  const auto error_part = static_cast<float>(std::sqrt(1 - healthy.field_share()));
  double squares = 0, log_mads = 0, log_mads_squared = 0;
  std::size_t taken = 0;
  for (int i = 0; i < count; ++i) {
    const std::span<const float> of_field = healthy.field(i), of_error = healthy.error(i);
    for (std::size_t k = 0; k < size; ++k) {
      field[k] = field_part * of_field[k] + error_part * of_error[k];
    }
    surroundings.mean(field, mean);
    apart.clear();
    for (std::size_t k = step / 2; k < size; k += step) {
      const float d = field[k] - mean[k];
      squares += static_cast<double>(d) * static_cast<double>(d);
      apart.push_back(std::abs(d));
    }
    taken += apart.size();
    const double log_square = 2 * std::log(std::max(1e-6F, middle_of(apart)));
    log_mads += log_square;
    log_mads_squared += log_square * log_square;
  }
  const double variance = log_mads_squared / count - std::pow(log_mads / count, 2);
  return {std::sqrt(squares / static_cast<double>(taken)), 2 / std::max(1e-6, variance)};
}

namespace {

std::vector<std::int32_t> places_of(const LogMap& map, const AnalysisGrid& grid) {
  std::vector<std::int32_t> places;
  for (Index z = 0; z < grid.axial_m.size; ++z) {
    const Index row = map.axial_m.nearest(grid.axial_m[z]);
    for (Index x = 0; x < grid.lateral_m.size; ++x) {
      if (!map.has(row, map.lateral_m.nearest(grid.lateral_m[x]))) continue;
      places.push_back(static_cast<std::int32_t>(z * grid.lateral_m.size + x));
    }
  }
  return places;
}

}  // namespace

FieldScores::FieldScores(const LogMap& map, const FieldModel& model, const AnalysisGrid& grid,
                         const OtherSide& other, const OwnScale& own_scale, double surroundings_m)
    : model_(&model),
      place_(places_of(map, grid)),
      surroundings_(grid, place_, surroundings_m),
      own_(own_scale) {
  field_variance_ = model.field_variance;
  if (model.level.reason == Reason::none && model.level.total > 0) {
    level_variance_ = model.level.total * (1 + 1 / model.level.effective_n);
  }
  if (other.known && model.within_variance > 0) {
    side_variance_ = 2 * model.within_variance;
    other_median_ = other.median;
  }
  has_ = {true, side_variance_ > 0, level_variance_ > 0};
  cohort_dof_ = 2 / ((model.heterogeneity >= 0 ? model.heterogeneity : 0) + 2 / model.dof);
  for (const std::int32_t place : place_) {
    const double depth_m = grid.axial_m[place / grid.lateral_m.size];
    const double lateral_m = grid.lateral_m[place % grid.lateral_m.size];
    const Index row = map.axial_m.nearest(depth_m), column = map.lateral_m.nearest(lateral_m);
    const double error = map.std_error(row, column);
    const double w2 = field_variance_ + error * error;
    value_.push_back(map.value(row, column) -
                     static_cast<float>(trend_at(model, depth_m * 1e3, lateral_m * 1e3)));
    weight_.push_back(static_cast<float>(std::sqrt(w2)));
    field_part_.push_back(static_cast<float>(std::sqrt(field_variance_ / w2)));
    error_part_.push_back(static_cast<float>(error / std::sqrt(w2)));
    by_level_.push_back(static_cast<float>(1 / std::sqrt(level_variance_ + w2)));
    by_side_.push_back(static_cast<float>(1 / std::sqrt(side_variance_ + w2)));
  }
  // An own scale from a part of the field is worth that part.
  own_dof_ = own_.dof * static_cast<double>(places()) / static_cast<double>(grid.size());
  const std::size_t step = std::max<std::size_t>(1, place_.size() / kSample);
  for (std::size_t i = step / 2; i < place_.size(); i += step) {
    sample_.push_back(static_cast<std::int32_t>(i));
  }
  residual_.resize(place_.size());
  field_.resize(place_.size());
  own_residual_.resize(place_.size());
  mean_.resize(static_cast<std::size_t>(grid.size()));
  if (place_.empty()) return;
  scratch_.clear();
  for (const auto i : sample_) scratch_.push_back(value_[static_cast<std::size_t>(i)]);
  median_ = middle_of(scratch_);
  for (std::size_t i = 0; i < place_.size(); ++i) {
    field_[i] = (value_[i] - static_cast<float>(median_)) / weight_[i];
  }
  scale_ = against_surroundings(field_, 1, own_residual_);
  round_ = mean_;
}

double FieldScores::against_surroundings(std::span<const float> field, double unevenness,
                                         std::span<float> out) {
  surroundings_.mean(field, mean_);
  const auto over_sd = static_cast<float>(1 / own_.sd);
  for (std::size_t i = 0; i < place_.size(); ++i) {
    out[i] = (field[i] - mean_[static_cast<std::size_t>(place_[i])]) * over_sd;
  }
  scratch_.clear();
  for (const auto i : sample_) scratch_.push_back(std::abs(out[static_cast<std::size_t>(i)]));
  const double mad = unevenness * kNormalMad * middle_of(scratch_);
  return std::sqrt((cohort_dof_ + own_dof_ * mad * mad) / (cohort_dof_ + own_dof_));
}

void FieldScores::map_z(int score, std::span<float> z) const {
  std::fill(z.begin(), z.end(), kNothing);
  for (std::size_t i = 0; i < place_.size(); ++i) {
    const double y = value_[i];
    double out = own_residual_[i] / scale_;
    if (score == 1) out = (y - other_median_) * by_side_[i];
    if (score == 2) out = (y - model_->level.location) * by_level_[i];
    z[static_cast<std::size_t>(place_[i])] = static_cast<float>(out);
  }
}

double FieldScores::z_at(int score, Index place, double log_value, double std_error,
                         double trend) const {
  const double y = log_value - trend, w2 = field_variance_ + std_error * std_error;
  if (score == 1) return (y - other_median_) / std::sqrt(side_variance_ + w2);
  if (score == 2) return (y - model_->level.location) / std::sqrt(level_variance_ + w2);
  const double round = round_[static_cast<std::size_t>(place)];
  return ((y - median_) / std::sqrt(w2) - round) / (own_.sd * scale_);
}

void FieldScores::healthy_z(const HealthyMaps& healthy, int muscle, int score, std::span<float> z) {
  const std::span<const float> field = healthy.field(muscle), error = healthy.error(muscle);
  const double rho = healthy.unevenness(muscle);
  if (prepared_ != muscle) {
    prepared_ = muscle;
    for (std::size_t i = 0; i < place_.size(); ++i) {
      const auto at = static_cast<std::size_t>(place_[i]);
      field_[i] = field_part_[i] * field[at] + error_part_[i] * error[at];
    }
  }
  if (score == 0) {
    const double scale = against_surroundings(field_, rho, residual_);
    const auto factor = static_cast<float>(rho / scale);
    for (std::size_t i = 0; i < place_.size(); ++i) {
      z[static_cast<std::size_t>(place_[i])] = factor * residual_[i];
    }
    return;
  }
  scratch_.clear();
  for (const auto i : sample_) scratch_.push_back(field_[static_cast<std::size_t>(i)]);
  const float median = middle_of(scratch_);
  const auto shift = static_cast<float>(score == 1 ? healthy.side(muscle) : healthy.level(muscle));
  const auto r = static_cast<float>(rho);
  const std::vector<float>& by = score == 1 ? by_side_ : by_level_;
  for (std::size_t i = 0; i < place_.size(); ++i) {
    z[static_cast<std::size_t>(place_[i])] =
        (shift + r * weight_[i] * (field_[i] - median)) * by[i];
  }
}

}  // namespace stiff
