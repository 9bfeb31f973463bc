#include "stiff/core/error.h"
#include "stiff/recording/sample_check.h"
#include "stiff/recording/shear_wave_recording.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace stiff {
namespace {

// Bounds of what can be; a value beyond them was given in another unit. They are wide on purpose:
// soft silicone is 900 m/s, tendon 2000; 500 kHz is below any probe for muscle, 100 MHz above.
constexpr double kWidestField_m = 0.5;
constexpr double kNarrowestField_m = 1e-4;
constexpr double kLowestPrf_hz = 50;
constexpr double kHighestPrf_hz = 200e3;
constexpr double kLongestRecord_s = 10;
constexpr float kLargestDisplacement_m = 0.01F;
constexpr float kLargestVelocity_m_per_s = 10.0F;

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::bad_data, what);
}

std::string text(double value) {
  char digits[32];
  const auto end =
      std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general, 6);
  return {digits, end.ptr};
}

void check_metadata(const std::string& key, double value, double low, double high,
                    const std::string& unit) {
  if (std::isnan(value)) {
    refuse("'" + key + "' is missing: give it in " + unit + " in the sidecar");
  }
  if (!(value >= low && value <= high)) {
    refuse("'" + key + "' is " + text(value) + " " + unit + ", which cannot be: it is between " +
           text(low) + " and " + text(high) + " " + unit);
  }
}

void check_optional(const std::string& key, double value, double low, double high,
                    const std::string& unit) {
  if (!std::isnan(value)) check_metadata(key, value, low, high, unit);
}

void check_axis(const Axis& axis, const std::string& name) {
  if (axis.size < 1) refuse("the " + name + " axis is empty");
  if (!std::isfinite(axis.first) || !std::isfinite(axis.step) || !(axis.step > 0)) {
    refuse("the " + name + " axis is not finite and increasing");
  }
  const double extent = axis.step * static_cast<double>(axis.size - 1);
  const std::string of = name == "axial" ? " deep" : " wide";
  if (!(extent <= kWidestField_m)) {
    refuse("the field is " + text(extent) + " m" + of + " (at most " + text(kWidestField_m) +
           " m can be): is the " + name + " axis in mm where m is said?");
  }
  if (axis.size > 1 && !(extent >= kNarrowestField_m)) {
    refuse("the field is " + text(extent) + " m" + of + " (at least " + text(kNarrowestField_m) +
           " m is needed): is the " + name + " axis in another unit than said?");
  }
  const double furthest = std::max(std::abs(axis.first), std::abs(axis.last()));
  if (!(furthest <= kWidestField_m)) {
    refuse("the " + name + " axis reaches " + text(furthest) + " m from the probe's origin");
  }
}

void check_times(const std::vector<double>& time_s) {
  if (time_s.size() < 3) {
    refuse("there " +
           std::string(time_s.size() == 1 ? "is 1 frame"
                                          : "are " + std::to_string(time_s.size()) + " frames") +
           ": a wave needs at least 3 (and should have 20)");
  }
  std::vector<double> steps(time_s.size() - 1);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    steps[i] = time_s[i + 1] - time_s[i];
    if (!std::isfinite(time_s[i]) || !(steps[i] > 0)) {
      refuse("the frame times do not increase at frame " + std::to_string(i + 2) +
             " (Time, or PulseRepetitionFrequency)");
    }
  }
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  check_metadata("PulseRepetitionFrequency", 1.0 / *middle, kLowestPrf_hz, kHighestPrf_hz, "Hz");
  const double duration = time_s.back() - time_s.front();
  if (!(duration <= kLongestRecord_s)) {
    refuse("the record lasts " + text(duration) + " s, at most " + text(kLongestRecord_s) +
           " s can be: are the frame times in ms where s is said?");
  }
}

void check_push(const Push& push, const std::vector<double>& time_s) {
  check_metadata("PushLateral", push.lateral_m, -kWidestField_m, kWidestField_m, "m");
  check_optional("PushAxial", push.axial_m, -kWidestField_m, kWidestField_m, "m");
  check_optional("PushHalfWidth", push.half_width_m, 1e-6, 0.1, "m");
  check_optional("PushDuration", push.duration_s, 0, 1, "s");
  check_metadata("PushTime", push.time_s, -kLongestRecord_s, kLongestRecord_s, "s");
  if (!(push.time_s < time_s[time_s.size() - 2])) {
    refuse("'PushTime' is " + text(push.time_s) + " s, when the record, which ends at " +
           text(time_s.back()) + " s, is over");
  }
}

template <class T>
void check_shape(const Cube<T>& samples, const ShearWaveRecording& recording, std::size_t frames) {
  if (samples.axial() != recording.axial_m.size || samples.lateral() != recording.lateral_m.size ||
      samples.time() != static_cast<Index>(frames)) {
    refuse("the samples are " + std::to_string(samples.axial()) + " x " +
           std::to_string(samples.lateral()) + " x " + std::to_string(samples.time()) +
           " (axial, lateral, time), their axes " + std::to_string(recording.axial_m.size) + " x " +
           std::to_string(recording.lateral_m.size) + " x " + std::to_string(frames));
  }
}

