#include "stiff/study/trial_check.h"

#include "stiff/result/people.h"
#include "stiff/result/table_columns.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace stiff {
namespace {

using Names = std::set<std::string>;
using Session = std::pair<std::string, std::string>;  // participant, session

std::string place_of(const MuscleTable& muscles, const std::string& muscle, const std::string& side,
                     const std::string& site) {
  const Muscle* known = muscles.find(muscle);
  std::string place = known ? known->label : muscle;
  for (const std::string& part : {side_of_word(side).value_or(side), site}) {
    if (!part.empty()) place += " " + part;
  }
  return place;
}

class Check {
 public:
  Check(std::span<const RecordingIdentity> recordings, const TrialTables& tables,
        const MuscleTable& muscles)
      : recordings_(recordings), tables_(tables), muscles_(muscles) {
    for (const RecordingIdentity& recording : recordings) {
      if (recording.participant.empty()) continue;
      recorded_.insert(recording.participant);
      recorded_sessions_.insert({recording.participant, recording.session});
      const std::string place = place_of(muscles, recording.muscle, recording.side, recording.site);
      places_[{recording.participant, recording.session}].insert(place);
      places_of_[recording.participant].insert(place);
    }
  }

  std::vector<StudyLack> run() {
    check_recordings();
    check_participants();
    check_sessions();
    check_treatments();
    check_outcomes();
    return std::move(lacks_);
  }

 private:
  void add(const std::string& what, const Names& who) {
    if (!who.empty()) lacks_.push_back({what, {who.begin(), who.end()}});
  }

  void check_recordings() {
    Names nobodys, unplaced, strange;
    for (const RecordingIdentity& recording : recordings_) {
      if (recording.participant.empty()) nobodys.insert(recording.recording_id);
      if (recording.muscle.empty()) {
        unplaced.insert(recording.recording_id);
      } else if (!muscles_.find(recording.muscle)) {
        std::string near;
        for (const std::string& name : muscles_.nearest(recording.muscle)) {
          near += (near.empty() ? "" : ", ") + name;
        }
        strange.insert("'" + recording.muscle + "' (near: " + near + ")");
      }
    }
    add("recordings without a participant", nobodys);
    add("recordings without a muscle", unplaced);
    add("muscles that the table of muscles does not have", strange);
    add("recordings that are missing", missing_places());
  }

  /// What at least half of the people have in a session, and somebody has not.
  Names missing_places() const {
    std::map<std::string, std::map<std::string, std::size_t>> counts;  // session, place
    for (const auto& [session, places] : places_) {
      for (const std::string& place : places) ++counts[session.second][place];
    }
    Names missing;
    for (const auto& [session, by_place] : counts) {
      for (const auto& [place, count] : by_place) {
        if (2 * count < recorded_.size()) continue;
        for (const std::string& who : recorded_) {
          const auto found = places_.find({who, session});
          if (found != places_.end() && found->second.contains(place)) continue;
          missing.insert(who + (session.empty() ? "" : " " + session) + " " + place);
        }
      }
    }
    return missing;
  }

  void check_participants() {
    if (!tables_.participants) return;
    const auto people = people_of(tables_.participants->table);
    Names without_row, without_recording, no_sex, no_age, no_group;
    for (const std::string& who : recorded_) {
      if (!people.contains(who)) without_row.insert(who);
    }
    for (const auto& [who, person] : people) {
      if (!recorded_.contains(who)) without_recording.insert(who);
      if (person.sex.empty()) no_sex.insert(who);
      if (!std::isfinite(person.age)) no_age.insert(who);
      if (person.group.empty()) no_group.insert(who);
    }
    add("no row in participants.tsv", without_row);
    add("in participants.tsv, without a recording", without_recording);
    const auto missing = [&](const char* what, const Names& who) {
      if (who.size() == people.size()) return;  // the table has no such column
      add(std::string("participants.tsv does not say the ") + what, who);
    };
    missing("sex", no_sex);
    missing("age", no_age);
    missing("group", no_group);
  }

  bool has_session_row(const std::string& who, const std::string& session) const {
    return session_rows_.contains({who, session}) || session_rows_.contains({"", session});
  }

