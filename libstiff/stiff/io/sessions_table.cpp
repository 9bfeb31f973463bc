#include "stiff/io/sessions_table.h"

#include "stiff/io/study_cells.h"

#include <cmath>
#include <set>
#include <utility>

namespace stiff {
namespace {

bool before(const CalendarDate& a, const CalendarDate& b) {
  return a.day != b.day ? a.day < b.day : a.hour < b.hour;
}

/// The day from which a participant's are counted: the earliest date, or what a day beside a date
/// says.
DayOrigins origins_of(const std::vector<SessionRow>& rows,
                      const std::vector<std::optional<CalendarDate>>& dates) {
  std::map<std::string, CalendarDate> first;
  std::set<std::string> stated;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!dates[i]) continue;
    const std::string& who = rows[i].participant;
    CalendarDate date = *dates[i];
    if (std::isfinite(rows[i].day)) {
      if (!stated.insert(who).second) continue;
      date.day -= std::lround(std::floor(rows[i].day));
      date.has_hour = false;
      first[who] = date;
    } else if (!stated.contains(who) && (!first.contains(who) || before(date, first[who]))) {
      first[who] = date;
    }
  }
  DayOrigins origins;
  for (const auto& [who, date] : first) origins.set(who, date);
  return origins;
}

}  // namespace

std::optional<double> DayOrigins::day_of(const std::string& participant,
                                         const CalendarDate& date) const {
  auto found = first_.find(participant);
  if (found == first_.end()) found = first_.find("");
  if (found == first_.end()) return std::nullopt;
  return days_between(found->second, date);
}

SessionsTable read_sessions_table(const std::filesystem::path& path) {
  const DelimitedTable table = read_delimited_table(path);
  const StudyCells cells(table);
  const std::size_t session = cells.required({"session_id", "session"});
  const auto participant = cells.find({"participant_id", "participant"});
  const auto time_point = cells.find({"time_point", "timepoint"});
  const auto day = cells.find({"day", "days", "days_since_baseline"});
  const auto date = cells.find({"date", "acq_time", "visit_date"});
  const auto rater = cells.find({"rater"});
  const std::vector<double> days = cells.numbers(day);
  SessionsTable out;
  std::vector<std::optional<CalendarDate>> dates;
  std::set<std::pair<std::string, std::string>> seen;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    SessionRow row{cells.label(i, participant, "sub-"),
                   cells.label(i, session, "ses-"),
                   cells.text(i, time_point),
                   days[i],
                   cells.text(i, rater),
                   table.lines[i]};
    dates.emplace_back();
    if (row.session.empty()) out.faults.push_back(table.fault(i, session, "it is empty"));
    if (!seen.insert({row.participant, row.session}).second) {
      out.faults.push_back(table.fault(
          i, session,
          "'" + row.session + "'" +
              (row.participant.empty() ? "" : " of '" + row.participant + "'") + " stands twice"));
    }
    const std::string text = cells.text(i, date);
    if (!text.empty()) {
      dates.back() = parse_date(text);
      if (!dates.back()) {
        out.faults.push_back(table.fault(i, *date, "it is no date like 2024-03-05"));
      }
    }
    out.rows.push_back(std::move(row));
  }
  out.origins = origins_of(out.rows, dates);
  for (std::size_t i = 0; i < out.rows.size(); ++i) {
    if (!dates[i]) continue;
    const double counted = out.origins.day_of(out.rows[i].participant, *dates[i]).value_or(kNaN);
    if (!std::isfinite(out.rows[i].day)) {
      out.rows[i].day = counted;
    } else if (!(std::abs(counted - out.rows[i].day) <= 1)) {
      out.faults.push_back(table.fault(i, *date, "it does not agree with the day of its line"));
    }
  }
  out.not_kept = cells.not_kept();
  return out;
}

}  // namespace stiff
