#include "stiff/core/error.h"
#include "stiff/recording/compression_recording.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace stiff {
namespace {

constexpr std::size_t kFewestSamples = 64;
constexpr double kLargestForce_n = 5000;
constexpr double kLargestDisplacement_m = 0.5;

std::string text(double value) {
  char digits[32];
  const auto end =
      std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general, 6);
  return {digits, end.ptr};
}

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::bad_data, what);
}

void check_samples(const std::string& what, const std::vector<double>& values, double largest,
                   const std::string& unit) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!(std::abs(values[i]) <= largest)) {
      refuse(what + ", sample " + std::to_string(i + 1) + ": " + text(values[i]) + " " + unit +
             " cannot be: it is within " + text(largest) + " " + unit);
    }
  }
}

}  // namespace

void validate(const CompressionRecording& recording) {
  if (!(recording.sampling_frequency_hz >= 20 && recording.sampling_frequency_hz <= 1e5)) {
    refuse("the sampling is " + text(recording.sampling_frequency_hz) +
           " Hz; a compression needs 20 Hz to 100 kHz");
  }
  if (recording.force_n.size() < kFewestSamples) {
    refuse("the force has " + std::to_string(recording.force_n.size()) +
           " samples; a compression needs at least " + std::to_string(kFewestSamples));
  }
  check_samples("force", recording.force_n, kLargestForce_n, "N");
  if (!recording.displacement_m.empty() &&
      recording.displacement_m.size() != recording.force_n.size()) {
    refuse("force and displacement are not of one length");
  }
  check_samples("displacement", recording.displacement_m, kLargestDisplacement_m, "m");
  const auto [low, high] = std::minmax_element(recording.force_n.begin(), recording.force_n.end());
  if (!(*high >= -*low)) {
    refuse("the force goes to " + text(*low) + " N and never above " + text(*high) +
           " N: pressing is positive; where it is negative, say \"ForceScale\": -1 in the sidecar");
  }
  if (!std::isnan(recording.probe_area_m2) &&
      !(recording.probe_area_m2 >= 1e-8 && recording.probe_area_m2 <= 0.1)) {
    refuse("'ProbeArea' (or that of 'ProbeDiameter') is " + text(recording.probe_area_m2) +
           " m2, which cannot be: it is between 1e-08 and 0.1 m2");
  }
}

}  // namespace stiff
