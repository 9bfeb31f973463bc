#pragma once

#include "stiff/io/provenance.h"
#include "stiff/result/estimates.h"
#include "stiff/study/found_recording.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace stiff {

/// What an analyser makes of one recording.
struct Analysis {
  RecordingResult result;  ///< identity, status, numbers
  /// Writes the recording's maps, or its trace and fit, to a file: whole or not at all. Empty where
  /// there are none.
  std::function<void(const std::filesystem::path&, const RecordingIdentity&, const Provenance&)>
      write_maps;
};

/// A number that every recording of a modality has a row for, with a value or with a reason.
struct ExpectedQuantity {
  std::string quantity;
  std::string method;  ///< the default method, whose row is primary
};

/// The way from a recording to its result for one modality. A new family of instruments is one
/// more entry of `analysers()`.
struct Analyser {
  std::string modality;  ///< the suffix of its recordings: `swe`, `myotonometry`, ...
  std::vector<ExpectedQuantity> expected;
  std::vector<std::string> references;  ///< of its methods, keys of REFERENCES.md
  /// Reads and computes; runs in a worker process. \throws Error where the recording is no good.
  std::function<Analysis(const FoundRecording&)> analyse;
};

/// The rows of a recording that has no answer at all: each expected quantity, NaN, with the reason.
RecordingResult without_answer(const RecordingIdentity& identity, const Analyser* analyser,
                               Status status, Reason reason, const std::string& message);

}  // namespace stiff
