#include "stiff/comparison/time_course.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace stiff {
namespace {

using PlaceKey = std::tuple<ComparedKind, std::string, std::string, std::string>;

PlaceKey place_of(const ChangePair& pair) {
  return {pair.kind, pair.participant, pair.side, pair.site};
}

using Places = std::map<PlaceKey, const ChangePair*>;

/// The pairs of a later session in the arms and roles of the compared ones, behind `pre`.
std::vector<ChangePair> known_pairs(std::vector<ChangePair> all, const Places& compared,
                                    bool force_device) {
  std::vector<ChangePair> out;
  for (ChangePair& pair : all) {
    const auto known = compared.find(place_of(pair));
    if (known == compared.end()) continue;
    if (pair.other_device && !force_device) continue;
    if (!(pair.after.day >= pair.before.day)) continue;
    pair.arm = known->second->arm;
    pair.is_control = known->second->is_control;
    pair.contrast_side = known->second->contrast_side;
    out.push_back(std::move(pair));
  }
  return out;
}

double mean_day(std::span<const ChangePair> pairs) {
  double sum = 0;
  for (const ChangePair& pair : pairs) sum += pair.after.day;
  return sum / static_cast<double>(pairs.size());
}

/// Where the session's own controls are too few, the error of pre and post.
KindErrors errors_of(std::span<const ChangePair> pairs, const KindErrors& of_post,
                     const ChangeOptions& options) {
  KindErrors errors = between_session_errors(pairs, options);
  for (auto& [kind, error] : errors) {
    const auto known = of_post.find(kind);
    if (known != of_post.end() && error.linear.reason != Reason::none) error = known->second;
  }
  return errors;
}

/// Labels of the sessions of the places that are compared, but `pre`.
std::set<std::string> labels_of(std::span<const Measurement> measurements,
                                const ChangeOptions& options) {
  std::set<std::string> labels;
  for (const Measurement& m : measurements) {
    if (m.session != options.pre && m.time_point != options.pre) labels.insert(m.session);
  }
  return labels;
}

struct Seen {
  double day;
  std::string session;
  Verdict verdict;
};

/// Each place's verdicts, by day.
std::map<PlaceKey, std::vector<Seen>> seen_places(const TimeCourse& course) {
  std::map<PlaceKey, std::vector<Seen>> seen;
  for (const LaterSession& later : course.sessions) {
    for (const Responder& one : later.responders) {
      if (one.verdict == Verdict::none) continue;
      seen[place_of(*one.pair)].push_back({one.pair->after.day, later.session, one.verdict});
    }
  }
  for (auto& [place, all] : seen) {
    std::stable_sort(all.begin(), all.end(),
                     [](const Seen& a, const Seen& b) { return a.day < b.day; });
  }
  return seen;
}

TimeToReturn time_of(const Responder& one, const std::vector<Seen>& seen) {
  TimeToReturn out;
  out.pair = one.pair;
  out.verdict = one.verdict;
  const double post = one.pair->after.day;
  out.day_low = 0;
  out.status = "lasting";
  for (const Seen& later : seen) {
    if (!(later.day > post)) continue;
    ++out.sessions;
    if (later.verdict == one.verdict) {
      out.day_low = later.day - post;
      out.day_high = kNaN;
      out.session.clear();
      out.status = "lasting";
    } else if (std::isnan(out.day_high)) {
      out.day_high = later.day - post;
      out.session = later.session;
      out.status = "returned";
    }
  }
  if (out.sessions == 0) {
    out.status = "no follow-up";
    out.day_low = kNaN;
  }
  return out;
}

}  // namespace

TimeCourse time_course(std::span<const ChangePair> compared, const KindErrors& errors,
                       const ControlSource& control, std::span<const Measurement> measurements,
                       const ChangeOptions& options) {
  Places places;
  for (const ChangePair& pair : compared) places[place_of(pair)] = &pair;
  const bool has_days = std::any_of(compared.begin(), compared.end(), [](const ChangePair& pair) {
    return pair.after.day >= pair.before.day;
  });
  TimeCourse course;
  std::set<std::string> labels = labels_of(measurements, options);
  if (!has_days) {
    course.sessions.push_back({options.post, kNaN, {compared.begin(), compared.end()}, errors, {}});
    if (labels.size() > 1) {
      course.notes.emplace_back(
          "no time course: sessions have no day, which sessions.tsv gives them");
    }
    labels.clear();
  }
  for (const std::string& label : labels) {
    ChangeOptions later = options;
    later.post = label;
    later.force_device = true;
    std::vector<ChangePair> pairs;
    try {
      pairs = known_pairs(pair_sessions(measurements, later).pairs, places, options.force_device);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::bad_data) throw;
      course.notes.push_back("not in the time course: session " + label + ": " + error.what());
      continue;
    }
    if (pairs.empty()) {
      course.notes.push_back("not in the time course: session " + label +
                             ": no place that is compared was measured there, on a known later "
                             "day, by the same device");
      continue;
    }
    const double day = mean_day(pairs);
    KindErrors own = errors_of(pairs, errors, options);
    course.sessions.push_back({label, day, std::move(pairs), std::move(own), {}});
  }
  std::stable_sort(course.sessions.begin(), course.sessions.end(),
                   [](const LaterSession& a, const LaterSession& b) { return a.day < b.day; });
  // Verdicts point to their pairs: behind the sorting.
  for (LaterSession& later : course.sessions) {
    later.responders = responders_of(later.pairs, later.errors, control, options);
  }
  return course;
}

std::vector<TimeToReturn> times_to_return(std::span<const Responder> responders,
                                          const TimeCourse& course) {
  const std::map<PlaceKey, std::vector<Seen>> seen = seen_places(course);
  std::vector<TimeToReturn> out;
  for (const Responder& one : responders) {
    if (one.verdict != Verdict::lower && one.verdict != Verdict::higher) continue;
    const auto found = seen.find(place_of(*one.pair));
    out.push_back(time_of(one, found == seen.end() ? std::vector<Seen>{} : found->second));
  }
  return out;
}

}  // namespace stiff
