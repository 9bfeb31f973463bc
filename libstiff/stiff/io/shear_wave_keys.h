#pragma once

#include "stiff/recording/shear_wave_recording.h"

#include <array>
#include <string>
#include <string_view>

/// The attributes of a recording file, for its writer and its reader: the keys of the sidecars,
/// values SI.
namespace stiff {

struct RecordingKey {
  std::string_view name;
  double ShearWaveRecording::*field;
};
inline constexpr std::array<RecordingKey, 4> kRecordingKeys{{
    {"CenterFrequency", &ShearWaveRecording::centre_frequency_hz},
    {"SamplingFrequency", &ShearWaveRecording::sampling_frequency_hz},
    {"SoundSpeed", &ShearWaveRecording::sound_speed_m_per_s},
    {"TissueThickness", &ShearWaveRecording::thickness_m},
}};

struct PushKey {
  std::string_view name;
  double Push::*field;
};
inline constexpr std::array<PushKey, 5> kPushKeys{{
    {"PushLateral", &Push::lateral_m},
    {"PushAxial", &Push::axial_m},
    {"PushTime", &Push::time_s},
    {"PushHalfWidth", &Push::half_width_m},
    {"PushDuration", &Push::duration_s},
}};

struct IdentityKey {
  std::string_view name;
  std::string RecordingIdentity::*field;
};
inline constexpr std::array<IdentityKey, 10> kIdentityKeys{{
    {"Participant", &RecordingIdentity::participant},
    {"Session", &RecordingIdentity::session},
    {"Muscle", &RecordingIdentity::muscle},
    {"Side", &RecordingIdentity::side},
    {"Site", &RecordingIdentity::site},
    {"State", &RecordingIdentity::state},
    {"Posture", &RecordingIdentity::posture},
    {"ProbeDirection", &RecordingIdentity::probe_direction},
    {"Device", &RecordingIdentity::device},
    {"Run", &RecordingIdentity::run},
}};

/// What a kind of sample is called, as SampleKind and as the dataset; IQ is in `iq_re` and `iq_im`.
struct SampleNames {
  SampleKind value;
  std::string_view kind;
  std::string_view units;
  std::string_view long_name;
};
inline constexpr std::array<SampleNames, 4> kSampleNames{{
    {SampleKind::iq, "iq", "1", "echo"},
    {SampleKind::rf, "rf", "1", "radio-frequency echo"},
    {SampleKind::displacement, "displacement", "m", "displacement away from the probe"},
    {SampleKind::velocity, "velocity", "m s-1", "velocity away from the probe"},
}};

constexpr const SampleNames& sample_names(SampleKind kind) {
  return kSampleNames[static_cast<std::size_t>(kind)];
}

}  // namespace stiff
