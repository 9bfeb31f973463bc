#include "stiff/core/error.h"
#include "stiff/recording/indentation_recording.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace stiff {
namespace {

constexpr std::size_t kFewestSamples = 32;
constexpr double kLargestForce_n = 1000;
constexpr double kSmallestTravel_m = 10e-6;
constexpr double kLargestTravel_m = 0.2;

std::string text(double value) {
  char digits[32];
  const auto end =
      std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general, 6);
  return {digits, end.ptr};
}

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::bad_data, what);
}

// A value beyond these bounds was given in another unit (mm for m).
void check(const std::string& key, double value, double low, double high, const std::string& unit) {
  if (!(value >= low && value <= high)) {
    const std::string behind = unit.empty() ? "" : " " + unit;
    refuse("'" + key + "' is " + text(value) + behind + ", which cannot be: it is between " +
           text(low) + " and " + text(high) + behind);
  }
}

void check_samples(const IndentationRecording& recording) {
  const std::size_t size = recording.time_s.size();
  if (recording.force_n.size() != size || recording.depth_m.size() != size) {
    refuse("time, force and depth have " + std::to_string(size) + ", " +
           std::to_string(recording.force_n.size()) + " and " +
           std::to_string(recording.depth_m.size()) + " samples; each instant needs all three");
  }
  if (size < kFewestSamples) {
    refuse("the recording has " + std::to_string(size) +
           " samples; an indentation needs at least " + std::to_string(kFewestSamples));
  }
  for (std::size_t i = 0; i < size; ++i) {
    const std::string where = "sample " + std::to_string(i + 1) + ": ";
    if (!std::isfinite(recording.time_s[i])) refuse(where + "the time is no number");
    if (i > 0 && !(recording.time_s[i] > recording.time_s[i - 1])) {
      refuse(where + "the time does not increase");
    }
    if (!(std::abs(recording.force_n[i]) <= kLargestForce_n)) {
      refuse(where + "a force of " + text(recording.force_n[i]) +
             " N is none that tissue is pressed with; is its unit right?");
    }
    if (!std::isfinite(recording.depth_m[i])) refuse(where + "the depth is no number");
  }
}

// The mean force in the shallow fifth and in the deep tenth of the travel, and the error of their
// difference.
struct Ends {
  double travel_m, shallow_n, deep_n, error_n;
};

Ends ends_of(const IndentationRecording& recording) {
  const auto [low, high] = std::minmax_element(recording.depth_m.begin(), recording.depth_m.end());
  const double travel = *high - *low;
  std::array<double, 2> sum{}, square{}, count{};
  for (std::size_t i = 0; i < recording.depth_m.size(); ++i) {
    const double share = (recording.depth_m[i] - *low) / travel;
    if (share > 0.2 && share < 0.9) continue;
    const std::size_t band = share < 0.5 ? 0 : 1;
    sum[band] += recording.force_n[i];
    square[band] += recording.force_n[i] * recording.force_n[i];
    count[band] += 1;
  }
  const auto mean = [&](std::size_t band) { return sum[band] / count[band]; };
  const auto variance = [&](std::size_t band) {
    return std::max(square[band] / count[band] - mean(band) * mean(band), 0.0) / count[band];
  };
  return {travel, mean(0), mean(1), std::sqrt(variance(0) + variance(1))};
}

// A probe that goes in must find more force. Where it finds less, either column has the wrong sign:
// a force that is below zero where it is largest is itself upside down.
void check_signs(const IndentationRecording& recording) {
  const Ends ends = ends_of(recording);
  if (!(ends.travel_m >= kSmallestTravel_m && ends.travel_m <= kLargestTravel_m)) {
    refuse(
        "the probe travels " + text(ends.travel_m * 1e3) +
        " mm in all, which cannot be: it is between 0.01 and 200 mm; is the depth's unit right?");
  }
  if (!(ends.deep_n - ends.shallow_n < -6 * ends.error_n)) return;
  const bool force = ends.deep_n < 0 && -ends.deep_n > std::abs(ends.shallow_n);
  refuse(
      "the force falls by " + text(ends.shallow_n - ends.deep_n) +
      " N as the depth grows, where pressing and going in must both be positive: it looks like " +
      (force ? "the force's sign; if so give 'ForceScale': -1 in the sidecar (or 'DepthScale': "
               "-1, if it is the depth's)"
             : "the depth's sign; if so give 'DepthScale': -1 in the sidecar (or 'ForceScale': "
               "-1, if it is the force's)"));
}

}  // namespace

std::span<const Choice<ProbeShape>> choices(ProbeShape) {
  static constexpr std::array<Choice<ProbeShape>, 2> all{
      {{ProbeShape::flat, "flat"}, {ProbeShape::sphere, "sphere"}}};
  return all;
}

std::string_view to_string(ProbeShape shape) {
  return shape == ProbeShape::flat ? "flat" : "sphere";
}

void validate(const IndentationRecording& recording) {
  if (std::isnan(recording.probe_diameter_m)) {
    refuse("'ProbeDiameter' is missing: give it in m in the sidecar");
  }
  check("ProbeDiameter", recording.probe_diameter_m, 2e-4, 0.1, "m");
  if (!std::isnan(recording.thickness_m)) {
    check("TissueThickness", recording.thickness_m, 2e-4, 0.3, "m");
    check("TissueThicknessError", recording.thickness_std_error_m, 0, 0.5 * recording.thickness_m,
          "m");
  }
  check("PoissonRatio", recording.poisson_ratio, 0, 0.5, "");
  check_samples(recording);
  check_signs(recording);
}

}  // namespace stiff
