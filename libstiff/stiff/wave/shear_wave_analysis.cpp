#include "stiff/wave/shear_wave_analysis.h"

#include "stiff/motion/track_motion.h"
#include "stiff/wave/compound.h"
#include "stiff/wave/local_scatter.h"
#include "stiff/wave/region_estimate.h"
#include "stiff/wave/result_maps.h"
#include "stiff/wave/speed_rows.h"

#include <algorithm>
#include <cmath>
#include <future>

namespace stiff {
namespace {

constexpr const char* kMapMethod = "vector_correlation_map";

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

// The pushes are worked on by two threads, each push by one: the bits do not depend on it.
std::vector<PushResult> analyse_pushes(const ShearWaveRecording& recording,
                                       const ShearWaveOptions& options) {
  std::vector<PushResult> pushes(recording.acquisitions.size());
  const auto every_other = [&](std::size_t first) {
    for (std::size_t i = first; i < pushes.size(); i += 2) {
      pushes[i] = analyse_push(recording, i, options);
    }
  };
  if (pushes.size() < 2) {
    every_other(0);
    return pushes;
  }
  auto odd = std::async(std::launch::async, every_other, 1);
  every_other(0);
  odd.get();
  return pushes;
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

std::string refusal(Reason reason, const GuidedVerdict& verdict) {
  switch (reason) {
    case Reason::no_push:
      return "no push: nothing moves as a push would make it";
    case Reason::no_wave:
      return "no wave: no motion travels away from the push";
    case Reason::too_few:
      return "no value: too little of the field lies beside the push, or too few pixels agree";
    case Reason::guided:
      return verdict.by_thickness
                 ? "guided wave: the layer is thinner than the wavelength, its speed is not the "
                   "tissue's"
                 : "guided wave: the dispersion is a plate's, the speed is not the tissue's";
    default:
      return "no value: " + std::string(to_string(reason));
  }
}

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
  const bool any_side = std::any_of(pushes.begin(), pushes.end(),
                                    [](const PushResult& push) { return !push.map.sides.empty(); });
  if (!any_side) return Reason::too_few;
  const bool moved = std::any_of(pushes.begin(), pushes.end(),
                                 [](const PushResult& push) { return push.map.moved; });
  return moved ? Reason::no_wave : Reason::no_push;
}

}  // namespace

ShearWaveResult analyse_shear_wave(const ShearWaveRecording& recording,
                                   const ShearWaveOptions& options) {
  auto pushes = analyse_pushes(recording, options);
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
  SpeedRows rows(recording.density_kg_per_m3, isotropic);
  const Picture<unsigned char> everywhere =
      Picture<unsigned char>::Ones(map.reason.rows(), map.reason.cols());
  std::vector<PushGroupSpeed> lines;
  for (auto& push : pushes) lines.push_back(std::move(push.group));
  const double map_wavelength_m =
      region_speed(map, error, everywhere).value / mean_centroid_hz(pushes);
  const auto group = add_group_speeds(lines, recording.thickness_m, map_wavelength_m, why_not,
                                      options.guided, rows);
  if (group.guided.guided) map.reason.setConstant(static_cast<std::int8_t>(Reason::guided));
  const auto map_speed = region_speed(map, error, everywhere);
  const bool straight =
      group.time_to_peak.std_error <= options.primary.line_error * group.time_to_peak.value;
  const bool precise = straight && group.wave_equation.std_error <=
                                       options.primary.wave_error * group.wave_equation.value;
  // A single depth has no map; what the wave equation says of it stands with its own error bar.
  const bool alone = !map_speed.has_value() && group.wave_equation.has_value();
  const bool quote_wave = precise || alone;
  rows.add(group.wave_equation, "all", kWaveEquationMethod, 0, quote_wave);
  rows.add(map_speed, "all", kMapMethod, 0, !quote_wave);
  const bool known = map_speed.has_value() || group.wave_equation.has_value();
  const auto frequency = [&](double hz) {
    return known && std::isfinite(hz) ? make_estimate(hz, kNaN, kNaN, 0)
                                      : no_estimate(known ? Reason::too_few : map_speed.reason);
  };
  rows.add_frequency(frequency(group.wave_equation_hz), kWaveEquationMethod, quote_wave);
  rows.add_frequency(frequency(mean_centroid_hz(pushes)), kMapMethod, !quote_wave);
  for (const auto& region : recording.regions) {
    const auto inside = rasterise(region, recording.axial_m, recording.lateral_m);
    rows.add(region_speed(map, error, inside), region.name, kMapMethod, 0, false);
  }
  result.estimates = rows.take();
  result.maps = result_maps(recording, map, error, isotropic, speed_note(pushes, options));
  for (auto& line : lines) {
    if (line.space_time.value.size() > 0)
      result.maps.space_time.push_back(std::move(line.space_time));
  }
  const auto& quoted = quote_wave ? group.wave_equation : map_speed;
  if (!quoted.has_value()) {
    result.status = Status::refused;
    result.message = refusal(quoted.reason, group.guided);
  }
  return result;
}

}  // namespace stiff
