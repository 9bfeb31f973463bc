#include "tools/study_folder_info.h"

#include "stiff/core/error.h"
#include "stiff/io/apply_sidecar.h"
#include "stiff/io/results_file.h"
#include "stiff/io/trial_tables.h"
#include "stiff/result/identity_fields.h"
#include "stiff/result/people.h"
#include "stiff/result/table_columns.h"
#include "stiff/study/find_recordings.h"
#include "stiff/study/trial_check.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <ostream>
#include <set>

#include "tools/info_text.h"
#include "tools/muscle_info.h"

namespace stiff::tool {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMostNames = 20;

/// "dry_needling 12, rest 12".
std::string counted(const std::map<std::string, std::size_t>& counts) {
  std::string text;
  for (const auto& [word, count] : counts) {
    text += (text.empty() ? "" : ", ") + (word.empty() ? "(not said)" : word) + " " +
            std::to_string(count);
  }
  return text;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < std::min(kMostNames, words.size()); ++i) {
    text += (i > 0 ? ", " : "") + words[i];
  }
  if (words.size() > kMostNames) {
    text += " and " + std::to_string(words.size() - kMostNames) + " more";
  }
  return text;
}

std::string rows(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " row" : " rows");
}

/// The study's recordings, unopened: by their names and sidecars.
std::vector<RecordingIdentity> recordings_in(const fs::path& folder) {
  FoundStudy study;
  try {
    study = find_recordings({folder});
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::no_input) throw;
    return {};
  }
  std::vector<RecordingIdentity> recordings;
  for (const FoundRecording& found : study.recordings) {
    recordings.push_back(found.identity);
    apply_identity(resolve_sidecars(found.study_root, found.files.front(), found.folders.get()),
                   recordings.back());
  }
  return recordings;
}

std::vector<RecordingIdentity> recordings_of_results(const fs::path& file) {
  const Table table = read_table(file, "recordings");
  std::vector<RecordingIdentity> recordings(rows_of(table));
  for (const IdentityField& field : identity_fields()) {
    const auto& texts = values_of_column<std::string>(table, field.name);
    for (std::size_t i = 0; i < texts.size(); ++i) recordings[i].*field.member = texts[i];
  }
  return recordings;
}

std::string recordings_text(const std::vector<RecordingIdentity>& recordings) {
  std::set<std::string> people;
  std::map<std::string, std::size_t> sessions, modalities;
  for (const RecordingIdentity& one : recordings) {
    people.insert(one.participant);
    ++sessions[one.session];
    ++modalities[one.modality.empty() ? "readings" : one.modality];
  }
  return std::to_string(recordings.size()) + " of " + std::to_string(people.size()) +
         (people.size() == 1 ? " participant" : " participants") +
         "; sessions: " + counted(sessions) + "; " + counted(modalities);
}

void print_participants(std::ostream& out, const ParticipantsTable& participants) {
  std::map<std::string, std::size_t> groups;
  const auto people = people_of(participants.table);
  for (const auto& [who, person] : people) ++groups[person.group];
  std::string columns;
  for (const Column& column : participants.table.columns) {
    if (column.name != "participant_id") columns += (columns.empty() ? "" : ", ") + column.name;
  }
  info_line(out, "participants.tsv",
            rows(people.size()) + "; columns: " + (columns.empty() ? "none" : columns) +
                "; groups: " + counted(groups));
}

template <class Rows, class Word>
void print_table(std::ostream& out, const char* name, const Rows& table, Word word) {
  std::map<std::string, std::size_t> counts;
  for (const auto& row : table.rows) ++counts[word(row)];
  info_line(out, name, rows(table.rows.size()) + (counts.empty() ? "" : ": " + counted(counts)));
}

void print_not_kept(std::ostream& out, const TrialTables& tables) {
  std::string text;
  const auto add = [&](const char* name, const std::vector<std::string>& columns) {
    if (!columns.empty())
      text += (text.empty() ? "" : "; ") + std::string(name) + ": " + joined(columns);
  };
  if (tables.participants) add("participants.tsv", tables.participants->dropped);
  if (tables.sessions) add("sessions.tsv", tables.sessions->not_kept);
  if (tables.treatments) add("treatments.tsv", tables.treatments->not_kept);
  if (tables.outcomes) add("outcomes.tsv", tables.outcomes->not_kept);
  if (!text.empty()) info_line(out, "columns not kept", text);
}

void print_tables(std::ostream& out, const TrialTables& tables) {
  if (tables.participants) print_participants(out, *tables.participants);
  if (tables.sessions) {
    print_table(out, "sessions.tsv", *tables.sessions,
                [](const SessionRow& row) { return row.session; });
  }
  if (tables.treatments) {
    print_table(out, "treatments.tsv", *tables.treatments,
                [](const TreatmentRow& row) { return row.technique; });
  }
  if (tables.outcomes) {
    print_table(out, "outcomes.tsv", *tables.outcomes, [](const OutcomeRow& row) {
      return std::isfinite(row.value) ? row.outcome : row.outcome + " (n/a)";
    });
  }
  print_not_kept(out, tables);
}

}  // namespace

void print_study_folder(std::ostream& out, const fs::path& folder, const fs::path& muscles) {
  std::vector<RecordingIdentity> recordings = recordings_in(folder);
  const TrialTablePaths paths = trial_table_paths(folder);
  const bool has_results = fs::exists(folder / "results.h5");
  if (recordings.empty() && has_results) {
    recordings = recordings_of_results(folder / "results.h5");
  }
  if (recordings.empty() && !paths.any()) {
    throw Error(ErrorKind::no_input,
                folder.string() + ": has no recording, no results.h5 and no table of a study");
  }
  const TrialTables tables = read_trial_tables(paths);
  out << folder.string() << "\n";
  info_line(out, "recordings", recordings.empty() ? "none" : recordings_text(recordings));
  print_tables(out, tables);
  const auto lacks = study_lacks(recordings, tables, known_muscles(muscles));
  for (const StudyLack& lack : lacks) {
    info_line(out, "lacks", lack.what + ": " + joined(lack.who));
  }
  const std::vector<std::string> faults = tables.faults();
  for (const std::string& fault : faults) info_line(out, "fault", fault);
  if (!faults.empty()) {
    throw Error(ErrorKind::bad_data, folder.string() + ": " + std::to_string(faults.size()) +
                                         (faults.size() == 1 ? " fault" : " faults") +
                                         " in its tables: " + faults.front());
  }
  info_line(out, "check", lacks.empty() ? "complete" : "readable, with what it lacks");
}

}  // namespace stiff::tool
