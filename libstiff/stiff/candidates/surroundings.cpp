#include "stiff/candidates/surroundings.h"

#include "stiff/baseline/map_sums.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stiff {
namespace {

constexpr double kBlocksInSd = 2.5;  // at least so many: a Gaussian of that many samples is smooth
constexpr double kReach = 3;         // SD at which the window ends

Index block_of(double step_m, double sd_m) {
  return std::max<Index>(1, static_cast<Index>(sd_m / (kBlocksInSd * step_m)));
}

/// The right half of a Gaussian, its middle first.
std::vector<float> window_of(double sd_blocks) {
  std::vector<float> out;
  for (int k = 0; k <= static_cast<int>(std::ceil(kReach * sd_blocks)); ++k) {
    out.push_back(static_cast<float>(std::exp(-0.5 * k * k / (sd_blocks * sd_blocks))));
  }
  return out;
}

}  // namespace

std::vector<Surroundings::Between> Surroundings::between(Index places, Index block, Index blocks) {
  std::vector<Between> out(static_cast<std::size_t>(places));
  for (Index i = 0; i < places; ++i) {
    // The middle of block b lies at (b + 1/2) block - 1/2; beyond the outer ones the mean stays.
    const double at = std::clamp((static_cast<double>(i) + 0.5) / static_cast<double>(block) - 0.5,
                                 0.0, static_cast<double>(blocks - 1));
    const Index first =
        std::clamp<Index>(static_cast<Index>(at), 0, std::max<Index>(0, blocks - 2));
    out[static_cast<std::size_t>(i)] = {first, static_cast<float>(at - static_cast<double>(first))};
  }
  return out;
}

Surroundings::Surroundings(const AnalysisGrid& grid, std::span<const std::int32_t> place,
                           double sd_m)
    : rows_(grid.axial_m.size), columns_(grid.lateral_m.size) {
  const Index tall = block_of(grid.axial_m.step, sd_m), wide = block_of(grid.lateral_m.step, sd_m);
  block_rows_ = (rows_ + tall - 1) / tall;
  block_columns_ = (columns_ + wide - 1) / wide;
  row_ = between(rows_, tall, block_rows_);
  column_ = between(columns_, wide, block_columns_);
  axial_window_ = window_of(sd_m / (static_cast<double>(tall) * grid.axial_m.step));
  lateral_window_ = window_of(sd_m / (static_cast<double>(wide) * grid.lateral_m.step));
  std::vector<float> weight(static_cast<std::size_t>(block_rows_ * block_columns_), 0);
  for (const std::int32_t at : place) {
    const Index block = at / columns_ / tall * block_columns_ + at % columns_ / wide;
    block_.push_back(static_cast<std::int32_t>(block));
    weight[static_cast<std::size_t>(block)] += 1;
  }
  blur(weight);
  for (const float w : weight) over_weight_.push_back(w > 0 ? 1 / w : 0.0F);
}

void Surroundings::blur(std::vector<float>& blocks) {
  const Index rows = block_rows_, columns = block_columns_;
  const auto along = [](const std::vector<float>& in, std::vector<float>& out, Index lines,
                        Index line_stride, Index size, Index stride,
                        const std::vector<float>& window) {
    const auto reach = static_cast<Index>(window.size()) - 1;
    for (Index line = 0; line < lines; ++line) {
      for (Index i = 0; i < size; ++i) {
        float sum = 0;
        const Index last = std::min(size - 1, i + reach);
        for (Index j = std::max<Index>(0, i - reach); j <= last; ++j) {
          sum += window[static_cast<std::size_t>(j < i ? i - j : j - i)] *
                 in[static_cast<std::size_t>(line * line_stride + j * stride)];
        }
        out[static_cast<std::size_t>(line * line_stride + i * stride)] = sum;
      }
    }
  };
  scratch_.resize(blocks.size());
  along(blocks, scratch_, rows, columns, columns, 1, lateral_window_);
  along(scratch_, blocks, columns, 1, rows, columns, axial_window_);
}

void Surroundings::mean(std::span<const float> value, std::span<float> mean) {
  sum_.assign(over_weight_.size(), 0);
  for (std::size_t i = 0; i < block_.size(); ++i) {
    sum_[static_cast<std::size_t>(block_[i])] += value[i];
  }
  blur(sum_);
  for (std::size_t b = 0; b < sum_.size(); ++b) sum_[b] *= over_weight_[b];
  const Index next_column = block_columns_ > 1 ? 1 : 0;
  const Index next_row = block_rows_ > 1 ? block_columns_ : 0;
  scratch_.resize(static_cast<std::size_t>(block_columns_));
  for (Index row = 0; row < rows_; ++row) {
    const Between& down = row_[static_cast<std::size_t>(row)];
    const float* const here = sum_.data() + down.first * block_columns_;
    for (Index b = 0; b < block_columns_; ++b) {
      scratch_[static_cast<std::size_t>(b)] = here[b] + down.share * (here[b + next_row] - here[b]);
    }
    float* const out = mean.data() + row * columns_;
    for (Index column = 0; column < columns_; ++column) {
      const Between& across = column_[static_cast<std::size_t>(column)];
      const float* const at = scratch_.data() + across.first;
      out[column] = at[0] + across.share * (at[next_column] - at[0]);
    }
  }
}

double level_round(const LogMap& map, const FieldModel& model, const RegionShape& place,
                   double sd_m) {
  constexpr double kLarger = 1.5, kRim_mm = 1;
  const double sd_mm = sd_m * 1e3, angle = place.orientation_deg * std::numbers::pi / 180;
  const double major = 0.5 * kLarger * place.major_mm + kRim_mm;
  const double minor = 0.5 * kLarger * place.minor_mm + kRim_mm;
  double sum = 0, weights = 0;
  for (Index z = 0; z < map.value.rows(); ++z) {
    const double down = map.axial_m[z] * 1e3 - place.axial_mm;
    for (Index x = 0; x < map.value.cols(); ++x) {
      if (!map.has(z, x)) continue;
      const double across = map.lateral_m[x] * 1e3 - place.lateral_mm;
      const double distance = (across * across + down * down) / (sd_mm * sd_mm);
      if (distance > kReach * kReach) continue;
      const double u = (across * std::cos(angle) + down * std::sin(angle)) / major;
      const double v = (-across * std::sin(angle) + down * std::cos(angle)) / minor;
      if (u * u + v * v <= 1) continue;
      const double weight = std::exp(-0.5 * distance);
      sum += weight * (static_cast<double>(map.value(z, x)) -
                       trend_at(model, map.axial_m[z] * 1e3, map.lateral_m[x] * 1e3));
      weights += weight;
    }
  }
  return weights > 0 ? sum / weights : kNaN;
}

}  // namespace stiff
