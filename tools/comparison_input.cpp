#include "tools/comparison_input.h"

#include "stiff/core/error.h"
#include "stiff/io/checksum.h"
#include "stiff/io/comparison_file.h"
#include "stiff/io/hdf5_reader.h"
#include "stiff/io/results_file.h"

#include <algorithm>
#include <iostream>
#include <utility>

#include "tools/muscle_info.h"
#include "tools/muscle_naming.h"
#include "tools/output_path.h"

namespace stiff::tool {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMostLines = 10;

fs::path results_of(const fs::path& given) {
  return fs::is_directory(given) ? given / "results.h5" : given;
}

TrialTablePaths paths_of(const ComparisonSettings::Files& files, const fs::path& folder) {
  if (!files.study.empty() && !fs::is_directory(files.study)) {
    throw Error(ErrorKind::no_input, files.study.string() + ": is no folder");
  }
  TrialTablePaths paths = trial_table_paths(files.study.empty() ? folder : files.study);
  const auto over = [](fs::path& path, const fs::path& given) {
    if (!given.empty()) path = given;
  };
  over(paths.participants, files.participants);
  over(paths.sessions, files.sessions);
  over(paths.treatments, files.treatments);
  over(paths.outcomes, files.outcomes);
  over(paths.techniques, files.techniques);
  if (!files.study.empty() && !paths.any()) {
    throw Error(ErrorKind::no_input,
                files.study.string() +
                    ": has no participants.tsv, sessions.tsv, treatments.tsv or outcomes.tsv");
  }
  return paths;
}

void refuse_faults(const TrialTables& tables) {
  const std::vector<std::string> faults = tables.faults();
  if (faults.empty()) return;
  const std::string more = faults.size() > 1
                               ? " (and " + std::to_string(faults.size() - 1) +
                                     " more; `stiff info` with the study's folder lists them)"
                               : "";
  throw Error(ErrorKind::bad_data, faults.front() + more);
}

void name_alike(TrialTables& tables, const MuscleTable& muscles) {
  if (tables.treatments) {
    for (TreatmentRow& row : tables.treatments->rows) {
      name_as_the_table_does(row.muscle, row.side, muscles);
    }
  }
  if (tables.outcomes) {
    for (OutcomeRow& row : tables.outcomes->rows) {
      name_as_the_table_does(row.muscle, row.side, muscles);
    }
  }
}

/// The muscles asked for, by the labels that the recordings now have.
MeasurementOptions named_options(MeasurementOptions options, const MuscleTable& muscles) {
  std::string all;
  for (std::string word : listed_words(options.muscle)) {
    std::string side;
    name_as_the_table_does(word, side, muscles);
    all += (all.empty() ? "" : ",") + word;
  }
  options.muscle = all;
  return options;
}

/// A myotonometer's export brings its people with it.
std::optional<ParticipantsTable> people_in_results(const fs::path& file) {
  if (!hdf5::open(file).has_group("participants")) return std::nullopt;
  ParticipantsTable people{read_table(file, "participants"), {}};
  for (Column& column : people.table.columns) {
    if (column.name == "participant") column.name = "participant_id";
  }
  return people;
}

void check_name(const std::string& name) {
  const bool fine =
      !name.empty() && name.front() != '.' && name.find_first_of("/\\") == std::string::npos;
  if (!fine) throw Error(ErrorKind::usage, "--name takes a file's name without a folder");
}

}  // namespace

std::vector<Argument> comparison_arguments() {
  return {{"RESULTS", "The folder of a results.h5 of `stiff run` or `stiff import`, or the file"}};
}

ComparisonInput read_comparison_input(const ComparisonSettings& settings, const Call& call,
                                      const std::string& what, RepeatRows repeats) {
  const fs::path file = results_of(call.arguments.front());
  ComparisonInput input;
  input.folder = file.parent_path();
  const std::string name = settings.files.name.empty() ? what : settings.files.name;
  check_name(name);
  input.file = input.folder / "comparisons" / (name + ".h5");
  input.provenance = call.provenance;
  input.provenance.input_sha256.emplace_back(file.filename().string(), sha256_of_file(file));
  Table recordings = read_table(file, "recordings");
  const Table estimates = read_table(file, "estimates");
  const MuscleTable muscles = known_muscles(settings.files.muscles);
  name_as_the_table_does(recordings, muscles);
  input.tables = read_trial_tables(
      paths_of(settings.files, input.folder.empty() ? fs::path(".") : input.folder));
  refuse_faults(input.tables);
  if (!input.tables.participants) input.tables.participants = people_in_results(file);
  name_alike(input.tables, muscles);
  for (auto& sum : kept_checksums(input.tables)) {
    input.provenance.input_sha256.push_back(std::move(sum));
  }
  const TrialTables& tables = input.tables;
  const StudyFacts facts{tables.participants ? &tables.participants->table : nullptr,
                         tables.sessions ? &tables.sessions->rows : nullptr,
                         tables.treatments ? &tables.treatments->rows : nullptr};
  try {
    input.measurements = measurements_of(recordings, estimates, facts,
                                         named_options(settings.numbers, muscles), repeats);
  } catch (const Error& error) {
    throw Error(error.kind(), file.string() + ": " + error.what());
  }
  print_dropped(input.measurements.dropped);
  print_notes(input.measurements.notes);
  return input;
}

void write_comparison_output(const ComparisonInput& input, std::vector<Table> tables,
                             const std::vector<std::string>& references) {
  Provenance provenance = input.provenance;
  provenance.references.insert(provenance.references.end(), references.begin(), references.end());
  tables.push_back(dropped_table(input.measurements.dropped));
  make_folder(input.file.parent_path());
  write_comparison(input.file, tables, provenance);
  std::cerr << "stiff: " << input.file.string() << " and its tables as CSV beside it\n";
}

void print_dropped(const std::vector<DroppedNumber>& dropped) {
  for (std::size_t i = 0; i < std::min(kMostLines, dropped.size()); ++i) {
    std::cerr << "stiff: dropped: " << dropped_line(dropped[i]) << "\n";
  }
  if (dropped.size() > kMostLines) {
    std::cerr << "stiff: dropped: " << dropped.size() - kMostLines
              << " more, in the table 'dropped'\n";
  }
}

void print_notes(const std::vector<std::string>& notes) {
  for (std::size_t i = 0; i < std::min(kMostLines, notes.size()); ++i) {
    std::cerr << "stiff: " << notes[i] << "\n";
  }
  if (notes.size() > kMostLines) {
    std::cerr << "stiff: and " << notes.size() - kMostLines << " more\n";
  }
}

}  // namespace stiff::tool
