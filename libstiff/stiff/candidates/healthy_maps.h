#pragma once

#include "stiff/core/axis.h"
#include "stiff/result/healthy_field.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stiff {

/// The places of a map at which it is held against simulated ones: every `stride`-th pixel, so that
/// they lie 0.4 to 0.75 mm apart. Map and simulations are compared at the same places, which loses
/// a little power and no error control.
struct AnalysisGrid {
  Axis axial_m;
  Axis lateral_m;
  Index axial_stride = 1;
  Index lateral_stride = 1;

  Index size() const { return axial_m.size * lateral_m.size; }
  double pixel_area_mm2() const { return axial_m.step * lateral_m.step * 1e6; }
  bool operator==(const AnalysisGrid&) const = default;
};
AnalysisGrid analysis_grid(const Axis& axial_m, const Axis& lateral_m);

/// Healthy muscles as the baseline says that they are, what it does not know of itself included:
/// each simulated muscle i is drawn from one of the populations that could have given the cohort.
///
///     ln value = level + b_i + trend + rho_i (sigma Z_i(x) + e(x) E_i(x))
///
/// - Z_i a field of the baseline's correlation, variance 1, and in it the trend's own error;
/// - E_i the measurement's, of its own shorter correlation, variance 1;
/// - rho_i^2 = exp(heterogeneity's scatter) dof / chi^2(dof): how uneven this person is, and how
///   well the cohort's unevenness is known;
/// - b_i the person's level and d_i its difference from the other side: normal, each over the
///   square root of its variance's own chi-square, the centre's error in b_i.
///
/// sigma^2 is the field's variance, e(x) the map's own standard error of each pixel. Equal seeds
/// give equal bits, whatever the number of workers.
class HealthyMaps {
 public:
  /// \throws Error (bad_data) where the model's spread is not known or its correlation is longer
  /// than can be simulated.
  HealthyMaps(const FieldModel& model, const AnalysisGrid& grid, int count, std::uint64_t seed,
              int jobs = 1);

  const AnalysisGrid& grid() const { return grid_; }
  int count() const { return count_; }
  std::span<const float> field(int i) const {
    return {fields_.data() + static_cast<std::size_t>(i) * static_cast<std::size_t>(grid_.size()),
            static_cast<std::size_t>(grid_.size())};
  }
  std::span<const float> error(int i) const {
    return {errors_.data() + static_cast<std::size_t>(i) * static_cast<std::size_t>(grid_.size()),
            static_cast<std::size_t>(grid_.size())};
  }
  double field_share() const { return field_share_; }  ///< of a usual map's variance
  double unevenness(int i) const { return unevenness_[static_cast<std::size_t>(i)]; }
  double level(int i) const { return level_[static_cast<std::size_t>(i)]; }
  double side(int i) const { return side_[static_cast<std::size_t>(i)]; }

 private:
  void draw_people(const FieldModel& model, std::uint64_t seed);

  AnalysisGrid grid_;
  int count_ = 0;
  double field_share_ = 1;
  std::vector<float> fields_, errors_;  ///< (muscle, axial, lateral)
  std::vector<double> unevenness_, level_, side_;
};

}  // namespace stiff