  void check_sessions() {
    if (!tables_.sessions) return;
    Names without_row, without_recording, no_day;
    for (const SessionRow& row : tables_.sessions->rows) {
      session_rows_.insert({row.participant, row.session});
      const std::string name = (row.participant.empty() ? "" : row.participant + " ") + row.session;
      const bool recorded =
          row.participant.empty()
              ? std::any_of(recorded_sessions_.begin(), recorded_sessions_.end(),
                            [&](const Session& one) { return one.second == row.session; })
              : recorded_sessions_.contains({row.participant, row.session});
      if (!recorded) without_recording.insert(name);
      if (!std::isfinite(row.day)) no_day.insert(name);
    }
    for (const auto& [who, session] : recorded_sessions_) {
      if (!has_session_row(who, session)) {
        without_row.insert(session.empty() ? who + " (no session)" : who + " " + session);
      }
    }
    add("no row in sessions.tsv", without_row);
    add("in sessions.tsv, without a recording", without_recording);
    if (no_day.size() < tables_.sessions->rows.size()) {
      add("sessions.tsv does not say the day", no_day);
    }
  }

  void check_people_of(const std::string& table, const Names& who) {
    Names unknown, unrecorded;
    for (const std::string& one : who) {
      if (tables_.participants && !people().contains(one)) unknown.insert(one);
      if (!recorded_.contains(one)) unrecorded.insert(one);
    }
    add("in " + table + ", not in participants.tsv", unknown);
    add("in " + table + ", without a recording", unrecorded);
  }

  void check_treatments() {
    if (!tables_.treatments) return;
    Names who, no_session, no_place;
    for (const TreatmentRow& row : tables_.treatments->rows) {
      who.insert(row.participant);
      if (!recorded_.contains(row.participant)) continue;
      const Session session{row.participant, row.session};
      const bool known = tables_.sessions ? has_session_row(row.participant, row.session)
                                          : recorded_sessions_.contains(session);
      if (!known) no_session.insert(row.participant + " " + row.session);
      if (row.muscle.empty()) continue;
      const std::string place = place_of(muscles_, row.muscle, row.side, "");
      const Names& all = places_of_[row.participant];
      const bool recorded = std::any_of(all.begin(), all.end(), [&](const std::string& other) {
        return (other + " ").starts_with(place + " ");
      });
      if (!recorded) no_place.insert(row.participant + " " + place);
    }
    check_people_of("treatments.tsv", who);
    add("in treatments.tsv, a session that is nowhere else", no_session);
    add("in treatments.tsv, a place that was never recorded", no_place);
    if (!tables_.sessions) {
      add("treatments.tsv needs the order of the sessions", {"there is no sessions.tsv"});
    }
  }

  void check_outcomes() {
    if (!tables_.outcomes) return;
    Names who, no_session;
    std::map<std::pair<std::string, std::string>, Names> have;  // outcome, session
    for (const OutcomeRow& row : tables_.outcomes->rows) {
      who.insert(row.participant);
      if (row.session.empty()) continue;
      if (std::isfinite(row.value)) have[{row.outcome, row.session}].insert(row.participant);
      const bool known = tables_.sessions
                             ? has_session_row(row.participant, row.session)
                             : !recorded_.contains(row.participant) ||
                                   recorded_sessions_.contains({row.participant, row.session});
      if (!known) no_session.insert(row.participant + " " + row.session);
    }
    check_people_of("outcomes.tsv", who);
    Names none, missing;
    for (const std::string& one : recorded_) {
      if (!who.contains(one)) none.insert(one);
    }
    for (const auto& [what, people] : have) {
      if (2 * people.size() < who.size()) continue;
      for (const std::string& one : who) {
        if (!people.contains(one)) missing.insert(one + " " + what.second + " " + what.first);
      }
    }
    add("no outcome at all", none);
    add("outcomes that are missing", missing);
    add("in outcomes.tsv, a session that is nowhere else", no_session);
  }

  const std::map<std::string, Person>& people() {
    if (people_.empty()) people_ = people_of(tables_.participants->table);
    return people_;
  }

  std::span<const RecordingIdentity> recordings_;
  const TrialTables& tables_;
  const MuscleTable& muscles_;
  Names recorded_;
  std::set<Session> recorded_sessions_, session_rows_;
  std::map<Session, Names> places_;
  std::map<std::string, Names> places_of_;  // of a participant in any session
  std::map<std::string, Person> people_;
  std::vector<StudyLack> lacks_;
};

}  // namespace

std::vector<StudyLack> study_lacks(std::span<const RecordingIdentity> recordings,
                                   const TrialTables& tables, const MuscleTable& muscles) {
  return Check(recordings, tables, muscles).run();
}

}  // namespace stiff
