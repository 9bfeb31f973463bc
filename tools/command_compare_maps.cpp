#include "stiff/comparison/map_comparison.h"
#include "stiff/core/error.h"
#include "stiff/io/candidate_files.h"
#include "stiff/io/checksum.h"
#include "stiff/io/map_change_file.h"
#include "stiff/io/maps_reader.h"
#include "stiff/io/results_file.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <optional>
#include <utility>

#include "tools/command.h"
#include "tools/comparison_input.h"
#include "tools/muscle_info.h"
#include "tools/muscle_naming.h"
#include "tools/output_path.h"

namespace stiff::tool {
namespace {

namespace fs = std::filesystem;

struct MapSettings {
  fs::path muscles;
  std::string name = "maps";
  MapPairOptions pairs;
  MapComparisonOptions comparison;
  RegistrationOptions registration;
  FateOptions fate;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"muscles", "FILE", "A table of muscles over the one that stiff has"},
          self.muscles);
    visit(Option{"name", "NAME", "What is written: comparisons/NAME.h5 and NAME_<table>.csv"},
          self.name);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Which maps", self.pairs);
    visit("Comparison", self.comparison);
    visit("Registration", self.registration);
    visit("Candidates", self.fate);
  }
};

ComparisonInput map_input(const MapSettings& settings, const Call& call) {
  const std::string& name = settings.name;
  if (name.empty() || name.front() == '.' || name.find_first_of("/\\") != std::string::npos) {
    throw Error(ErrorKind::usage, "--name takes a file's name without a folder");
  }
  ComparisonInput input;
  const fs::path given = call.arguments.front();
  const fs::path file = fs::is_directory(given) ? given / "results.h5" : given;
  input.folder = file.parent_path();
  input.file = input.folder / "comparisons" / (name + ".h5");
  input.provenance = call.provenance;
  input.provenance.input_sha256.emplace_back(file.filename().string(), sha256_of_file(file));
  return input;
}

/// The candidates that `stiff flag` found in these results; nothing where it did not run on them.
std::optional<CandidateFile> candidates_of(ComparisonInput& input) {
  const fs::path file = input.folder / "candidates.h5";
  if (!fs::exists(file)) {
    std::cerr << "stiff: no candidates.h5: what became of candidates is not said\n";
    return std::nullopt;
  }
  CandidateFile found = read_candidate_file(file);
  for (const auto& [name, sum] : found.provenance.input_sha256) {
    if (fs::path(name).filename() != "results.h5") continue;
    if (sum == input.provenance.input_sha256.front().second) continue;
    std::cerr
        << "stiff: candidates.h5 is of other results and is left out; run `stiff flag` anew\n";
    return std::nullopt;
  }
  input.provenance.input_sha256.emplace_back("candidates.h5", sha256_of_file(file));
  return found;
}

PlacedCandidates placed(const std::optional<CandidateFile>& file, const std::string& recording,
                        const std::string& quantity, const fs::path& folder) {
  PlacedCandidates out;
  if (!file) return out;
  out.scored = std::any_of(file->recordings.begin(), file->recordings.end(),
                           [&](const FlaggedRecording& one) {
                             return one.identity.recording_id == recording &&
                                    one.quantity == quantity && one.status == Status::ok;
                           });
  for (const Candidate& one : file->candidates) {
    if (one.recording_id == recording && one.quantity == quantity) out.candidates.push_back(one);
  }
  const fs::path labels = folder / "candidates" / (recording + ".h5");
  if (out.candidates.empty() || !fs::exists(labels)) return out;
  CandidateMap map = read_candidate_map(labels);
  out.axial_m = map.axial_m;
  out.lateral_m = map.lateral_m;
  out.label = std::move(map.label);
  return out;
}

/// The maps of a recording, or the line that says why there are none.
std::optional<Maps> maps_of(const fs::path& folder, const RecordingIdentity& id,
                            std::vector<DroppedNumber>& dropped) {
  try {
    return read_maps(folder / "maps" / (id.recording_id + ".h5")).maps;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::no_input && error.kind() != ErrorKind::bad_data) throw;
    dropped.push_back({id.recording_id, id.participant, id.session, id.muscle, id.side, "maps",
                       error.kind() == ErrorKind::no_input ? "it has no map" : error.what()});
    return std::nullopt;
  }
}

std::string percent_text(const Estimate& e) {
  char text[96];
  std::snprintf(text, sizeof text, "%+.1f %% (%+.1f to %+.1f)", e.value, e.ci_low, e.ci_high);
  return text;
}

