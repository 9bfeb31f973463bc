#include "stiff/comparison/map_pairs.h"

#include "stiff/core/error.h"
#include "stiff/result/estimates.h"
#include "stiff/result/identity_fields.h"
#include "stiff/result/table_columns.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace stiff {
namespace {

struct Recorded {
  RecordingIdentity identity;
  Status status = Status::ok;
  std::string message;
};

using PlaceKey = std::array<std::string, 8>;
struct Sessions {
  std::vector<Recorded> before, after;
};

std::vector<Recorded> recordings_of(const Table& table) {
  std::vector<Recorded> out(rows_of(table));
  for (const IdentityField& field : identity_fields()) {
    const auto& values = values_of_column<std::string>(table, field.name);
    for (std::size_t i = 0; i < out.size(); ++i) out[i].identity.*field.member = values[i];
  }
  const auto& status = values_of_column<std::string>(table, "status");
  const auto& message = values_of_column<std::string>(table, "message");
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i].status = status_from_string(status[i]);
    out[i].message = message[i];
  }
  return out;
}

/// Taps, holds and twitches have traces, no maps.
bool has_no_map(const RecordingIdentity& id) {
  static const std::set<std::string> kTraces{"myotonometry", "indentation", "compression",
                                             "vibration"};
  return kTraces.contains(id.modality);
}

void check_sessions(const std::vector<Recorded>& all, const MapPairOptions& options) {
  if (options.pre.empty() || options.post.empty()) {
    throw Error(ErrorKind::usage, "--pre and --post name two sessions of the study");
  }
  if (options.pre == options.post) {
    throw Error(ErrorKind::usage, "--pre and --post are one session, " + options.pre);
  }
  std::set<std::string> labels;
  for (const Recorded& one : all) labels.insert(one.identity.session);
  std::string there;
  for (const std::string& label : labels) {
    there += (there.empty() ? "" : ", ") + (label.empty() ? "(none)" : label);
  }
  for (const std::string& session : {options.pre, options.post}) {
    if (labels.contains(session)) continue;
    throw Error(ErrorKind::bad_data, "no recording with a map is of the session '" + session +
                                         "'; there are: " + (there.empty() ? "none" : there));
  }
}

DroppedNumber dropped_one(const RecordingIdentity& id, const std::string& why) {
  return {id.recording_id, id.participant, id.session, id.muscle, id.side, "maps", why};
}

void drop_refused(std::vector<Recorded>& all, std::vector<DroppedNumber>& dropped) {
  std::erase_if(all, [&](const Recorded& one) {
    if (one.status == Status::ok) return false;
    dropped.push_back(dropped_one(one.identity, "no map: " + one.message));
    return true;
  });
}

void join(const Recorded& before, const Recorded& after, const MapPairOptions& options,
          MapPairs& out) {
  const bool other = before.identity.device != after.identity.device;
  if (other && !options.force_device) {
    out.dropped.push_back(dropped_one(
        after.identity, "another device than before (" + after.identity.device + ", " +
                            before.identity.device + "); --force-device compares all the same"));
    return;
  }
  out.pairs.push_back({before.identity, after.identity, other});
}

void pair_place(Sessions& place, const MapPairOptions& options, MapPairs& out) {
  const std::size_t had_before = place.before.size(), had_after = place.after.size();
  drop_refused(place.before, out.dropped);
  drop_refused(place.after, out.dropped);
  std::vector<Recorded> left;
  for (const Recorded& one : place.before) {
    const auto same =
        std::find_if(place.after.begin(), place.after.end(),
                     [&](const Recorded& other) { return other.identity.run == one.identity.run; });
    if (same == place.after.end()) {
      left.push_back(one);
      continue;
    }
    join(one, *same, options, out);
    place.after.erase(same);
  }
  if (left.size() == 1 && place.after.size() == 1) {
    join(left.front(), place.after.front(), options, out);
    return;
  }
  const auto say = [&](const std::vector<Recorded>& all, const std::string& session,
                       std::size_t others) {
    for (const Recorded& one : all) {
      out.dropped.push_back(
          dropped_one(one.identity, others == 0 ? "no recording of the place in session " + session
                                                : "no run to go with in session " + session));
    }
  };
  say(left, options.post, had_after);
  say(place.after, options.pre, had_before);
}

}  // namespace

MapPairs pair_maps(const Table& recordings, const MapPairOptions& options) {
  std::vector<Recorded> all = recordings_of(recordings);
  std::erase_if(all, [](const Recorded& one) { return has_no_map(one.identity); });
  check_sessions(all, options);
  const std::vector<std::string> muscles = listed_words(options.muscle);
  MapPairs out;
  std::map<PlaceKey, Sessions> places;
  for (const Recorded& one : all) {
    const RecordingIdentity& id = one.identity;
    if (!muscles.empty() && std::find(muscles.begin(), muscles.end(), id.muscle) == muscles.end()) {
      continue;
    }
    if (id.session != options.pre && id.session != options.post) continue;
    if (id.participant.empty()) {
      out.dropped.push_back(dropped_one(id, "no participant"));
      continue;
    }
    Sessions& place = places[{id.participant, id.muscle, id.side, id.site, id.state, id.posture,
                              id.probe_direction, id.modality}];
    (id.session == options.pre ? place.before : place.after).push_back(one);
  }
  for (auto& [key, place] : places) pair_place(place, options, out);
  return out;
}

}  // namespace stiff
