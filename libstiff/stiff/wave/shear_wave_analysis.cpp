#include "stiff/wave/shear_wave_analysis.h"

#include "stiff/motion/track_motion.h"
#include "stiff/tissue/moduli.h"
#include "stiff/wave/compound.h"
#include "stiff/wave/local_scatter.h"
#include "stiff/wave/region_estimate.h"
#include "stiff/wave/result_maps.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stiff {
namespace {

constexpr const char* kMapMethod = "vector_correlation_map";
constexpr const char* kPeakMethod = "time_to_peak";
constexpr const char* kRadonMethod = "radon";

// What one push gave.
struct PushResult {
  PushMap map;
  PushGroupSpeed group;
  MotionKind kind = MotionKind::displacement;
};

PushResult analyse_push(const ShearWaveRecording& recording, std::size_t acquisition,
                        const ShearWaveOptions& options) {
  PushResult result;
  const MotionField motion = track_motion(recording, acquisition, options.motion);
  result.kind = motion.kind;
  result.map = push_map(motion, options.map);
  std::vector<int> directions;
  for (const auto& side : result.map.sides) {
    if (side.presence.reason == Reason::none) directions.push_back(side.direction);
  }
  result.group = push_group_speed(motion, result.map.zone, directions, options.group);
  return result;
}

// Scatter about the local plane within 2 mm to each side: how disturbed a part is.
Picture<float> disturbance(const SlownessMap& map, const Axis& axial_m, const Axis& lateral_m) {
  constexpr double kReach = 2e-3;
  Picture<float> slowness(map.reason.rows(), map.reason.cols());
  for (Index z = 0; z < slowness.rows(); ++z) {
    for (Index x = 0; x < slowness.cols(); ++x)
      slowness(z, x) = static_cast<float>(map.slowness(z, x));
  }
  const Picture<unsigned char> valid =
      (map.reason == static_cast<std::int8_t>(Reason::none)).cast<unsigned char>();
  const auto half = [](double step) {
    return std::max<Index>(2, static_cast<Index>(std::lround(kReach / step)));
  };
  return local_scatter(slowness, valid, half(axial_m.step), half(lateral_m.step), 6).variance;
}

void mask_outside(CompoundMap& map, const ShearWaveRecording& recording) {
  if (!recording.mask) return;
  const auto inside = rasterise(*recording.mask, recording.axial_m, recording.lateral_m);
  for (Index i = 0; i < inside.size(); ++i) {
    if (inside.data()[i] == 0) map.reason.data()[i] = static_cast<std::int8_t>(Reason::masked);
  }
}

// A pixel whose error cannot be known has no value: too few of its neighbours have one.
void drop_unknown_errors(CompoundMap& map, const SlownessError& error) {
  for (Index i = 0; i < map.reason.size(); ++i) {
    if (map.reason.data()[i] == static_cast<std::int8_t>(Reason::none) &&
        !(error.std_error.data()[i] >= 0)) {
      map.reason.data()[i] = static_cast<std::int8_t>(Reason::too_few);
    }
  }
}

// Speeds by method, region and repeat, before they become moduli.
class Rows {
 public:
  Rows(const ShearWaveRecording& recording, bool isotropic)
      : density_(recording.density_kg_per_m3), isotropic_(isotropic) {}

  void add(const Estimate& speed, const std::string& roi, const std::string& method, int repeat,
           bool primary) {
    const auto shear = shear_modulus_kpa(speed, density_);
    push("shear_wave_speed", speed, roi, method, repeat, primary);
    push("shear_modulus", shear, roi, method, repeat, primary);
    if (isotropic_) push("young_modulus", young_modulus_kpa(shear), roi, method, repeat, primary);
  }
  std::vector<EstimateRow> take() { return std::move(rows_); }

