#pragma once

#include "stiff/core/progress.h"
#include "stiff/io/provenance.h"
#include "stiff/study/analyser.h"
#include "stiff/study/found_recording.h"
#include "stiff/study/output_folder.h"
#include "stiff/study/part_key.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// What sidecars and tables say of a recording: a text that changes where any of it does, and the
/// files that it came from.
struct ResolvedMetadata {
  std::string text;
  std::vector<std::filesystem::path> files;
};

/// How a study's recordings become results.
struct Method {
  std::vector<Analyser> analysers;  ///< at most one a modality
  /// May throw Error: the recording is then refused with its line.
  std::function<ResolvedMetadata(const FoundRecording&)> metadata;
  std::string version;    ///< of the program: parts of another one are made anew
  Provenance provenance;  ///< history, options, defaults; inputs and references are added

  const Analyser* analyser_of(std::string_view modality) const;
};

/// Why a recording is computed, or is not.
enum class Why {
  added,             ///< there is no part of it
  forced,            ///< `--force`
  input_changed,     ///< one of its files
  metadata_changed,  ///< a sidecar, or a table's line
  options_changed,   ///< an option that can change a number, or the program's version
  failed_before,     ///< its worker crashed or went over a limit
  damaged,           ///< its part does not read
  maps_missing,      ///< its maps are no longer there
  unchanged,         ///< kept
};
/// In words for people: "new", "its file changed", ...
std::string_view to_string(Why why);

struct PlannedRecording {
  FoundRecording recording;
  const Analyser* analyser = nullptr;  ///< none for a modality that this version does not know
  PartKey key;
  Provenance provenance;  ///< of its own files
  Why why = Why::added;
  std::optional<RecordingResult> kept;  ///< the part's, where it is unchanged
  std::string
      unreadable;  ///< one line where its files cannot be read; it is then not computed but failed

  bool runs() const { return !kept.has_value(); }
};

struct Plan {
  std::vector<PlannedRecording> recordings;  ///< in the order of recording_id
  Provenance provenance;
};

/// Reads the recordings' files (for their checksums) and the parts of an earlier run, and writes
/// nothing. `method` must outlive the plan. `found` is in the order of recording_id, each id once.
Plan plan_study(std::vector<FoundRecording> found, const Method& method, const OutputPaths& folder,
                bool force, const Progress& progress = {});

}  // namespace stiff
