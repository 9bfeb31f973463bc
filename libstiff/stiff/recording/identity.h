#pragma once

#include <string>

namespace stiff {

/// Whose muscle, where, when and with what: what a study's file name, tables and sidecars say of a
/// recording. An empty text is "not said". No field holds a name, a birth date or a path outside the study.
struct RecordingIdentity {
  std::string recording_id;  ///< study-relative stem without the suffix's extension; unique in a study
  std::string participant;   ///< `sub-` label, without the prefix; likewise below
  std::string session;
  std::string muscle;
  std::string side;
  std::string site;
  std::string state;
  std::string posture;
  std::string probe_direction;  ///< `along`, `across` or empty
  std::string device;
  std::string run;
  std::string modality;       ///< `swe`, `strain`, `mre`, `vibration`, `myotonometry`, ...
  std::string source;         ///< study-relative path of the recording's first file
  std::string source_sha256;  ///< over all files of the recording
};

}  // namespace stiff