 private:
  void push(const char* quantity, const Estimate& estimate, const std::string& roi,
            const std::string& method, int repeat, bool primary) {
    rows_.push_back({quantity, roi, method, repeat, primary, estimate});
  }
  double density_;
  bool isotropic_;
  std::vector<EstimateRow> rows_;
};

double mean_centroid_hz(const std::vector<PushResult>& pushes) {
  double sum = 0;
  double count = 0;
  for (const auto& push : pushes) {
    for (const auto& side : push.map.sides) {
      if (side.frequency_centroid_hz > 0) {
        sum += side.frequency_centroid_hz;
        count += 1;
      }
    }
  }
  return count > 0 ? sum / count : kNaN;
}

std::string speed_note(const std::vector<PushResult>& pushes, const ShearWaveOptions& options) {
  const bool velocity =
      options.map.band.motion == MapMotion::velocity || pushes.front().kind == MotionKind::velocity;
  const double hz = mean_centroid_hz(pushes);
  return std::string("group speed of the ") + (velocity ? "velocity" : "displacement") +
         (std::isfinite(hz) ? ", frequency centroid " + std::to_string(std::lround(hz)) + " Hz"
                            : "");
}

bool any_wave(const std::vector<PushResult>& pushes) {
  return std::any_of(pushes.begin(), pushes.end(), [](const PushResult& push) {
    return std::any_of(push.map.sides.begin(), push.map.sides.end(),
                       [](const SideMap& side) { return side.presence.reason == Reason::none; });
  });
}

Reason verdict(const std::vector<PushResult>& pushes) {
  const bool moved = std::any_of(pushes.begin(), pushes.end(),
                                 [](const PushResult& push) { return push.map.moved; });
  return moved ? Reason::no_wave : Reason::no_push;
}

Estimate combined(const std::vector<Estimate>& sides, Reason otherwise) {
  return sides.empty() ? no_estimate(otherwise) : combine_speeds(sides);
}

// Time to peak of displacement reads fast beside a finite push (shear_wave_options.h).
Estimate without_push_bias(const Estimate& speed, MotionKind kind, const PrimaryOptions& options) {
  if (!speed.has_value() || kind != MotionKind::displacement) return speed;
  Estimate out = scaled_power(speed, 1 / (1 + options.group_bias), 1);
  const double shared = options.group_bias_error * out.value;
  const double half = std::hypot(out.ci_high - out.value,
                                 t_quantile_975(std::numeric_limits<double>::infinity()) * shared);
  out.std_error = std::hypot(out.std_error, shared);
  out.ci_low = out.value - half;
  out.ci_high = out.value + half;
  return out;
}

// Group speeds of each push and of all of them. Returns time to peak over all.
Estimate add_group_speeds(const std::vector<PushResult>& pushes, Reason otherwise,
                          const PrimaryOptions& primary, Rows& rows) {
  std::vector<Estimate> peaks;
  std::vector<Estimate> radons;
  for (std::size_t i = 0; i < pushes.size(); ++i) {
    const auto& group = pushes[i].group;
    peaks.insert(peaks.end(), group.time_to_peak.begin(), group.time_to_peak.end());
    radons.insert(radons.end(), group.radon.begin(), group.radon.end());
    const int repeat = static_cast<int>(i) + 1;
    const auto peak = combined(group.time_to_peak, otherwise);
    rows.add(without_push_bias(peak, pushes[i].kind, primary), "all", kPeakMethod, repeat, false);
    rows.add(combined(group.radon, otherwise), "all", kRadonMethod, repeat, false);
  }
  rows.add(combined(radons, otherwise), "all", kRadonMethod, 0, false);
  return combined(peaks, otherwise);
}

}  // namespace

ShearWaveResult analyse_shear_wave(const ShearWaveRecording& recording,
                                   const ShearWaveOptions& options) {
  std::vector<PushResult> pushes;
  for (std::size_t i = 0; i < recording.acquisitions.size(); ++i) {
    pushes.push_back(analyse_push(recording, i, options));
  }
  std::vector<SlownessMap> parts;
  std::vector<Picture<float>> scatter;
  for (auto& push : pushes) {
    for (auto& side : push.map.sides) {
      scatter.push_back(disturbance(side.slowness, recording.axial_m, recording.lateral_m));
      parts.push_back(std::move(side.slowness));
    }
  }
  ShearWaveResult result;
  const bool wave = any_wave(pushes);
  const Reason why_not = wave ? Reason::too_few : verdict(pushes);
  if (parts.empty()) {
    parts.emplace_back(recording.axial_m.size, recording.lateral_m.size);
    scatter.push_back(parts.back().power);
  }
  auto map = compound(parts, scatter);
  if (!wave) map.reason.setConstant(static_cast<std::int8_t>(why_not));
  mask_outside(map, recording);
  const auto error = slowness_error(map.slowness_s_per_m, map.valid(), recording.axial_m,
                                    recording.lateral_m, options.error);
  drop_unknown_errors(map, error);

  const bool isotropic = recording.isotropic_stated || options.tissue.isotropic;
  Rows rows(recording, isotropic);
  const Picture<unsigned char> everywhere =
      Picture<unsigned char>::Ones(map.reason.rows(), map.reason.cols());
  const auto map_speed = region_speed(map, error, everywhere);
  const auto peak_speed = add_group_speeds(pushes, why_not, options.primary, rows);
  const bool straight = peak_speed.has_value() &&
                        peak_speed.std_error <= options.primary.line_error * peak_speed.value;
  const bool quote_peak = straight && pushes.front().kind == MotionKind::displacement;
  const auto quoted_peak = without_push_bias(peak_speed, pushes.front().kind, options.primary);
  rows.add(quoted_peak, "all", kPeakMethod, 0, quote_peak);
  rows.add(map_speed, "all", kMapMethod, 0, !quote_peak);
  for (const auto& region : recording.regions) {
    const auto inside = rasterise(region, recording.axial_m, recording.lateral_m);
    rows.add(region_speed(map, error, inside), region.name, kMapMethod, 0, false);
  }
  result.estimates = rows.take();
  result.maps = result_maps(recording, map, error, isotropic, speed_note(pushes, options));
  for (auto& push : pushes) {
    if (push.group.space_time.value.size() > 0) {
      result.maps.space_time.push_back(std::move(push.group.space_time));
    }
  }
  const auto& quoted = quote_peak ? quoted_peak : map_speed;
  if (!quoted.has_value()) {
    result.status = Status::refused;
    result.message =
        quoted.reason == Reason::no_push   ? "no push: nothing moves as a push would make it"
        : quoted.reason == Reason::no_wave ? "no wave: no motion travels away from the push"
                                           : "no value: " + std::string(to_string(quoted.reason));
  }
  return result;
}

}  // namespace stiff
