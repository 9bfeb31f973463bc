#include "stiff/wave/guided_wave.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace stiff {
namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;
constexpr double kMinDetermination = 0.7;
constexpr std::size_t kMinFrequencies = 4;

struct Dispersion {
  double exponent = kNaN, std_error = kNaN, causal = kNaN, determination = 0;
  bool ok() const { return exponent == exponent; }
};

// The frequencies that the line of lateral positions resolves, between the 10 % and 90 % quantiles
// of energy.
std::vector<PhaseSpeed> resolved(const HelmholtzSpeed& side) {
  std::vector<PhaseSpeed> kept;
  double below = 0;
  for (const PhaseSpeed& at : side.spectrum) {
    const double middle = below + 0.5 * at.energy;
    below += at.energy;
    const double wavelength = at.speed_m_per_s / at.frequency_hz;
    const bool fits = wavelength <= side.line_last_m - side.line_first_m &&
                      kTwoPi * side.line_first_m / wavelength >= 2;
    if (fits && middle >= 0.1 && middle <= 0.7 && std::isfinite(at.std_error_m_per_s)) {
      kept.push_back(at);
    }
  }
  return kept;
}

// The line of ln(c) against ln(f), and the mean of the same slope that attenuation explains. A
// negative attenuation explains nothing.
Dispersion dispersion_of(const HelmholtzSpeed& side) {
  const std::vector<PhaseSpeed> band = resolved(side);
  Dispersion result;
  if (band.size() < kMinFrequencies) {
    return result;
  }
  double weight = 0, x_mean = 0, y_mean = 0;
  for (const PhaseSpeed& at : band) {
    weight += at.energy;
    x_mean += at.energy * std::log(at.frequency_hz);
    y_mean += at.energy * std::log(at.speed_m_per_s);
  }
  x_mean /= weight;
  y_mean /= weight;
  double xx = 0, xy = 0, yy = 0, variance = 0, causal = 0;
  for (const PhaseSpeed& at : band) {
    const double dx = std::log(at.frequency_hz) - x_mean;
    const double dy = std::log(at.speed_m_per_s) - y_mean;
    xx += at.energy * dx * dx;
    xy += at.energy * dx * dy;
    yy += at.energy * dy * dy;
    const double error = at.energy * dx * at.std_error_m_per_s / at.speed_m_per_s;
    variance += error * error;
    causal += at.energy * 2 * at.speed_m_per_s * std::max(0.0, at.attenuation_np_per_m) /
              (std::numbers::pi * kTwoPi * at.frequency_hz);
  }
  result.exponent = xy / xx;
  result.std_error = std::sqrt(variance) / xx;
  result.causal = causal / weight;
  result.determination = yy > 0 ? xy * xy / (xx * yy) : 0.0;
  return result;
}

}  // namespace

GuidedVerdict guided_wave(std::span<const HelmholtzSpeed> sides, double thickness_m,
                          const GuidedWaveOptions& options, double other_wavelength_m) {
  GuidedVerdict verdict;
  double wavelength = 0, count = 0;
  for (const HelmholtzSpeed& side : sides) {
    if (!side.speed.has_value()) {
      continue;
    }
    wavelength += side.speed.value / side.energy_centroid_hz;
    ++count;
    const Dispersion seen = dispersion_of(side);
    const bool shows = seen.ok() && seen.exponent >= options.min_dispersion &&
                       seen.exponent >= options.min_significance * seen.std_error &&
                       seen.exponent >= options.min_causal_ratio * seen.causal &&
                       seen.determination >= kMinDetermination;
    // The side that shows it most stands for both: scatter on one hides what the other shows.
    const bool more = !(verdict.dispersion >= seen.exponent);
    if (seen.ok() &&
        ((shows && !verdict.by_dispersion) || (shows == verdict.by_dispersion && more))) {
      verdict.dispersion = seen.exponent;
      verdict.dispersion_std_error = seen.std_error;
      verdict.causal_dispersion = seen.causal;
    }
    verdict.by_dispersion = verdict.by_dispersion || shows;
  }
  const double mean_wavelength = count > 0 ? wavelength / count : other_wavelength_m;
  if (mean_wavelength > 0 && thickness_m > 0) {
    verdict.thickness_wavelengths = thickness_m / mean_wavelength;
    verdict.by_thickness = verdict.thickness_wavelengths < options.max_thickness_wavelengths;
  }
  verdict.guided = verdict.by_thickness || verdict.by_dispersion;
  return verdict;
}

}  // namespace stiff
