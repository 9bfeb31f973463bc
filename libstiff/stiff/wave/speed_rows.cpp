#include "stiff/wave/speed_rows.h"

#include "stiff/tissue/moduli.h"

#include <cmath>
#include <limits>

namespace stiff {
namespace {

constexpr const char* kPeakMethod = "time_to_peak";
constexpr const char* kRadonMethod = "radon";

constexpr double kMethodError = 1e-3;  // of the speed; see the header

// What all sides share is in the error of each, but does not average out between them.
Estimate with_method_error(Estimate speed, std::size_t sides) {
  if (!speed.has_value() || sides < 2) return speed;
  const double shared = kMethodError * speed.value * std::sqrt(1 - 1 / static_cast<double>(sides));
  const double half = std::hypot(speed.ci_high - speed.value,
                                 t_quantile_975(std::numeric_limits<double>::infinity()) * shared);
  speed.std_error = std::hypot(speed.std_error, shared);
  speed.ci_low = speed.value - half;
  speed.ci_high = speed.value + half;
  return speed;
}

Estimate combined(const std::vector<Estimate>& sides, Reason otherwise) {
  return sides.empty() ? no_estimate(otherwise) : combine_speeds(sides);
}

}  // namespace

void SpeedRows::add(const Estimate& speed, const std::string& roi, const std::string& method,
                    int repeat, bool primary) {
  const auto shear = shear_modulus_kpa(speed, density_);
  rows_.push_back({"shear_wave_speed", roi, method, repeat, primary, speed});
  rows_.push_back({"shear_modulus", roi, method, repeat, primary, shear});
  if (isotropic_) {
    rows_.push_back({"young_modulus", roi, method, repeat, primary, young_modulus_kpa(shear)});
  }
}

void SpeedRows::add_frequency(const Estimate& hz, const std::string& method, bool primary) {
  rows_.push_back({"frequency_centroid", "all", method, 0, primary, hz});
}

GroupSpeeds add_group_speeds(const std::vector<PushGroupSpeed>& pushes, double thickness_m,
                             double map_wavelength_m, Reason otherwise,
                             const GuidedWaveOptions& options, SpeedRows& rows) {
  std::vector<Estimate> peaks;
  std::vector<Estimate> radons;
  std::vector<Estimate> waves;
  std::vector<HelmholtzSpeed> sides;
  for (const auto& push : pushes) {
    sides.insert(sides.end(), push.helmholtz.begin(), push.helmholtz.end());
  }
  GroupSpeeds all;
  all.guided = guided_wave(sides, thickness_m, options, map_wavelength_m);
  const auto row = [&](const std::vector<Estimate>& speeds, const char* method, int repeat) {
    const auto estimate =
        all.guided.guided ? no_estimate(Reason::guided) : combined(speeds, otherwise);
    if (method) rows.add(estimate, "all", method, repeat, false);
    return estimate;
  };
  for (std::size_t i = 0; i < pushes.size(); ++i) {
    const auto& group = pushes[i];
    std::vector<Estimate> of_push;
    for (const auto& side : group.helmholtz) of_push.push_back(side.speed);
    const int repeat = static_cast<int>(i) + 1;
    rows.add(with_method_error(row(of_push, nullptr, repeat), of_push.size()), "all",
             kWaveEquationMethod, repeat, false);
    row(group.time_to_peak, kPeakMethod, repeat);
    row(group.radon, kRadonMethod, repeat);
    waves.insert(waves.end(), of_push.begin(), of_push.end());
    peaks.insert(peaks.end(), group.time_to_peak.begin(), group.time_to_peak.end());
    radons.insert(radons.end(), group.radon.begin(), group.radon.end());
  }
  double hz = 0;
  double count = 0;
  for (const auto& side : sides) {
    if (!side.speed.has_value()) continue;
    hz += side.centroid_hz;
    count += 1;
  }
  if (count > 0) all.wave_equation_hz = hz / count;
  all.time_to_peak = row(peaks, kPeakMethod, 0);
  row(radons, kRadonMethod, 0);
  all.wave_equation = with_method_error(row(waves, nullptr, 0), waves.size());
  return all;
}

}  // namespace stiff
