#include "stiff/candidates/healthy_maps.h"

#include "stiff/baseline/field_correlation.h"
#include "stiff/baseline/map_sums.h"
#include "stiff/core/error.h"
#include "stiff/dsp/random_field.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <thread>

#include <Eigen/Dense>
#include <boost/random/chi_squared_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>

namespace stiff {
namespace {

constexpr double kWidestStepM = 0.75e-3;

using Engine = boost::random::mt19937_64;

/// A generator for muscle i that does not hang on the others.
Engine engine_of(std::uint64_t seed, std::uint64_t i) {
  std::uint64_t x = seed + 0x9E3779B97F4A7C15ULL * (i + 1);  // splitmix64
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return Engine(x ^ (x >> 31));
}

double normal(Engine& engine) {
  return boost::random::normal_distribution<double>()(engine);
}

/// sqrt(dof / chi^2(dof)): what an SD with so many degrees of freedom may really be, over it.
double sd_factor(Engine& engine, double dof) {
  if (!(dof > 0)) return 1;
  return std::sqrt(dof / boost::random::chi_squared_distribution<double>(dof)(engine));
}

/// Runs `work(i)` for i = 0 ... n-1 on so many threads; what it does must not hang on the order.
void in_parallel(int n, int jobs, const std::function<void(int)>& work) {
  std::atomic<int> next{0};
  const auto loop = [&] {
    for (int i = next++; i < n; i = next++) work(i);
  };
  std::vector<std::thread> others;
  for (int j = 1; j < std::min(jobs, n); ++j) others.emplace_back(loop);
  loop();
  for (std::thread& other : others) other.join();
}

/// Fields of variance 1, (muscle, axial, lateral).
std::vector<float> drawn_fields(const FieldShape& shape, const AnalysisGrid& grid, int count,
                                std::uint64_t seed, int jobs) {
  const double row_mm = grid.axial_m.step * 1e3, column_mm = grid.lateral_m.step * 1e3;
  const RandomField generator(
      grid.axial_m.size, grid.lateral_m.size, [&](double row_lag, double column_lag) {
        return correlation_at(shape, row_lag * row_mm, column_lag * column_mm);
      });
  const auto size = static_cast<std::size_t>(grid.size());
  std::vector<float> fields(static_cast<std::size_t>(count) * size);
  in_parallel((count + 1) / 2, jobs, [&](int pair) {
    thread_local RandomFieldPair drawn;
    generator.draw(seed, static_cast<std::uint64_t>(pair), drawn);
    float* const to = fields.data() + static_cast<std::size_t>(2 * pair) * size;
    std::copy_n(drawn.first.data(), size, to);
    if (2 * pair + 1 < count) std::copy_n(drawn.second.data(), size, to + size);
  });
  return fields;
}

}  // namespace

AnalysisGrid analysis_grid(const Axis& axial_m, const Axis& lateral_m) {
  const auto stride = [](const Axis& axis) {
    return std::max<Index>(1, static_cast<Index>(std::floor(kWidestStepM / axis.step + 1e-9)));
  };
  const auto coarse = [](const Axis& axis, Index stride) {
    const Index size = (axis.size + stride - 1) / stride;
    const Index first = (axis.size - 1 - (size - 1) * stride) / 2;  // as much left out at both ends
    return Axis{axis[first], axis.step * static_cast<double>(stride), size};
  };
  AnalysisGrid grid;
  grid.axial_stride = stride(axial_m);
  grid.lateral_stride = stride(lateral_m);
  grid.axial_m = coarse(axial_m, grid.axial_stride);
  grid.lateral_m = coarse(lateral_m, grid.lateral_stride);
  return grid;
}

HealthyMaps::HealthyMaps(const FieldModel& model, const AnalysisGrid& grid, int count,
                         std::uint64_t seed, int jobs)
    : grid_(grid), count_(count) {
  if (model.reason != Reason::none || !(model.variance > 0)) {
    throw Error(ErrorKind::bad_data, "the baseline's maps do not say how uneven healthy muscle is");
  }
  field_share_ = model.field_variance / model.variance;
  fields_ = drawn_fields(model.correlation, grid, count, seed, jobs);
  if (model.error_variance > 0) {
    errors_ = drawn_fields(model.error_correlation, grid, count, seed ^ 0xE2202ULL, jobs);
  } else {
    errors_.assign(fields_.size(), 0);
  }
  draw_people(model, seed);
}

void HealthyMaps::draw_people(const FieldModel& model, std::uint64_t seed) {
  using Slopes = Eigen::Matrix<double, kTrendTerms, 1>;
  using Square = Eigen::Matrix<double, kTrendTerms, kTrendTerms>;
  Square root = Square::Zero();
  if (model.has_trend) root = Square::Map(model.trend_covariance.data()).llt().matrixL();
  const double sd = std::sqrt(model.field_variance);
  const bool level_known = model.level.reason == Reason::none && model.level.total > 0;
  const double total = level_known ? model.level.total : 0;
  const double within = model.within_variance >= 0 ? std::min(model.within_variance, total) : 0;
  const double centre = level_known ? total / model.level.effective_n : 0;
  for (int i = 0; i < count_; ++i) {
    Engine engine = engine_of(seed ^ 0xC0FFEEULL, static_cast<std::uint64_t>(i));
    const double spread = model.heterogeneity > 0 ? std::sqrt(model.heterogeneity) : 0;
    unevenness_.push_back(std::exp(0.5 * spread * normal(engine)) * sd_factor(engine, model.dof));
    const double people = level_known ? sd_factor(engine, model.level.dof) : 1;
    const double sides = sd_factor(engine, model.within_dof);
    const double person = normal(engine), here = normal(engine), there = normal(engine);
    level_.push_back(people * (std::sqrt(total - within) * person + std::sqrt(within) * here +
                               std::sqrt(centre) * normal(engine)));
    side_.push_back(sides * std::sqrt(within) * (here - there));
    if (!model.has_trend) continue;
    Slopes slopes;
    for (int k = 0; k < kTrendTerms; ++k) slopes(k) = normal(engine);
    slopes = root * slopes / sd;
    float* field =
        fields_.data() + static_cast<std::size_t>(i) * static_cast<std::size_t>(grid_.size());
    for (Index z = 0; z < grid_.axial_m.size; ++z) {
      for (Index x = 0; x < grid_.lateral_m.size; ++x) {
        const FieldTrend terms = trend_terms(grid_.axial_m[z] * 1e3, grid_.lateral_m[x] * 1e3);
        *field++ += static_cast<float>(slopes.dot(Slopes(terms.data())));
      }
    }
  }
}

}  // namespace stiff
