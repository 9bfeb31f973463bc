#include "stiff/baseline/cohort_values.h"

#include "stiff/baseline/baseline_key.h"
#include "stiff/baseline/quantity_scale.h"
#include "stiff/core/error.h"
#include "stiff/result/recorded_estimates.h"
#include "stiff/result/table_columns.h"

#include <cmath>
#include <cstddef>
#include <map>

namespace stiff {
namespace {

/// The people, where a table says something of them. \throws where a group is asked for in vain.
std::map<std::string, Person> asked_people(const Table* table, const CohortOptions& options) {
  if (!table) {
    if (options.group.empty()) return {};
    throw Error(ErrorKind::bad_data, "a group is asked for without a participants.tsv");
  }
  const auto has = [&](const char* name) {
    return column_if<std::string>(*table, name) != nullptr;
  };
  if (!options.group.empty() && !has("group") && !has("arm")) {
    throw Error(ErrorKind::bad_data, "participants.tsv has no column 'group'");
  }
  return people_of(*table);
}

BaselineKey key_of(const RecordingIdentity& recording) {
  BaselineKey key;
  key.muscle = recording.muscle;
  key.side = recording.side;
  key.site = recording.site;
  key.device = recording.device;
  key.state = recording.state;
  key.posture = recording.posture;
  key.probe_direction = recording.probe_direction;
  return key;
}

void note(std::vector<std::string>& notes, std::size_t count, const std::string& what) {
  if (count > 0) notes.push_back(std::to_string(count) + " " + what);
}

/// What a number needs to be one of a baseline's.
void require_identity(const RecordingIdentity& recording) {
  const auto require = [&](const std::string& text, const char* what, const char* why) {
    if (text.empty()) {
      throw Error(ErrorKind::bad_data, "the recording '" + recording.recording_id + "' has no " +
                                           what + ": a baseline " + why);
    }
  };
  require(recording.participant, "participant", "counts people; name it by sub- or a sidecar");
  require(recording.muscle, "muscle", "is of a muscle; name it by muscle- or a sidecar");
}

}  // namespace

CohortValues cohort_values(const Table& recordings_table, const Table& estimates,
                           const Table* participants, const CohortOptions& options,
                           const std::string& study) {
  const auto people = asked_people(participants, options);
  const RecordedEstimates rows(recordings_table, estimates);
  CohortValues out;
  std::size_t no_value = 0, not_positive = 0, poor = 0, unknown = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const BaselineScale scale = baseline_scale(rows.quantity[i]);
    if (rows.primary[i] != 1 || scale == BaselineScale::none) continue;
    const RecordingIdentity& recording = rows.recording(i);
    if (!options.session.empty() && recording.session != options.session) continue;
    const auto person = people.find(recording.participant);
    if (!options.group.empty() &&
        (person == people.end() || person->second.group != options.group)) {
      continue;
    }
    if (!std::isfinite(rows.value[i])) {
      ++no_value;
      continue;
    }
    if (scale == BaselineScale::logarithm && !(rows.value[i] > 0)) {
      ++not_positive;
      continue;
    }
    if (options.min_quality > 0 && !(rows.quality[i] >= options.min_quality)) {
      ++poor;
      continue;
    }
    require_identity(recording);
    CohortValue value{
        key_of(recording), study + "/" + recording.participant, "", kNaN, rows.value[i],
        rows.std_error[i]};
    value.key.quantity = rows.quantity[i];
    value.key.method = rows.method[i];
    value.key.units = rows.units[i];
    if (person != people.end()) {
      value.sex = person->second.sex;
      value.age = person->second.age;
    } else if (participants) {
      ++unknown;
    }
    out.values.push_back(std::move(value));
  }
  note(out.notes, no_value, "numbers left out that have no value");
  note(out.notes, not_positive,
       "numbers left out that are not positive, as their quantity must be");
  note(out.notes, poor, "numbers left out whose quality is below the one asked for");
  note(out.notes, unknown,
       "numbers of people who are not in participants.tsv: without sex and age");
  if (out.values.empty()) {
    throw Error(ErrorKind::bad_data,
                "no number is left for a baseline" +
                    (out.notes.empty() ? std::string() : ": " + out.notes.front()));
  }
  return out;
}

}  // namespace stiff
