#pragma once

#include "stiff/core/progress.h"
#include "stiff/recording/identity.h"

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "tools/bound_option.h"
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

/// Where phantoms go and how many there are: what each command that makes them takes.
struct PhantomStudy {
  std::filesystem::path out;
  int count = 1;

  /// A setting of recording n = 0, 1, ...: evenly from the first one's to `last`; the first one's
  /// where that is not above 0, or there is one recording.
  double between(int n, double first, double last) const {
    if (!(last > 0) || count < 2) return first;
    return first + static_cast<double>(n) / (count - 1) * (last - first);
  }

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(
        RequiredOption{{"out", "PATH", "A file (x.h5) for one recording, or a folder for a study"}},
        self.out);
    visit(Option{"count", "1", "Recordings of the study; each takes the next seed", 1, 99999},
          self.count);
  }
};

/// Makes the recordings n = 0, 1, ..., of these labels, and writes them as `write_simulated` does.
void write_phantoms(const PhantomStudy& study,
                    const std::function<SimulatedRecording(int n, const std::string& label)>& make);

/// A number with leading zeros, so that names sort as they count.
std::string numbered_label(int number, int largest);

}  // namespace stiff::tool