void check_samples(const PushAcquisition& acquisition, const ShearWaveRecording& recording) {
  const std::size_t frames = acquisition.time_s.size();
  const bool is_iq = recording.kind == SampleKind::iq;
  if (acquisition.iq.empty() == is_iq || acquisition.real.empty() != is_iq) {
    refuse(is_iq ? "an IQ recording must hold complex samples and no others"
                 : "a recording of real samples must hold these and no others");
  }
  if (is_iq) {
    check_shape(acquisition.iq, recording, frames);
    check_echo_samples(acquisition.iq.view());
    return;
  }
  check_shape(acquisition.real, recording, frames);
  switch (recording.kind) {
    case SampleKind::displacement:
      return check_field_samples(acquisition.real.view(), kLargestDisplacement_m, "m");
    case SampleKind::velocity:
      return check_field_samples(acquisition.real.view(), kLargestVelocity_m_per_s, "m/s");
    default:
      return check_echo_samples(acquisition.real.view());
  }
}

bool is_finite(const Region& region) {
  const auto finite = [](Point p) {
    return std::isfinite(p.lateral_m) && std::isfinite(p.axial_m);
  };
  if (const auto* circle = std::get_if<Circle>(&region.shape)) {
    return finite(circle->centre) && std::isfinite(circle->radius_m) && circle->radius_m > 0;
  }
  if (const auto* box = std::get_if<Box>(&region.shape)) {
    return finite(box->low) && finite(box->high) && box->low.lateral_m < box->high.lateral_m &&
           box->low.axial_m < box->high.axial_m;
  }
  if (const auto* polygon = std::get_if<Polygon>(&region.shape)) {
    return polygon->corners.size() >= 3 &&
           std::all_of(polygon->corners.begin(), polygon->corners.end(), finite);
  }
  return true;
}

void check_regions(const ShearWaveRecording& recording) {
  std::set<std::string> names;
  for (const Region& region : recording.regions) {
    if (region.name.empty() || region.name == "all") {
      refuse("a region needs a name other than 'all', which means everything valid");
    }
    if (!names.insert(region.name).second) refuse("two regions are called '" + region.name + "'");
    if (!is_finite(region)) refuse("the region '" + region.name + "' is empty or not finite");
    if (std::holds_alternative<LabelMask>(region.shape)) {
      rasterise(region, recording.axial_m, recording.lateral_m);  // refuses another grid's mask
    }
  }
  if (recording.mask) {
    if (!is_finite(*recording.mask)) refuse("the mask is empty or not finite");
    if (!rasterise(*recording.mask, recording.axial_m, recording.lateral_m).any()) {
      refuse("the mask leaves no pixel of the recording");
    }
  }
}

}  // namespace

void validate(const ShearWaveRecording& recording) {
  check_axis(recording.axial_m, "axial");
  check_axis(recording.lateral_m, "lateral");
  if (recording.lateral_m.size < 2) {
    refuse("there is 1 lateral line: a speed needs at least 2 (and should have 20)");
  }
  if (recording.acquisitions.empty()) refuse("the recording holds no acquisition");
  const bool echoes = recording.kind == SampleKind::iq || recording.kind == SampleKind::rf;
  if (echoes) {
    check_metadata("CenterFrequency", recording.centre_frequency_hz, 0.5e6, 100e6, "Hz");
    check_metadata("SoundSpeed", recording.sound_speed_m_per_s, 800, 2500, "m/s");
  }
  if (recording.kind == SampleKind::rf) {
    check_metadata("SamplingFrequency", recording.sampling_frequency_hz, 1e6, 1e9, "Hz");
  }
  check_metadata("Density", recording.density_kg_per_m3, 500, 2500, "kg/m3");
  check_optional("TissueThickness", recording.thickness_m, 1e-4, kWidestField_m, "m");
  for (std::size_t i = 0; i < recording.acquisitions.size(); ++i) {
    const PushAcquisition& acquisition = recording.acquisitions[i];
    try {
      check_times(acquisition.time_s);
      check_push(acquisition.push, acquisition.time_s);
      check_samples(acquisition, recording);
    } catch (const Error& error) {
      if (recording.acquisitions.size() == 1) throw;
      throw Error(error.kind(), "push " + std::to_string(i + 1) + ": " + error.what());
    }
  }
  check_regions(recording);
  if (recording.bmode.size() > 0 && (recording.bmode.rows() != recording.axial_m.size ||
                                     recording.bmode.cols() != recording.lateral_m.size)) {
    refuse("the B-mode picture is not on the recording's grid");
  }
}

}  // namespace stiff
