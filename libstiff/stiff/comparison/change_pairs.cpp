#include "stiff/comparison/change_pairs.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace stiff {
namespace {

/// A person's place and kind, whatever the session.
using PlaceKey = std::tuple<ComparedKind, std::string, std::string, std::string>;

struct Place {
  std::vector<const Measurement*> before;
  std::vector<const Measurement*> after;
};

std::string joined(const std::set<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ", ") + (word.empty() ? "(none)" : word);
  }
  return text;
}

/// Which measurements are of a session that an option names.
class SessionName {
 public:
  SessionName(std::span<const Measurement> all, std::string name, const char* option)
      : name_(std::move(name)) {
    if (name_.empty()) {
      throw Error(ErrorKind::usage, std::string("--") + option + " names a session of the study");
    }
    std::set<std::string> labels, time_points;
    for (const Measurement& m : all) {
      labels.insert(m.session);
      if (!m.time_point.empty()) time_points.insert(m.time_point);
    }
    by_label_ = labels.contains(name_);
    if (by_label_ || time_points.contains(name_)) return;
    const std::string times = time_points.empty() ? "" : "; the time points " + joined(time_points);
    throw Error(ErrorKind::bad_data, std::string("--") + option + " " + name_ +
                                         ": there is no such session, but " + joined(labels) +
                                         times);
  }

  bool is(const Measurement& m) const { return name_ == (by_label_ ? m.session : m.time_point); }

 private:
  std::string name_;
  bool by_label_ = false;
};

ComparedKind kind_of(const Measurement& m) {
  return {m.quantity, m.units, m.method, m.roi, m.muscle, m.state, m.posture, m.probe_direction};
}

std::string place_text(const Measurement& m) {
  std::string text = "sub-" + m.participant;
  for (const std::string* word : {&m.muscle, &m.side, &m.site}) {
    if (!word->empty()) text += " " + *word;
  }
  return text;
}

/// One run a recording, one session a time point, one device.
void check_runs(const std::vector<const Measurement*>& runs) {
  std::map<std::string, const Measurement*> seen;
  for (const Measurement* m : runs) {
    const Measurement& first = *runs.front();
    if (m->session != first.session) {
      throw Error(ErrorKind::bad_data, place_text(first) + ": the sessions " + first.session +
                                           " and " + m->session + " have one time point, " +
                                           first.time_point + "; name a session by its label");
    }
    const auto [place, is_new] = seen.try_emplace(m->run, m);
    if (!is_new) {
      throw Error(ErrorKind::bad_data, place->second->recording_id + " and " + m->recording_id +
                                           ": two recordings of one participant, session, place "
                                           "and run; tell them apart by run- or leave one out");
    }
  }
}

SessionValue session_value(const std::vector<const Measurement*>& runs) {
  SessionValue out;
  std::set<std::string> devices;
  double sum = 0;
  double squares = 0;
  for (const Measurement* m : runs) {
    sum += m->value;
    squares += m->std_error * m->std_error;
    devices.insert(m->device);
    out.day = m->day;
  }
  const auto n = static_cast<double>(runs.size());
  out.runs = static_cast<std::int64_t>(runs.size());
  out.value = sum / n;
  out.std_error = std::sqrt(squares) / n;
  out.device = joined(devices);
  return out;
}

void check_units(std::span<const Measurement> all, const SessionName& pre,
                 const SessionName& post) {
  std::map<std::string, const Measurement*> first;
  for (const Measurement& m : all) {
    if (!pre.is(m) && !post.is(m)) continue;
    const auto [place, is_new] = first.try_emplace(m.quantity, &m);
    if (is_new || place->second->units == m.units) continue;
    throw Error(ErrorKind::bad_data, m.quantity + " is in " + place->second->units + " in " +
                                         place->second->recording_id + " but in " + m.units +
                                         " in " + m.recording_id +
                                         ": numbers in two units are not compared");
  }
}

