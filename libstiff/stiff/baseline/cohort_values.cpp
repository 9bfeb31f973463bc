#include "stiff/baseline/cohort_values.h"

#include "stiff/baseline/baseline_key.h"
#include "stiff/baseline/quantity_scale.h"
#include "stiff/core/error.h"

#include <cmath>
#include <cstddef>
#include <map>
#include <variant>

namespace stiff {
namespace {

const Column* find_column(const Table& table, const std::string& name) {
  for (const Column& column : table.columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

template <class T>
const std::vector<T>& column_of(const Table& table, const std::string& name) {
  const Column* column = find_column(table, name);
  const auto* values = column ? std::get_if<std::vector<T>>(&column->values) : nullptr;
  if (!values) {
    throw Error(ErrorKind::bad_data,
                "the table '" + table.name + "' has no column '" + name + "' of its kind");
  }
  return *values;
}

using Texts = std::vector<std::string>;
using Reals = std::vector<double>;
using Wholes = std::vector<std::int64_t>;

struct Person {
  std::string sex;
  double age = kNaN;
  std::string group;
};

std::map<std::string, Person> people_of(const Table* table, const CohortOptions& options) {
  std::map<std::string, Person> people;
  if (!table) {
    if (options.group.empty()) return people;
    throw Error(ErrorKind::bad_data, "a group is asked for without a participants.tsv");
  }
  const Texts& labels = column_of<std::string>(*table, "participant_id");
  const auto texts = [&](const char* name) {
    const Column* column = find_column(*table, name);
    return column ? std::get_if<Texts>(&column->values) : nullptr;
  };
  const Texts* sex = texts("sex");
  if (!sex) sex = texts("gender");
  const Texts* group = texts("group");
  if (!group && !options.group.empty()) {
    throw Error(ErrorKind::bad_data, "participants.tsv has no column 'group'");
  }
  const Column* age_column = find_column(*table, "age");
  const Reals* age = age_column ? std::get_if<Reals>(&age_column->values) : nullptr;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    Person& person = people[labels[i]];
    if (sex) person.sex = sex_of((*sex)[i]);
    if (group) person.group = (*group)[i];
    if (age && (*age)[i] >= 0) person.age = (*age)[i];
  }
  return people;
}

struct Recording {
  BaselineKey key;
  std::string participant;
  std::string session;
};

std::map<std::string, Recording> recordings_of(const Table& table) {
  const auto text = [&](const char* name) -> const Texts& {
    return column_of<std::string>(table, name);
  };
  const Texts& ids = text("recording_id");
  std::map<std::string, Recording> recordings;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    Recording& r = recordings[ids[i]];
    r.participant = text("participant")[i];
    r.session = text("session")[i];
    r.key.muscle = text("muscle")[i];
    r.key.side = text("side")[i];
    r.key.site = text("site")[i];
    r.key.device = text("device")[i];
    r.key.state = text("state")[i];
    r.key.posture = text("posture")[i];
    r.key.probe_direction = text("probe_direction")[i];
  }
  return recordings;
}

void note(std::vector<std::string>& notes, std::size_t count, const std::string& what) {
  if (count > 0) notes.push_back(std::to_string(count) + " " + what);
}

const Recording& recording_called(const std::map<std::string, Recording>& recordings,
                                  const std::string& id) {
  const auto found = recordings.find(id);
  if (found == recordings.end()) {
    throw Error(ErrorKind::bad_data, "an estimate belongs to no recording: '" + id + "'");
  }
  return found->second;
}

/// What a number needs to be one of a baseline's.
void require_identity(const Recording& recording, const std::string& id) {
  const auto require = [&](const std::string& text, const char* what, const char* why) {
    if (text.empty()) {
      throw Error(ErrorKind::bad_data,
                  "the recording '" + id + "' has no " + what + ": a baseline " + why);
    }
  };
  require(recording.participant, "participant", "counts people; name it by sub- or a sidecar");
  require(recording.key.muscle, "muscle", "is of a muscle; name it by muscle- or a sidecar");
}

}  // namespace

std::string sex_of(const std::string& text) {
  const std::string plain = plain_label(text);
  for (const char* word : {"f", "female", "w", "woman", "women"}) {
    if (plain == word) return "female";
  }
  for (const char* word : {"m", "male", "man", "men"}) {
    if (plain == word) return "male";
  }
  return "";
}

CohortValues cohort_values(const Table& recordings_table, const Table& estimates,
                           const Table* participants, const CohortOptions& options,
                           const std::string& study) {
  const auto people = people_of(participants, options);
  const auto recordings = recordings_of(recordings_table);
  const Texts& ids = column_of<std::string>(estimates, "recording_id");
  const Texts& quantities = column_of<std::string>(estimates, "quantity");
  const Texts& methods = column_of<std::string>(estimates, "method");
  const Texts& units = column_of<std::string>(estimates, "units");
  const Wholes& primary = column_of<std::int64_t>(estimates, "primary");
  const Reals& values = column_of<double>(estimates, "value");
  const Reals& errors = column_of<double>(estimates, "std_error");
  const Reals& qualities = column_of<double>(estimates, "quality");
  CohortValues out;
  std::size_t no_value = 0, not_positive = 0, poor = 0, unknown = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const BaselineScale scale = baseline_scale(quantities[i]);
    if (primary[i] != 1 || scale == BaselineScale::none) continue;
    const Recording& recording = recording_called(recordings, ids[i]);
    if (!options.session.empty() && recording.session != options.session) continue;
    const auto person = people.find(recording.participant);
    if (!options.group.empty() &&
        (person == people.end() || person->second.group != options.group)) {
      continue;
    }
    if (!std::isfinite(values[i])) {
      ++no_value;
      continue;
    }
    if (scale == BaselineScale::logarithm && !(values[i] > 0)) {
      ++not_positive;
      continue;
    }
    if (options.min_quality > 0 && !(qualities[i] >= options.min_quality)) {
      ++poor;
      continue;
    }
    require_identity(recording, ids[i]);
    CohortValue value{recording.key, study + "/" + recording.participant, "", kNaN, values[i],
                      errors[i]};
    value.key.quantity = quantities[i];
    value.key.method = methods[i];
    value.key.units = units[i];
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
