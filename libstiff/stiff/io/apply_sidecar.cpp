#include "stiff/io/apply_sidecar.h"

#include "stiff/core/error.h"
#include "stiff/io/sidecar_regions.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

void state(const Sidecar& sidecar, std::string_view key, double& value) {
  value = stated_number(sidecar, key, value);
}

// A key with one number for all pushes, or one for each.
void state_pushes(const Sidecar& sidecar, std::string_view key, double Push::*member,
                  std::vector<PushAcquisition>& acquisitions) {
  const std::vector<double> given = sidecar.numbers(key);
  if (given.empty()) return;
  if (given.size() != 1 && given.size() != acquisitions.size()) {
    throw Error(ErrorKind::bad_data, sidecar.place(key) + " has " + std::to_string(given.size()) +
                                         " numbers for " + std::to_string(acquisitions.size()) +
                                         " pushes");
  }
  for (std::size_t i = 0; i < acquisitions.size(); ++i) {
    double& value = acquisitions[i].push.*member;
    if (sidecar.is_own(key) || std::isnan(value)) value = given[given.size() == 1 ? 0 : i];
  }
}

void state_text(const Sidecar& sidecar, std::string_view key, std::string& text) {
  const std::string said = sidecar.text(key);
  if (!said.empty() && (sidecar.is_own(key) || text.empty())) text = said;
}

void scale_samples(double factor, ShearWaveRecording& recording) {
  const auto by = static_cast<float>(factor);
  for (PushAcquisition& acquisition : recording.acquisitions) {
    for (Index i = 0; i < acquisition.real.size(); ++i) acquisition.real.data()[i] *= by;
    for (Index i = 0; i < acquisition.iq.size(); ++i) acquisition.iq.data()[i] *= by;
  }
}

// A recording's frame times stand; a sidecar of its own that says another rate is wrong about
// something.
void check_frame_rate(const Sidecar& sidecar, const ShearWaveRecording& recording) {
  if (!sidecar.is_own("PulseRepetitionFrequency")) return;
  const double said_hz = *sidecar.number("PulseRepetitionFrequency");
  for (const PushAcquisition& acquisition : recording.acquisitions) {
    std::vector<double> steps;
    for (std::size_t i = 1; i < acquisition.time_s.size(); ++i) {
      steps.push_back(acquisition.time_s[i] - acquisition.time_s[i - 1]);
    }
    if (steps.empty()) continue;
    const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
    std::nth_element(steps.begin(), middle, steps.end());
    if (!(std::abs(*middle * said_hz - 1) < 0.01)) {
      throw Error(ErrorKind::bad_data, sidecar.place("PulseRepetitionFrequency") +
                                           " does not agree with the recording's own frame times");
    }
  }
}

}  // namespace

double stated_number(const Sidecar& sidecar, std::string_view key, double from_file) {
  if (!sidecar.is_own(key) && !std::isnan(from_file)) return from_file;
  return sidecar.number(key).value_or(from_file);
}

void apply_identity(const Sidecar& sidecar, RecordingIdentity& identity) {
  state_text(sidecar, "Muscle", identity.muscle);
  state_text(sidecar, "Side", identity.side);
  state_text(sidecar, "Site", identity.site);
  state_text(sidecar, "State", identity.state);
  state_text(sidecar, "Posture", identity.posture);
  state_text(sidecar, "ProbeDirection", identity.probe_direction);
  state_text(sidecar, "Device", identity.device);
  state_text(sidecar, "ManufacturersModelName", identity.device);
  state_text(sidecar, "Participant", identity.participant);
  state_text(sidecar, "Session", identity.session);
  state_text(sidecar, "Run", identity.run);
  const std::string& direction = identity.probe_direction;
  if (!direction.empty() && direction != "along" && direction != "across") {
    throw Error(ErrorKind::bad_data, sidecar.place("ProbeDirection") +
                                         " is 'along' or 'across' the fibres, not '" + direction +
                                         "'");
  }
}

void apply_sidecar(const Sidecar& sidecar, const std::filesystem::path& file,
                   ShearWaveRecording& recording) {
  state(sidecar, "CenterFrequency", recording.centre_frequency_hz);
  state(sidecar, "SamplingFrequency", recording.sampling_frequency_hz);
  state(sidecar, "SoundSpeed", recording.sound_speed_m_per_s);
  state(sidecar, "TissueThickness", recording.thickness_m);
  if (sidecar.has("Density") && (sidecar.is_own("Density") || !recording.density_stated)) {
    recording.density_kg_per_m3 = *sidecar.number("Density");
    recording.density_stated = true;
  }
  if (sidecar.has("Isotropic") && (sidecar.is_own("Isotropic") || !recording.isotropic_stated)) {
    recording.isotropic_stated = *sidecar.flag("Isotropic");
  }
  check_frame_rate(sidecar, recording);
  auto& acquisitions = recording.acquisitions;
  state_pushes(sidecar, "PushLateral", &Push::lateral_m, acquisitions);
  state_pushes(sidecar, "PushAxial", &Push::axial_m, acquisitions);
  state_pushes(sidecar, "PushTime", &Push::time_s, acquisitions);
  state_pushes(sidecar, "PushHalfWidth", &Push::half_width_m, acquisitions);
  state_pushes(sidecar, "PushDuration", &Push::duration_s, acquisitions);
  for (PushAcquisition& acquisition : acquisitions) {
    if (std::isnan(acquisition.push.time_s)) acquisition.push.time_s = 0;
  }
  apply_identity(sidecar, recording.identity);
  if (sidecar.has("SampleScale")) scale_samples(*sidecar.number("SampleScale"), recording);
  std::vector<Region> regions = sidecar_regions(sidecar, file);
  if (!regions.empty() && (sidecar.is_own("Regions") || recording.regions.empty())) {
    recording.regions = std::move(regions);
  }
  std::optional<Region> mask = sidecar_mask(sidecar, file);
  if (mask && (sidecar.is_own("Mask") || !recording.mask)) recording.mask = std::move(mask);
}

}  // namespace stiff