/// The dropped places; where all quantities of a place are alike in what is missing, one line.
class Missing {
 public:
  void note_kind(const Measurement& m) { kinds_[place_of(m)].insert(m.quantity); }
  void add(const Measurement& m, const std::string& why) {
    auto& who = missing_[{place_of(m), why}];
    who.first = &m;
    who.second.insert(m.quantity);
  }
  std::vector<DroppedNumber> lines() const {
    std::vector<DroppedNumber> out;
    for (const auto& [key, who] : missing_) {
      const Measurement& m = *who.first;
      const DroppedNumber line{
          "", m.participant, "", m.muscle, m.side + (m.site.empty() ? "" : " " + m.site),
          "", key.second};
      if (who.second == kinds_.at(key.first)) {
        out.push_back(line);
        continue;
      }
      for (const std::string& quantity : who.second) {
        out.push_back(line);
        out.back().quantity = quantity;
      }
    }
    return out;
  }

 private:
  using Where = std::array<std::string, 4>;
  static Where place_of(const Measurement& m) { return {m.participant, m.muscle, m.side, m.site}; }
  std::map<Where, std::set<std::string>> kinds_;
  std::map<std::pair<Where, std::string>, std::pair<const Measurement*, std::set<std::string>>>
      missing_;
};

ChangePair pair_of(const PlaceKey& key, const Place& place, bool force_device) {
  check_runs(place.before);
  check_runs(place.after);
  const Measurement& last = *place.after.front();
  ChangePair pair;
  pair.kind = std::get<0>(key);
  pair.participant = last.participant;
  pair.arm = last.group;
  pair.side = last.side;
  pair.site = last.site;
  pair.contrast_side = last.side;
  pair.technique = last.technique;
  pair.treatment = last.treatment;
  pair.before = session_value(place.before);
  pair.after = session_value(place.after);
  pair.other_device = pair.before.device != pair.after.device;
  if (pair.other_device && !force_device) {
    throw Error(ErrorKind::bad_data, place_text(last) + ": measured by " + pair.before.device +
                                         " before and by " + pair.after.device +
                                         " after, so that a change may be the device's; "
                                         "--force-device compares them and marks it");
  }
  return pair;
}

}  // namespace

std::span<const Choice<ChangeScale>> choices(ChangeScale) {
  static constexpr std::array<Choice<ChangeScale>, 2> kAll{
      {{ChangeScale::log, "log"}, {ChangeScale::linear, "linear"}}};
  return kAll;
}

double ChangePair::log_change() const {
  const bool above = before.value > 0 && after.value > 0;
  return above ? std::log(after.value / before.value) : kNaN;
}

ChangePairs pair_sessions(std::span<const Measurement> measurements, const ChangeOptions& options) {
  const SessionName pre(measurements, options.pre, "pre");
  const SessionName post(measurements, options.post, "post");
  if (options.pre == options.post) {
    throw Error(ErrorKind::usage, "--pre and --post are one session, " + options.pre);
  }
  check_units(measurements, pre, post);
  std::map<PlaceKey, Place> places;
  std::map<PlaceKey, const Measurement*> elsewhere;
  Missing missing;
  for (const Measurement& m : measurements) {
    missing.note_kind(m);
    const PlaceKey key{kind_of(m), m.participant, m.side, m.site};
    if (pre.is(m)) {
      places[key].before.push_back(&m);
    } else if (post.is(m)) {
      places[key].after.push_back(&m);
    } else {
      elsewhere.try_emplace(key, &m);
    }
  }
  ChangePairs out;
  for (const auto& [key, place] : places) {
    if (place.before.empty()) {
      missing.add(*place.after.front(), "no number before (" + options.pre + ")");
    } else if (place.after.empty()) {
      missing.add(*place.before.front(), "no number after (" + options.post + ")");
    } else {
      out.pairs.push_back(pair_of(key, place, options.force_device));
    }
  }
  for (const auto& [key, m] : elsewhere) {
    if (!places.contains(key)) {
      missing.add(*m, "no number before or after (" + options.pre + ", " + options.post + ")");
    }
  }
  out.dropped = missing.lines();
  if (out.pairs.empty()) {
    throw Error(ErrorKind::bad_data, "nobody has a number both in " + options.pre + " and in " +
                                         options.post + ": there is no change to compare");
  }
  return out;
}

}  // namespace stiff
