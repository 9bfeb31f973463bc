#include "stiff/result/identity_fields.h"

#include <array>

namespace stiff {
namespace {

constexpr std::array<IdentityField, 14> kFields{{
    {"recording_id", "study-relative stem of the recording", &RecordingIdentity::recording_id},
    {"participant", "participant label", &RecordingIdentity::participant},
    {"session", "session label", &RecordingIdentity::session},
    {"muscle", "muscle", &RecordingIdentity::muscle},
    {"side", "side of the body", &RecordingIdentity::side},
    {"site", "site within the muscle", &RecordingIdentity::site},
    {"state", "state of the muscle", &RecordingIdentity::state},
    {"posture", "posture", &RecordingIdentity::posture},
    {"probe_direction", "probe direction to the fibres", &RecordingIdentity::probe_direction},
    {"device", "device", &RecordingIdentity::device},
    {"run", "run label", &RecordingIdentity::run},
    {"modality", "modality", &RecordingIdentity::modality},
    {"source", "first file, relative to the study", &RecordingIdentity::source},
    {"source_sha256", "SHA-256 over the recording's files", &RecordingIdentity::source_sha256},
}};

}  // namespace

std::span<const IdentityField> identity_fields() {
  return kFields;
}

}  // namespace stiff
