#pragma once

#include "stiff/core/progress.h"
#include "stiff/recording/identity.h"

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "tools/truth_table.h"

namespace stiff::tool {

/// One recording of a study of phantoms: what it is called, and how its file is made.
struct SimulatedRecording {
  std::string participant;  ///< the label behind `sub-`
  std::string muscle;       ///< the label behind `muscle-`: what the phantom is
  std::string modality;     ///< `swe`, `myotonometry`, ...
  /// Simulates the phantom, writes the file and says what its rows must come back as; the
  /// recording_id is filled in behind it.
  std::function<std::vector<TruthRow>(const std::filesystem::path&, const RecordingIdentity&)>
      write;
  std::string side{};  ///< empty where it is not said
};

/// Simulates the recordings one by one and writes them as a study:
///
///     participants.tsv
///     truth.tsv            what each was made of (`truth_text`)
///     sub-01/sub-01_muscle-<muscle>[_side-<side>]_<modality>.h5
///
/// \throws Error (cannot_create, io) where it cannot be written; (usage) for options at odds.
void write_simulated_study(const std::filesystem::path& folder,
                           std::span<const SimulatedRecording> recordings,
                           const Progress& progress = {});

/// The same on the terminal, with a line of progress; or, where the path ends in .h5, the only
/// recording as that file. What is there is not overwritten. \throws as above; (usage) for several
/// recordings and one file.
void write_simulated(const std::filesystem::path& out,
                     std::span<const SimulatedRecording> recordings);

/// A number with leading zeros, so that names sort as they count.
std::string numbered_label(int number, int largest);

}  // namespace stiff::tool
