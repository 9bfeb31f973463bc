#include "stiff/comparison/measurements.h"

#include "stiff/comparison/session_facts.h"
#include "stiff/core/error.h"
#include "stiff/result/recorded_estimates.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace stiff {
namespace {

bool is_among(const std::vector<std::string>& words, const std::string& word) {
  return words.empty() || std::find(words.begin(), words.end(), word) != words.end();
}

Measurement measurement_at(const RecordedEstimates& rows, std::size_t i) {
  const RecordingIdentity& recording = rows.recording(i);
  Measurement m;
  m.recording_id = recording.recording_id;
  m.participant = recording.participant;
  m.session = recording.session;
  m.muscle = recording.muscle;
  m.side = recording.side;
  m.site = recording.site;
  m.state = recording.state;
  m.posture = recording.posture;
  m.probe_direction = recording.probe_direction;
  m.device = recording.device;
  m.run = recording.run;
  m.quantity = rows.quantity[i];
  m.units = rows.units[i];
  m.method = rows.method[i];
  m.roi = rows.roi[i];
  m.repeat = static_cast<int>(rows.repeat[i]);
  m.value = rows.value[i];
  m.std_error = rows.std_error[i];
  m.quality = rows.quality[i];
  return m;
}

/// Picks, of each recording and quantity, the rows of the method and region that are compared.
class Selection {
 public:
  Selection(const RecordedEstimates& rows, const MeasurementOptions& options)
      : rows_(rows),
        options_(options),
        quantities_(listed_words(options.quantity)),
        muscles_(listed_words(options.muscle)) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows.primary[i] == 1) primary_[{rows.recording_number(i), rows.quantity[i]}] = i;
    }
  }

  bool is_asked(const RecordingIdentity& recording) const {
    return is_among(muscles_, recording.muscle);
  }
  /// Whether the row's recording and quantity are asked for.
  bool is_asked(std::size_t i) const {
    return is_among(quantities_, rows_.quantity[i]) && is_asked(rows_.recording(i));
  }
  /// Whether the row is of the method and region that are compared.
  bool is_chosen(std::size_t i) const {
    const auto at = primary_.find({rows_.recording_number(i), rows_.quantity[i]});
    const bool has_primary = at != primary_.end();
    const std::string& method = !options_.method.empty() ? options_.method
                                : has_primary            ? rows_.method[at->second]
                                                         : kNone;
    const std::string& roi = !options_.roi.empty() ? options_.roi
                             : has_primary         ? rows_.roi[at->second]
                                                   : kNone;
    return rows_.method[i] == method && rows_.roi[i] == roi;
  }

 private:
  inline static const std::string kNone{};
  const RecordedEstimates& rows_;
  const MeasurementOptions& options_;
  std::vector<std::string> quantities_, muscles_;
  std::map<std::pair<std::size_t, std::string>, std::size_t> primary_;
};

DroppedNumber dropped_of(const RecordingIdentity& recording, const std::string& quantity,
                         const std::string& why) {
  return {recording.recording_id,
          recording.participant,
          recording.session,
          recording.muscle,
          recording.side,
          quantity,
          why};
}

/// Why a number cannot be compared; empty where it can.
std::string fault_of(const RecordedEstimates& rows, std::size_t i, double min_quality) {
  if (rows.recording(i).participant.empty()) {
    return "no participant: name it by sub-, a sidecar or a column";
  }
  if (!std::isfinite(rows.value[i])) return "no value (" + rows.reason[i] + ")";
  if (min_quality > 0 && !(rows.quality[i] >= min_quality)) return "quality below --min-quality";
  return "";
}

std::string joined(const std::set<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "none" : text;
}

[[noreturn]] void refuse_empty(const RecordedEstimates& rows, const Measurements& out) {
  if (!out.dropped.empty()) {
    throw Error(ErrorKind::bad_data, "no number is left to compare; the first that was dropped: " +
                                         dropped_line(out.dropped.front()));
  }
  std::set<std::string> quantities, muscles, methods;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    quantities.insert(rows.quantity[i]);
    muscles.insert(rows.recording(i).muscle);
    methods.insert(rows.method[i]);
  }
  throw Error(ErrorKind::bad_data, "no number is left to compare: there are the quantities " +
                                       joined(quantities) + "; the muscles " + joined(muscles) +
                                       "; the methods " + joined(methods));
}

}  // namespace

Measurements measurements_of(const Table& recordings, const Table& estimates,
                             const StudyFacts& study, const MeasurementOptions& options,
                             RepeatRows repeats) {
  const RecordedEstimates rows(recordings, estimates);
  const Selection selection(rows, options);
  SessionFacts facts(study);
  Measurements out;
  std::vector<bool> has_rows(rows.recordings().size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    has_rows[rows.recording_number(i)] = true;
    const bool whole = rows.repeat[i] == 0;
    if (!whole && repeats == RepeatRows::left_out) continue;
    if (!selection.is_asked(i) || !selection.is_chosen(i)) continue;
    const std::string why = fault_of(rows, i, whole ? options.min_quality : 0);
    if (!why.empty()) {
      if (whole) out.dropped.push_back(dropped_of(rows.recording(i), rows.quantity[i], why));
      continue;
    }
    Measurement measurement = measurement_at(rows, i);
    facts.fill(measurement);
    (whole ? out.values : out.repeats).push_back(std::move(measurement));
  }
  for (std::size_t r = 0; r < has_rows.size(); ++r) {
    if (!has_rows[r] && selection.is_asked(rows.recordings()[r])) {
      out.dropped.push_back(dropped_of(rows.recordings()[r], "", "it has no estimates"));
    }
  }
  if (out.values.empty()) refuse_empty(rows, out);
  out.notes = facts.notes();
  return out;
}

Table dropped_table(const std::vector<DroppedNumber>& dropped) {
  const auto texts = [&](std::string DroppedNumber::*member) {
    std::vector<std::string> all;
    for (const DroppedNumber& one : dropped) all.push_back(one.*member);
    return all;
  };
  return {
      "dropped",
      {{"recording_id", "", "recording", texts(&DroppedNumber::recording_id)},
       {"participant", "", "participant", texts(&DroppedNumber::participant)},
       {"session", "", "session", texts(&DroppedNumber::session)},
       {"muscle", "", "muscle", texts(&DroppedNumber::muscle)},
       {"side", "", "side of the body", texts(&DroppedNumber::side)},
       {"quantity", "", "quantity; empty: all of the recording's", texts(&DroppedNumber::quantity)},
       {"why", "", "why it is not compared", texts(&DroppedNumber::why)}}};
}

std::string dropped_line(const DroppedNumber& dropped) {
  std::string text;
  const auto add = [&](const char* prefix, const std::string& word) {
    if (!word.empty()) text += (text.empty() ? "" : " ") + std::string(prefix) + word;
  };
  if (dropped.participant.empty()) {
    add("", dropped.recording_id);
  } else {
    add("sub-", dropped.participant);
    add("ses-", dropped.session);
    add("", dropped.muscle);
    add("", dropped.side);
  }
  add("", dropped.quantity);
  return text + ": " + dropped.why;
}

std::vector<std::string> listed_words(const std::string& text) {
  std::vector<std::string> words;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t end = std::min(text.find(',', from), text.size());
    std::size_t first = from, last = end;
    while (first < last && text[first] == ' ') ++first;
    while (last > first && text[last - 1] == ' ') --last;
    if (last > first) words.push_back(text.substr(first, last - first));
    from = end + 1;
  }
  return words;
}

}  // namespace stiff