void print_pair(const MapComparison& one) {
  const MapChangeRow& row = one.row;
  std::cout << row.pair.before.recording_id << " to " << row.pair.after.recording_id << ": ";
  if (!row.ok) {
    std::cout << "refused: " << row.why << "\n";
    return;
  }
  char shift[160];
  std::snprintf(shift, sizeof shift, "shift %.2f, %.2f mm, turn %.1f degrees (%s, r %.2f)",
                row.registration.motion.shift_lateral_m * 1e3,
                row.registration.motion.shift_axial_m * 1e3,
                row.registration.motion.rotation_rad * 57.29577951308232, row.registered_by.c_str(),
                row.registration.correlation);
  std::cout << (row.registered_by == "none" ? std::string("as recorded") : std::string(shift))
            << "; " << row.quantity << " " << percent_text(row.change.percent()) << "\n";
  for (const CandidateChangeRow& c : one.candidates) {
    const bool first = c.fate.of_first;
    std::cout << "  candidate " << (first ? c.fate.number_pre : c.fate.number_post)
              << (first ? " before " : " after ") << to_string(c.fate.fate);
    if (!c.fate.why.empty()) std::cout << " (" << c.fate.why << ")";
    if (c.inside.log_ratio.has_value()) {
      std::cout << ": inside " << percent_text(c.inside.percent());
    }
    if (c.outside.log_ratio.has_value()) {
      std::cout << ", outside " << percent_text(c.outside.percent());
    }
    std::cout << "\n";
  }
}

int compare_maps_command(const MapSettings& settings, const Call& call) {
  ComparisonInput input = map_input(settings, call);
  const fs::path results = call.arguments.front();
  Table recordings =
      read_table(fs::is_directory(results) ? results / "results.h5" : results, "recordings");
  const MuscleTable muscles = known_muscles(settings.muscles);
  name_as_the_table_does(recordings, muscles);
  MapPairOptions wanted = settings.pairs;
  wanted.muscle.clear();
  for (std::string word : listed_words(settings.pairs.muscle)) {
    std::string side;
    name_as_the_table_does(word, side, muscles);
    wanted.muscle += (wanted.muscle.empty() ? "" : ",") + word;
  }
  const MapPairs pairs = pair_maps(recordings, wanted);
  std::vector<DroppedNumber>& dropped = input.measurements.dropped;
  dropped = pairs.dropped;
  const std::optional<CandidateFile> candidates = candidates_of(input);
  const fs::path pictures = input.file.parent_path() / (input.file.stem().string() + "_maps");
  Provenance provenance = input.provenance;
  provenance.references = {"LewisNCC1995", "Clifford1989", "Worsley1996"};
  std::vector<MapChangeRow> rows;
  std::vector<CandidateChangeRow> candidate_rows;
  const std::string& quantity = settings.comparison.quantity;
  for (const MapPair& pair : pairs.pairs) {
    const auto before = maps_of(input.folder, pair.before, dropped);
    const auto after = maps_of(input.folder, pair.after, dropped);
    if (!before || !after) continue;
    MapComparison one = compare_maps(
        pair, *before, *after, placed(candidates, pair.before.recording_id, quantity, input.folder),
        placed(candidates, pair.after.recording_id, quantity, input.folder), settings.comparison,
        settings.registration, settings.fate);
    print_pair(one);
    if (one.change) {
      const fs::path file = pictures / (pair.before.recording_id + ".h5");
      make_folder(file.parent_path());
      write_map_change(file, *one.change, provenance);
    }
    rows.push_back(std::move(one.row));
    for (CandidateChangeRow& row : one.candidates) candidate_rows.push_back(std::move(row));
  }
  print_dropped(dropped);
  const bool all_ok = dropped.empty() &&
                      std::all_of(rows.begin(), rows.end(), [](const auto& row) { return row.ok; });
  write_comparison_output(input, {map_changes_table(rows), candidate_changes_table(candidate_rows)},
                          provenance.references);
  return all_ok ? 0 : 1;
}

}  // namespace

extern const Command kCompareMaps;
const Command kCompareMaps{
    .name = "compare maps",
    .summary =
        "Maps before and after: laid on each other, their change, and what became of "
        "candidates",
    .description =
        "Takes the maps of each place (participant, muscle, side, site) at two sessions, lays the "
        "second on the first by a shift and a small rotation (by the B-mode pictures where both "
        "have one, else by the maps), and refuses where they do not fit, with the reason. Writes "
        "the difference map with its error (comparisons/NAME_maps/<recording before>.h5), the mean "
        "change over what both maps see and, with the candidates.h5 of `stiff flag`, the change "
        "inside and outside each candidate and whether it vanished, stayed or came.\n\n"
        "Intervals hold what differs between these two recordings. How a muscle differs from day "
        "to day is not in them: `stiff compare change` counts that. A candidate is a threshold "
        "crossed: that it vanished is no change by itself; the change inside is.\n\n"
        "Ends with 1 where a pair was refused or a recording has nothing to go with; each is "
        "named, and listed in the table `dropped`.",
    .arguments = comparison_arguments(),
    .examples = {{"stiff compare maps results --pre pre --post post", "All places"},
                 {"stiff compare maps results --pre pre --post post --register-by map "
                  "--name maps_by_map",
                  "Where the speckle did not stay: by the maps themselves"}},
    .job = job<MapSettings, compare_maps_command>};

}  // namespace stiff::tool
