#pragma once

#include "stiff/comparison/measurement.h"
#include "stiff/comparison/measurements.h"
#include "stiff/result/people.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace stiff {

/// Looks up what a study's tables say of one measurement.
class SessionFacts {
 public:
  /// \pre the tables outlive it.
  explicit SessionFacts(const StudyFacts& study);

  /// Fills in group, sex, age, time_point, day, rater, technique and treatment.
  void fill(Measurement& measurement);

  /// The session of a participant as the table has it; null where it has not.
  const SessionRow* session(const std::string& participant, const std::string& session) const;

  /// A line each: people and sessions in one table and not in the other, as far as `fill` saw them.
  std::vector<std::string> notes() const;

 private:
  using Key = std::pair<std::string, std::string>;
  void fill_treatments(Measurement& measurement) const;
  double order_of(const std::string& participant, const std::string& session) const;

  const StudyFacts& study_;
  std::map<std::string, Person> people_;
  std::map<Key, const SessionRow*> sessions_;  // participant, session
  std::map<std::string, std::vector<const TreatmentRow*>> treatments_;
  std::set<std::string> seen_people_;
  std::set<Key> seen_sessions_;
};

}  // namespace stiff
