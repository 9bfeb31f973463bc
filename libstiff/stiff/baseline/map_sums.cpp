#include "stiff/baseline/map_sums.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include <Eigen/Dense>

namespace stiff {
namespace {

constexpr double kBinMm = 2;
constexpr int kDepthBins = 60;    // to 120 mm
constexpr int kLateralBins = 60;  // -60 to 60 mm

double median_of(std::vector<float> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  double upper = *middle;
  if (values.size() % 2 == 0) upper = 0.5 * (upper + *std::max_element(values.begin(), middle));
  return upper;
}

FieldProfile empty_profile(double first_mm, int bins) {
  FieldProfile profile;
  profile.first_mm = first_mm;
  const auto n = static_cast<std::size_t>(bins);
  profile.people.assign(n, 0);
  profile.sum.assign(n, 0);
  profile.sum_squares.assign(n, 0);
  return profile;
}

void note_deviation(FieldProfile& profile, double place_mm, double deviation) {
  const double bin = std::floor((place_mm - profile.first_mm) / kBinMm + 0.5);
  if (!(bin >= 0 && bin < static_cast<double>(profile.sum.size()))) return;
  profile.people[static_cast<std::size_t>(bin)] += 1;
  profile.sum[static_cast<std::size_t>(bin)] += deviation;
}

/// Sums over pixels become one person's means.
void one_person(FieldProfile& profile) {
  for (std::size_t i = 0; i < profile.sum.size(); ++i) {
    if (!(profile.people[i] > 0)) continue;
    profile.sum[i] /= profile.people[i];
    profile.people[i] = 1;
    profile.sum_squares[i] = profile.sum[i] * profile.sum[i];
  }
}

/// The map on a grid whose step is the lags', or the whole multiple of it that is not finer than
/// the pixels.
struct LagGrid {
  Picture<float> deviation;  ///< 0 where nothing counts
  Picture<float> counts;     ///< 1 where it does
  int axial_stride = 1;      ///< of a step, in lags
  int lateral_stride = 1;
};

LagGrid lag_grid(const LogMap& map, double mean) {
  LagGrid grid;
  const auto stride = [](double step_m) {
    return std::max(1, static_cast<int>(std::ceil(step_m * 1e3 / FieldLags::kStepMm - 1e-9)));
  };
  grid.axial_stride = stride(map.axial_m.step);
  grid.lateral_stride = stride(map.lateral_m.step);
  const auto size = [](const Axis& axis, int steps) {
    return static_cast<Index>(std::floor(axis.step * static_cast<double>(axis.size - 1) * 1e3 /
                                             (steps * FieldLags::kStepMm) +
                                         1e-9)) +
           1;
  };
  const Index rows = size(map.axial_m, grid.axial_stride);
  const Index columns = size(map.lateral_m, grid.lateral_stride);
  grid.deviation = Picture<float>::Zero(rows, columns);
  grid.counts = Picture<float>::Zero(rows, columns);
  for (Index z = 0; z < rows; ++z) {
    const double depth = static_cast<double>(z * grid.axial_stride) * FieldLags::kStepMm * 1e-3;
    const Index from = map.axial_m.nearest(map.axial_m.first + depth);
    for (Index x = 0; x < columns; ++x) {
      const double along = static_cast<double>(x * grid.lateral_stride) * FieldLags::kStepMm * 1e-3;
      const Index pixel = map.lateral_m.nearest(map.lateral_m.first + along);
      if (!map.has(from, pixel)) continue;
      grid.deviation(z, x) = map.value(from, pixel) - static_cast<float>(mean);
      grid.counts(z, x) = 1;
    }
  }
  return grid;
}

/// Over all pairs at (dz, +dx) and (dz, -dx): a field is taken to be alike in mirrored directions.
void sum_lags(const LagGrid& grid, FieldLags& lags) {
  const Index rows = grid.deviation.rows(), columns = grid.deviation.cols();
  for (Index dz = 0; dz < rows; ++dz) {
    const auto z_lag = dz * grid.axial_stride;
    if (z_lag >= FieldLags::kCount) break;
    for (Index dx = 0; dx < columns; ++dx) {
      const auto x_lag = dx * grid.lateral_stride;
      if (x_lag >= FieldLags::kCount) break;
      const auto pairs_of = [&](const Picture<float>& p, Index from, Index to) {
        double sum = 0;
        for (Index z = 0; z + dz < rows; ++z) {
          sum += (p.row(z).segment(from, columns - dx) * p.row(z + dz).segment(to, columns - dx))
                     .sum();
        }
        return sum;
      };
      double products = pairs_of(grid.deviation, 0, dx);
      double pairs = pairs_of(grid.counts, 0, dx);
      if (dx > 0 && dz > 0) {
        products += pairs_of(grid.deviation, dx, 0);
        pairs += pairs_of(grid.counts, dx, 0);
      }
      const auto i = static_cast<std::size_t>(z_lag * FieldLags::kCount + x_lag);
      lags.products[i] += products;
      lags.pairs[i] += pairs;
    }
  }
}

}  // namespace

FieldTrend trend_terms(double depth_mm, double lateral_mm) {
  const double z = (depth_mm - 20) / 10, x = lateral_mm / 10;
  return {z, z * z, x, x * x};
}

double trend_at(const FieldModel& model, double depth_mm, double lateral_mm) {
  if (!model.has_trend) return 0;
  const FieldTrend terms = trend_terms(depth_mm, lateral_mm);
  double sum = -model.trend_mean;
  for (std::size_t k = 0; k < terms.size(); ++k) sum += model.trend[k] * terms[k];
  return sum;
}

MapSums sums_of(const LogMap& map) {
  MapSums out;
  std::vector<float> values;
  double sum = 0, errors = 0;
  double place[4] = {0, 0, 0, 0};  // sums of z, z^2, x, x^2 in mm
  using Normal = Eigen::Matrix<double, kTrendTerms + 1, kTrendTerms + 1>;
  Normal normal = Normal::Zero();
  Eigen::Matrix<double, kTrendTerms + 1, 1> right;
  right.setZero();
  for (Index z = 0; z < map.value.rows(); ++z) {
    for (Index x = 0; x < map.value.cols(); ++x) {
      if (!map.has(z, x)) continue;
      const double value = map.value(z, x);
      values.push_back(map.value(z, x));
      sum += value;
      errors += static_cast<double>(map.std_error(z, x)) * map.std_error(z, x);
      const double depth = map.axial_m[z] * 1e3, lateral = map.lateral_m[x] * 1e3;
      place[0] += depth;
      place[1] += depth * depth;
      place[2] += lateral;
      place[3] += lateral * lateral;
      const FieldTrend terms = trend_terms(depth, lateral);
      Eigen::Matrix<double, kTrendTerms + 1, 1> row;
      row << 1, terms[0], terms[1], terms[2], terms[3];
      normal.noalias() += row * row.transpose();
      right += row * value;
    }
  }
  const auto n = static_cast<double>(values.size());
  const double mean = sum / n;
  double squares = 0;
  for (const float v : values) squares += (v - mean) * (v - mean);
  out.median = median_of(std::move(values));
  out.variance = squares / n;
  out.error_variance = errors / n;
  // A side of length L has the second moment L^2 / 12.
  const auto side = [&](double first, double second) {
    const double centre = first / n;
    return std::sqrt(12 * std::max(0.0, second / n - centre * centre));
  };
  out.extent_axial_mm = side(place[0], place[1]);
  out.extent_lateral_mm = side(place[2], place[3]);
  const Eigen::Matrix<double, kTrendTerms + 1, 1> slopes =
      normal.completeOrthogonalDecomposition().solve(right);
  for (int k = 0; k < kTrendTerms; ++k) out.trend[static_cast<std::size_t>(k)] = slopes(k + 1);
  out.depth = empty_profile(0.5 * kBinMm, kDepthBins);
  out.lateral = empty_profile((0.5 - 0.5 * kLateralBins) * kBinMm, kLateralBins);
  for (Index z = 0; z < map.value.rows(); ++z) {
    for (Index x = 0; x < map.value.cols(); ++x) {
      if (!map.has(z, x)) continue;
      const double deviation = map.value(z, x) - mean;
      note_deviation(out.depth, map.axial_m[z] * 1e3, deviation);
      note_deviation(out.lateral, map.lateral_m[x] * 1e3, deviation);
    }
  }
  one_person(out.depth);
  one_person(out.lateral);
  sum_lags(lag_grid(map, mean), out.lags);
  return out;
}

void add(FieldLags& lags, const FieldLags& more) {
  for (std::size_t i = 0; i < lags.products.size(); ++i) {
    lags.products[i] += more.products[i];
    lags.pairs[i] += more.pairs[i];
  }
}

void add(FieldProfile& profile, const FieldProfile& more) {
  if (profile.sum.empty()) {
    profile = more;
    return;
  }
  for (std::size_t i = 0; i < profile.sum.size() && i < more.sum.size(); ++i) {
    profile.people[i] += more.people[i];
    profile.sum[i] += more.sum[i];
    profile.sum_squares[i] += more.sum_squares[i];
  }
}

}  // namespace stiff
