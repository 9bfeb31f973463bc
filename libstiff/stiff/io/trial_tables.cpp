#include "stiff/io/trial_tables.h"

#include "stiff/io/checksum.h"

#include <span>
#include <system_error>
#include <type_traits>
#include <variant>

namespace stiff {
namespace {

void add(Sha256& sum, double value) {
  sum.update(std::as_bytes(std::span(&value, 1)));
}

std::string sum_of(const Table& table) {
  Sha256 sum;
  for (const Column& column : table.columns) {
    sum.update_framed(column.name);
    std::visit(
        [&](const auto& values) {
          for (const auto& value : values) {
            if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string>) {
              sum.update_framed(value);
            } else {
              add(sum, static_cast<double>(value));
            }
          }
        },
        column.values);
  }
  return sum.hex();
}

std::string sum_of(const std::vector<SessionRow>& rows) {
  Sha256 sum;
  for (const SessionRow& row : rows) {
    for (const auto* text : {&row.participant, &row.session, &row.time_point, &row.rater}) {
      sum.update_framed(*text);
    }
    add(sum, row.day);
  }
  return sum.hex();
}

std::string sum_of(const std::vector<TreatmentRow>& rows) {
  Sha256 sum;
  for (const TreatmentRow& row : rows) {
    for (const auto* text :
         {&row.participant, &row.session, &row.muscle, &row.side, &row.technique}) {
      sum.update_framed(*text);
    }
    for (const double dose : {row.dose.hold_time_s, row.dose.repetitions, row.dose.pressure_kpa,
                              row.dose.needles, row.dose.minutes}) {
      add(sum, dose);
    }
  }
  return sum.hex();
}

std::string sum_of(const std::vector<OutcomeRow>& rows) {
  Sha256 sum;
  for (const OutcomeRow& row : rows) {
    for (const auto* text : {&row.participant, &row.session, &row.outcome, &row.muscle, &row.side,
                             &row.units, &row.pain_region}) {
      sum.update_framed(*text);
    }
    for (const double value : {row.day, row.value, row.scale_minimum, row.scale_maximum,
                               static_cast<double>(row.direction)}) {
      add(sum, value);
    }
  }
  return sum.hex();
}

}  // namespace

TrialTablePaths trial_table_paths(const std::filesystem::path& study) {
  const auto at = [&](const char* name) {
    std::error_code fault;
    const std::filesystem::path path = study / name;
    return std::filesystem::exists(path, fault) ? path : std::filesystem::path();
  };
  return {at("participants.tsv"), at("sessions.tsv"), at("treatments.tsv"), at("outcomes.tsv"),
          at("techniques.tsv")};
}

std::vector<std::string> TrialTables::faults() const {
  std::vector<std::string> all;
  const auto take = [&](const auto& table) {
    if (table) all.insert(all.end(), table->faults.begin(), table->faults.end());
  };
  take(sessions);
  take(treatments);
  take(outcomes);
  return all;
}

TrialTables read_trial_tables(const TrialTablePaths& paths) {
  TrialTables tables;
  if (!paths.participants.empty()) {
    tables.participants = read_participants_table(paths.participants);
  }
  if (!paths.sessions.empty()) tables.sessions = read_sessions_table(paths.sessions);
  if (!paths.treatments.empty()) {
    TechniqueTable techniques = TechniqueTable::shipped();
    if (!paths.techniques.empty()) techniques.extend(paths.techniques);
    tables.treatments = read_treatments_table(paths.treatments, techniques);
  }
  if (!paths.outcomes.empty()) {
    tables.outcomes = read_outcomes_table(
        paths.outcomes, tables.sessions ? tables.sessions->origins : DayOrigins());
  }
  return tables;
}

std::vector<std::pair<std::string, std::string>> kept_checksums(const TrialTables& tables) {
  std::vector<std::pair<std::string, std::string>> sums;
  const auto add_sum = [&](const char* name, const std::string& sum) {
    sums.emplace_back(std::string(name) + " (what is kept of it)", sum);
  };
  if (tables.participants) add_sum("participants.tsv", sum_of(tables.participants->table));
  if (tables.sessions) add_sum("sessions.tsv", sum_of(tables.sessions->rows));
  if (tables.treatments) add_sum("treatments.tsv", sum_of(tables.treatments->rows));
  if (tables.outcomes) add_sum("outcomes.tsv", sum_of(tables.outcomes->rows));
  return sums;
}

}  // namespace stiff
