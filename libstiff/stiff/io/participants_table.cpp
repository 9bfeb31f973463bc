#include "stiff/io/participants_table.h"

#include "stiff/core/error.h"
#include "stiff/io/delimited_table.h"
#include "stiff/io/study_cells.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace stiff {
namespace {

// Categories that an analysis compares by.
constexpr std::array<std::string_view, 14> kCategories{
    "sex",           "gender",     "group",         "arm",           "handedness",
    "dominant_side", "footedness", "condition",     "treatment",     "diagnosis",
    "cohort",        "site",       "affected_side", "activity_level"};
// Numbers that lead to a person.
constexpr std::array<std::string_view, 18> kPersonal{
    "name",   "birth",    "dob", "phone",     "mobile",   "mail", "address", "street", "zip",
    "postal", "postcode", "ssn", "insurance", "passport", "mrn",  "patient", "licen",  "date"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == ' ' || c == '-') c = '_';
  }
  return out;
}

bool is_personal(const std::string& name) {
  return std::any_of(kPersonal.begin(), kPersonal.end(),
                     [&](std::string_view part) { return name.find(part) != std::string::npos; });
}

std::vector<std::string> texts(const DelimitedTable& table, std::size_t column) {
  std::vector<std::string> all;
  for (const auto& row : table.rows) {
    all.push_back(is_missing_text(row[column]) ? std::string() : row[column]);
  }
  return all;
}

Column participant_ids(const DelimitedTable& table) {
  const auto column = table.find({"participant_id"});
  if (!column) {
    throw Error(ErrorKind::bad_data,
                table.path.filename().string() + ": the column 'participant_id' is missing");
  }
  std::vector<std::string> ids = texts(table, *column);
  std::set<std::string> seen;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (ids[i].starts_with("sub-")) ids[i].erase(0, 4);
    if (ids[i].empty()) table.refuse(i, *column, "it is empty");
    if (!seen.insert(ids[i]).second) table.refuse(i, *column, "'" + ids[i] + "' stands twice");
  }
  return {"participant_id", "", "participant", std::move(ids)};
}

}  // namespace

ParticipantsTable read_participants_table(const std::filesystem::path& path) {
  const DelimitedTable table = read_delimited_table(path);
  ParticipantsTable participants;
  participants.table.name = "participants";
  participants.table.columns.push_back(participant_ids(table));
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const std::string name = lower(table.columns[c]);
    if (name == "participant_id" || name.empty()) continue;
    if (std::find(kCategories.begin(), kCategories.end(), name) != kCategories.end()) {
      participants.table.columns.push_back({name, "", table.columns[c], texts(table, c)});
      continue;
    }
    try {
      if (is_personal(name)) throw Error(ErrorKind::bad_data, "");
      participants.table.columns.push_back({name, "1", table.columns[c], table.numbers(c)});
    } catch (const Error&) {
      participants.dropped.push_back(table.columns[c]);
    }
  }
  return participants;
}

}  // namespace stiff
