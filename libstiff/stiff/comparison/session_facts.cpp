#include "stiff/comparison/session_facts.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

constexpr std::size_t kNamed = 5;

/// "3 people of the results have no row in participants.tsv: 07, 08, 09".
void note(std::vector<std::string>& notes, const std::vector<std::string>& who,
          const std::string& what) {
  if (who.empty()) return;
  std::string text = what + ": ";
  for (std::size_t i = 0; i < std::min(kNamed, who.size()); ++i) {
    text += (i > 0 ? ", " : "") + who[i];
  }
  if (who.size() > kNamed) text += " and " + std::to_string(who.size() - kNamed) + " more";
  notes.push_back(std::move(text));
}

bool is_of(const TreatmentRow& row, const Measurement& measurement) {
  return (row.muscle.empty() || row.muscle == measurement.muscle) &&
         (row.side.empty() || row.side == measurement.side);
}

}  // namespace

SessionFacts::SessionFacts(const StudyFacts& study) : study_(study) {
  if (study.participants) people_ = people_of(*study.participants);
  if (study.sessions) {
    for (const SessionRow& row : *study.sessions) sessions_[{row.participant, row.session}] = &row;
  }
  if (study.treatments) {
    for (const TreatmentRow& row : *study.treatments) treatments_[row.participant].push_back(&row);
  }
}

const SessionRow* SessionFacts::session(const std::string& participant,
                                        const std::string& session) const {
  auto found = sessions_.find({participant, session});
  if (found == sessions_.end()) found = sessions_.find({"", session});
  return found == sessions_.end() ? nullptr : found->second;
}

double SessionFacts::order_of(const std::string& participant, const std::string& session) const {
  const SessionRow* row = this->session(participant, session);
  if (!row) return kNaN;
  return std::isfinite(row->day) ? row->day : static_cast<double>(row->line);
}

void SessionFacts::fill_treatments(Measurement& measurement) const {
  if (!study_.treatments) return;
  const auto found = treatments_.find(measurement.participant);
  const double now = order_of(measurement.participant, measurement.session);
  double last = kNaN;
  std::vector<std::pair<double, std::string>> all;
  if (found != treatments_.end()) {
    for (const TreatmentRow* row : found->second) {
      if (!is_of(*row, measurement)) continue;
      const double given = order_of(row->participant, row->session);
      all.emplace_back(given, row->technique);
      if (given < now && !(given < last)) {
        const bool together = given == last && !measurement.technique.empty();
        measurement.technique =
            together ? measurement.technique + "+" + row->technique : row->technique;
        last = given;
      }
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> names;
  for (const auto& [given, technique] : all) {
    if (std::find(names.begin(), names.end(), technique) != names.end()) continue;
    names.push_back(technique);
    measurement.treatment += (measurement.treatment.empty() ? "" : "+") + technique;
  }
  if (measurement.treatment.empty()) measurement.treatment = "none";
}

void SessionFacts::fill(Measurement& measurement) {
  seen_people_.insert(measurement.participant);
  seen_sessions_.insert({measurement.participant, measurement.session});
  const auto person = people_.find(measurement.participant);
  if (person != people_.end()) {
    measurement.group = person->second.group;
    measurement.sex = person->second.sex;
    measurement.age = person->second.age;
  }
  if (const SessionRow* row = session(measurement.participant, measurement.session)) {
    measurement.time_point = row->time_point;
    measurement.day = row->day;
    measurement.rater = row->rater;
  }
  fill_treatments(measurement);
}

std::vector<std::string> SessionFacts::notes() const {
  std::vector<std::string> notes, without_row, without_results, unknown_sessions, strangers;
  if (study_.participants) {
    for (const std::string& who : seen_people_) {
      if (!people_.contains(who)) without_row.push_back(who);
    }
    for (const auto& [who, person] : people_) {
      if (!seen_people_.contains(who)) without_results.push_back(who);
    }
  }
  if (study_.sessions) {
    for (const auto& [who, session] : seen_sessions_) {
      if (!this->session(who, session)) unknown_sessions.push_back(who + " " + session);
    }
  }
  for (const auto& [who, rows] : treatments_) {
    if (!seen_people_.contains(who)) strangers.push_back(who);
  }
  note(notes, without_row, "without a row in participants.tsv (no group, sex, age)");
  note(notes, without_results, "in participants.tsv without a number that is compared");
  note(notes, unknown_sessions, "sessions without a row in sessions.tsv (no day, no time point)");
  note(notes, strangers, "in treatments.tsv without a number that is compared");
  if (study_.treatments && !study_.sessions) {
    notes.push_back(
        "treatments.tsv without sessions.tsv: sessions have no order, so that what was given "
        "before "
        "a recording is not known");
  }
  return notes;
}

}  // namespace stiff
