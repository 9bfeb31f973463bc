#include "stiff/candidates/candidate_values.h"

#include "stiff/baseline/field_correlation.h"
#include "stiff/baseline/map_sums.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

constexpr int kTurns = 5;
constexpr double kWindowSide =
    3.5449;  // sqrt(4 pi): a Gaussian mean of SD 1 is worth that square's

/// Mean of the map's value over pixels, in the quantity's unit, with the error of measurement.
Estimate mean_over(const ValueContext& context, const std::vector<Index>& pixels) {
  if (pixels.empty()) return no_estimate(Reason::too_few);
  const LogMap& map = *context.input->map;
  double sum = 0, error = 0, quality = 0;
  for (const Index pixel : pixels) {
    const double value = std::exp(static_cast<double>(map.value.data()[pixel]));
    sum += value;
    error += static_cast<double>(map.std_error.data()[pixel]) * value;
    quality += context.input->maps->quality.size() > 0
                   ? static_cast<double>(context.input->maps->quality.data()[pixel])
                   : 1.0;
  }
  const auto n = static_cast<double>(pixels.size());
  const double side = std::sqrt(n * map.pixel_area_mm2());
  const double alike =
      rectangle_moments(context.reference->entry().model.error_correlation, side, side).mean;
  return make_estimate(sum / n, error / n * std::sqrt(std::clamp(alike, 0.0, 1.0)), quality / n,
                       static_cast<std::int64_t>(pixels.size()));
}

/// Pixels of the region within its ellipse drawn half as large.
std::vector<Index> inner_half(const LogMap& map, const std::vector<Index>& pixels,
                              const RegionShape& shape) {
  const double angle = shape.orientation_deg * 0.017453292519943295;
  std::vector<Index> inner;
  for (const Index pixel : pixels) {
    const double x = map.lateral_m[pixel % map.value.cols()] * 1e3 - shape.lateral_mm;
    const double z = map.axial_m[pixel / map.value.cols()] * 1e3 - shape.axial_mm;
    const double u = (x * std::cos(angle) + z * std::sin(angle)) / (0.25 * shape.major_mm);
    const double v = (-x * std::sin(angle) + z * std::cos(angle)) / (0.25 * shape.minor_mm);
    if (u * u + v * v <= 1) inner.push_back(pixel);
  }
  return inner.empty() ? pixels : inner;
}

std::vector<Index> upper_decile(const LogMap& map, std::vector<Index> pixels) {
  const std::size_t count = std::max<std::size_t>(1, pixels.size() / 10);
  std::stable_sort(pixels.begin(), pixels.end(),
                   [&](Index a, Index b) { return map.value.data()[a] > map.value.data()[b]; });
  pixels.resize(count);
  return pixels;
}

Estimate quotient(const Estimate& a, const Estimate& b) {
  const double value = a.value / b.value;
  return make_estimate(value, value * std::hypot(a.std_error / a.value, b.std_error / b.value),
                       a.quality, a.n);
}

Estimate baseline_of(const ValueContext& context, int score, Index pixel) {
  const FieldModel& model = context.reference->entry().model;
  const double value = context.expected_at(score, pixel);
  double error = context.own_level_error;
  if (score == 2) error = model.level.location_std_error;
  return make_estimate(value, value * error, 1,
                       static_cast<std::int64_t>(context.reference->entry().people.size()));
}

}  // namespace

double ValueContext::expected_at(int score, Index pixel) const {
  const LogMap& map = *input->map;
  const FieldModel& model = reference->entry().model;
  const double trend = trend_at(model, map.axial_m[pixel / map.value.cols()] * 1e3,
                                map.lateral_m[pixel % map.value.cols()] * 1e3);
  double level = own_level;
  if (score == 1) level = input->other.median;
  if (score == 2) level = model.level.location;
  return std::exp(level + trend);
}

double ValueContext::share_above(double log_limit) const {
  const LogMap& map = *input->map;
  if (!std::isfinite(log_limit) || map.valid == 0) return kNaN;
  Index above = 0;
  for (Index i = 0; i < map.value.size(); ++i) {
    if (map.value.data()[i] > log_limit) ++above;
  }
  return static_cast<double>(above) / static_cast<double>(map.valid);
}

ValueContext value_context(const FlagInput& input, const FlagReference& reference,
                           const FieldScores& scores) {
  ValueContext out{&input, &reference, scores.median(), kNaN};
  const FieldModel& model = reference.entry().model;
  const double side = kWindowSide * reference.options().surroundings_m * 1e3;
  const double alike = rectangle_moments(model.correlation, std::min(side, model.extent_axial_mm),
                                         std::min(side, model.extent_lateral_mm))
                           .mean;
  out.own_level_error = scores.own_scale() * std::sqrt(model.field_variance * std::max(0.0, alike));
  return out;
}

CandidateRegion region_and_level(ValueContext& context, int score, Index seed,
                                 const std::vector<unsigned char>& taken) {
  const LogMap& map = *context.input->map;
  const FieldModel& model = context.reference->entry().model;
  const double sd_m = context.reference->options().surroundings_m;
  CandidateRegion region{{seed}, kNaN};
  const int turns = score == 0 ? kTurns : 1;
  for (int turn = 0; turn < turns; ++turn) {
    if (score == 0) {
      const double level = level_round(map, model, region_shape(map, region.pixels), sd_m);
      if (std::isfinite(level)) context.own_level = level;
    }
    CandidateRegion next =
        half_height_region(context.smooth, context.expected_at(score, seed), seed, taken);
    if (next.pixels.empty()) break;
    const bool settled = next.pixels.size() == region.pixels.size();
    region = std::move(next);
    if (settled) break;
  }
  return region;
}

Candidate describe_candidate(const ValueContext& context, const CandidateRegion& region, int score,
                             Index seed) {
  const FlagInput& input = *context.input;
  const LogMap& map = *input.map;
  const RegionShape shape = region_shape(map, region.pixels);
  Candidate out;
  out.recording_id = input.identity.recording_id;
  out.muscle = input.identity.muscle;
  out.side = input.identity.side;
  out.site = input.identity.site;
  out.quantity = context.reference->entry().key.quantity;
  out.units = input.units;
  out.referral = input.referral;
  out.kind = kind_of(shape, input.kind);
  out.centroid_lateral_mm = shape.lateral_mm;
  out.centroid_axial_mm = shape.axial_mm;
  out.depth_mm = shape.top_mm;
  out.area_mm2 = shape.area_mm2;
  out.major_axis_mm = shape.major_mm;
  out.minor_axis_mm = shape.minor_mm;
  out.orientation_deg = shape.orientation_deg;
  out.mean = mean_over(context, region.pixels);
  out.core = mean_over(context, inner_half(map, region.pixels, shape));
  out.peak = mean_over(context, upper_decile(map, region.pixels));
  out.baseline = baseline_of(context, score, seed);
  out.ratio = quotient(out.mean, out.baseline);
  out.difference = make_estimate(out.mean.value - out.baseline.value,
                                 std::hypot(out.mean.std_error, out.baseline.std_error),
                                 out.mean.quality, out.mean.n);
  out.quality = out.mean.quality;
  out.edge_distance_mm = 1e9;
  for (const Index pixel : region.pixels) {
    out.edge_distance_mm =
        std::min(out.edge_distance_mm, static_cast<double>(context.edge_distance_mm.data()[pixel]));
  }
  return out;
}

}  // namespace stiff
