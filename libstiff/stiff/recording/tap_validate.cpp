#include "stiff/core/error.h"
#include "stiff/recording/tap_recording.h"

#include <charconv>
#include <cmath>
#include <string>

namespace stiff {
namespace {

constexpr std::size_t kFewestSamples = 32;
constexpr double kLargestAcceleration_m_per_s2 = 1e5;

std::string text(double value) {
  char digits[32];
  const auto end =
      std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general, 6);
  return {digits, end.ptr};
}

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::bad_data, what);
}

// A value beyond these bounds was given in another unit (g for kg, mm for m, ms for s).
void check(const std::string& key, double value, double low, double high, const std::string& unit) {
  if (!(value >= low && value <= high)) {
    refuse("'" + key + "' is " + text(value) + " " + unit + ", which cannot be: it is between " +
           text(low) + " and " + text(high) + " " + unit);
  }
}

void check_needed(const std::string& key, double value, double low, double high,
                  const std::string& unit) {
  if (std::isnan(value)) refuse("'" + key + "' is missing: give it in " + unit + " in the sidecar");
  check(key, value, low, high, unit);
}

void check_optional(const std::string& key, double value, double low, double high,
                    const std::string& unit) {
  if (!std::isnan(value)) check(key, value, low, high, unit);
}

void check_tap(const std::vector<double>& tap, std::size_t number) {
  const std::string name = "tap " + std::to_string(number);
  if (tap.size() < kFewestSamples) {
    refuse(name + " has " + std::to_string(tap.size()) + " samples; a swing needs at least " +
           std::to_string(kFewestSamples));
  }
  for (std::size_t i = 0; i < tap.size(); ++i) {
    if (!(std::abs(tap[i]) <= kLargestAcceleration_m_per_s2)) {
      refuse(name + ", sample " + std::to_string(i + 1) + ": " + text(tap[i]) +
             " m/s2 is no acceleration of a probe");
    }
  }
}

}  // namespace

void validate(const TapRecording& recording) {
  check_needed("SamplingFrequency", recording.sampling_frequency_hz, 200, 1e6, "Hz");
  check_optional("ProbeMass", recording.probe_mass_kg, 1e-4, 1, "kg");
  check("AddedMass", recording.added_mass_kg, 0, 1, "kg");
  check_optional("ProbeDiameter", recording.probe_diameter_m, 2e-4, 0.05, "m");
  check_optional("Preload", recording.preload_n, 1e-3, 50, "N");
  check_optional("TapForce", recording.tap_force_n, 1e-3, 50, "N");
  check_optional("TapDuration", recording.tap_duration_s, 2e-4, 0.2, "s");
  if (recording.taps_m_per_s2.empty()) refuse("the recording holds no tap");
  for (std::size_t i = 0; i < recording.taps_m_per_s2.size(); ++i) {
    check_tap(recording.taps_m_per_s2[i], i + 1);
  }
}

}  // namespace stiff
