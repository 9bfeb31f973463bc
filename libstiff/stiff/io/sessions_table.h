#pragma once

#include "stiff/io/calendar_date.h"
#include "stiff/result/study_rows.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace stiff {

/// Where each participant's days are counted from. It stays with the readers of a study's tables:
/// no result, message or file may hold what is in it.
class DayOrigins {
 public:
  void set(const std::string& participant, const CalendarDate& first) {
    first_[participant] = first;
  }
  /// Days since the participant's first session; nothing where no date of it is known.
  std::optional<double> day_of(const std::string& participant, const CalendarDate& date) const;

 private:
  std::map<std::string, CalendarDate> first_;  // `""`: of everyone without a line of their own
};

struct SessionsTable {
  std::vector<SessionRow> rows;       ///< in the table's order
  std::vector<std::string> faults;    ///< a line each, with file, line and column
  std::vector<std::string> not_kept;  ///< columns that were dropped unread
  DayOrigins origins;
};

/// `sessions.tsv`: session_id; any of participant_id, time_point, day (since the participant's
/// first session), date (2024-03-05, with a time or not), rater. Without participant_id a line is
/// of everyone. A date becomes a day and is not kept; day and date of one line must agree to a day.
/// \throws Error (bad_data): no session_id, a day that is no number.
SessionsTable read_sessions_table(const std::filesystem::path& path);

}  // namespace stiff
