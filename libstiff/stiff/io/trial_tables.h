#pragma once

#include "stiff/io/outcomes_table.h"
#include "stiff/io/participants_table.h"
#include "stiff/io/sessions_table.h"
#include "stiff/io/treatments_table.h"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stiff {

/// Where a study's tables are; an empty path is a table that there is not.
struct TrialTablePaths {
  std::filesystem::path participants;
  std::filesystem::path sessions;
  std::filesystem::path treatments;
  std::filesystem::path outcomes;
  std::filesystem::path techniques;  ///< a study's own techniques, beside the shipped ones

  bool any() const {
    return !(participants.empty() && sessions.empty() && treatments.empty() && outcomes.empty());
  }
};

/// The tables that a folder has: participants.tsv, sessions.tsv, treatments.tsv, outcomes.tsv,
/// techniques.tsv.
TrialTablePaths trial_table_paths(const std::filesystem::path& study);

/// What a study says of its people, sessions, treatments and outcomes.
struct TrialTables {
  std::optional<ParticipantsTable> participants;
  std::optional<SessionsTable> sessions;
  std::optional<TreatmentsTable> treatments;
  std::optional<OutcomesTable> outcomes;

  /// What is wrong in the tables, a line each with file, line and column.
  std::vector<std::string> faults() const;
};

/// Reads what is there. Faults of single lines are in the tables, for `faults`. \throws Error
/// (bad_data, no_input, io) as each reader does.
TrialTables read_trial_tables(const TrialTablePaths& paths);

/// What the tables' kept parts are, as a name and a SHA-256 each, for a file's provenance: of what
/// is kept of a table, since a checksum of the whole would be one of dates and notes.
std::vector<std::pair<std::string, std::string>> kept_checksums(const TrialTables& tables);

}  // namespace stiff
