#include "stiff/candidates/labelled_muscles.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace stiff {
namespace {

[[noreturn]] void refuse(std::size_t line, const std::string& what) {
  throw Error(ErrorKind::bad_data, "line " + std::to_string(line) + ": " + what);
}

std::string listed(const std::vector<std::string>& names, std::size_t most = 10) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) {
    text += (i == 0 ? "" : ", ") + names[i];
  }
  if (names.size() > most) text += " and " + std::to_string(names.size() - most) + " more";
  return text;
}

bool agrees(const std::string& said, const std::string& is) {
  return said.empty() || said == is;
}

bool fits(const ClinicalLabel& label, const RecordingIdentity& recording) {
  // A recording that does not say whose it is takes the label's word, where the label names it.
  const bool whose = agrees(label.participant, recording.participant) ||
                     (recording.participant.empty() && !label.recording_id.empty());
  return whose && agrees(label.recording_id, recording.recording_id) &&
         agrees(label.session, recording.session) && agrees(label.muscle, recording.muscle) &&
         agrees(label.side, recording.side) && agrees(label.site, recording.site);
}

/// Where a label's recordings are looked for.
class Finder {
 public:
  explicit Finder(std::span<const RecordingIdentity> recordings) : recordings_(recordings) {
    for (std::size_t i = 0; i < recordings.size(); ++i) {
      by_id_[recordings[i].recording_id].push_back(i);
      by_person_[recordings[i].participant].push_back(i);
    }
  }

  std::vector<std::size_t> find(const ClinicalLabel& label) const {
    const auto& index = label.recording_id.empty() ? by_person_ : by_id_;
    const auto found =
        index.find(label.recording_id.empty() ? label.participant : label.recording_id);
    std::vector<std::size_t> out;
    if (found == index.end()) return out;
    for (const std::size_t i : found->second) {
      if (fits(label, recordings_[i])) out.push_back(i);
    }
    return out;
  }

  bool knows(const std::string& participant) const { return by_person_.contains(participant); }

 private:
  std::span<const RecordingIdentity> recordings_;
  std::map<std::string, std::vector<std::size_t>> by_id_;
  std::map<std::string, std::vector<std::size_t>> by_person_;
};

/// "participant 77", or what of a known one is not there.
std::string whose(const ClinicalLabel& label, const Finder& finder) {
  if (!label.recording_id.empty()) return "recording " + label.recording_id;
  std::string text = "participant " + label.participant;
  if (!finder.knows(label.participant)) return text;
  for (const auto& [name, value] :
       {std::pair{"session", &label.session}, std::pair{"muscle", &label.muscle},
        std::pair{"side", &label.side}, std::pair{"site", &label.site}}) {
    if (!value->empty()) text += std::string(" ") + name + " " + *value;
  }
  return text;
}

using Labels = std::vector<const ClinicalLabel*>;

/// A recording's labels by rater. `none` stands alone.
std::map<std::string, Labels> by_rater(const Labels& labels) {
  std::map<std::string, Labels> raters;
  for (const ClinicalLabel* label : labels) {
    Labels& own = raters[label->rater];
    if (!own.empty() &&
        (own.front()->kind == LabelKind::none) != (label->kind == LabelKind::none)) {
      refuse(label->line, "'none' and another label of the same muscle" +
                              (label->rater.empty() ? "" : " by the rater " + label->rater) +
                              " (line " + std::to_string(own.front()->line) + ")");
    }
    own.push_back(label);
  }
  return raters;
}

bool is_trigger_point(LabelKind kind) {
  return kind == LabelKind::trigger_point || kind == LabelKind::active || kind == LabelKind::latent;
}

bool counts_as_positive(LabelKind kind, BandRule bands) {
  return is_trigger_point(kind) || (kind == LabelKind::taut_band && bands == BandRule::positive);
}

/// One rater's word: positive, negative, or nothing where it is of taut bands that are left out.
std::optional<bool> call_of(const Labels& labels, BandRule bands) {
  bool band = false;
  for (const ClinicalLabel* label : labels) {
    if (counts_as_positive(label->kind, bands)) return true;
    band = band || label->kind == LabelKind::taut_band;
  }
  if (band && bands == BandRule::left_out) return std::nullopt;
  return false;
}

LabelledPlace place_of(const ClinicalLabel& label, bool counts) {
  return {label.lateral_mm, label.axial_mm,  label.radius_mm,
          label.width_mm,   label.height_mm, counts};
}

/// The raters' words on one recording, put together.
void put_together(const Labels& labels, const ReferenceOptions& options, LabelledMuscle& muscle,
                  LabelledMuscles& out) {
  std::vector<std::vector<LabelledPlace>> places;
  std::vector<LabelledPlace> bands;
  std::size_t votes = 0, looked = 0;
  for (const auto& [rater, own] : by_rater(labels)) {
    for (const ClinicalLabel* label : own) {
      muscle.active = muscle.active || label->kind == LabelKind::active;
      muscle.latent = muscle.latent || label->kind == LabelKind::latent;
    }
    std::vector<LabelledPlace> counting;
    for (const ClinicalLabel* label : own) {
      if (!label->has_place()) continue;
      if (counts_as_positive(label->kind, options.taut_bands)) {
        counting.push_back(place_of(*label, true));
      } else if (options.taut_bands == BandRule::left_out) {
        bands.push_back(place_of(*label, false));
      }
    }
    const std::optional<bool> call = call_of(own, options.taut_bands);
    if (!call) continue;
    muscle.calls.push_back({rater, *call});
    votes += *call ? 1 : 0;
    // Who found something and does not say where cannot speak of places.
    if (!*call || !counting.empty()) ++looked;
    if (!counting.empty()) places.push_back(std::move(counting));
  }
  if (muscle.calls.empty()) {
    ++out.bands;
    return;
  }
  const int verdict = verdict_of_raters(votes, muscle.calls.size(), options.reference);
  if (verdict == 0) {
    ++out.split;
    return;
  }
  muscle.positive = verdict > 0;
  if (!*muscle.positive) return;
  muscle.places = consensus_places(places, looked, options.reference, 1e3 * options.tolerance_m);
  muscle.places.insert(muscle.places.end(), bands.begin(), bands.end());
  if (!muscle.located()) ++out.without_place;
}

/// The person of a recording: its own participant, else the one that its labels name.
std::string person_of(const RecordingIdentity& recording, const Labels& labels) {
  if (!recording.participant.empty()) return recording.participant;
  for (const ClinicalLabel* label : labels) {
    if (!label->participant.empty()) return label->participant;
  }
  refuse(labels.front()->line, "neither the recording '" + recording.recording_id +
                                   "' nor the label says whose it is: an evaluation counts people");
}

std::vector<std::string> raters_of(std::span<const ClinicalLabel> labels) {
  std::set<std::string> names;
  for (const ClinicalLabel& label : labels) names.insert(label.rater);
  return {names.begin(), names.end()};
}

}  // namespace

bool LabelledMuscle::located() const {
  return std::any_of(places.begin(), places.end(),
                     [](const LabelledPlace& place) { return place.counts; });
}

LabelledMuscles label_muscles(std::span<const RecordingIdentity> recordings,
                              std::span<const ClinicalLabel> labels,
                              const ReferenceOptions& options) {
  LabelledMuscles out;
  out.raters = raters_of(labels);
  if (!options.rater.empty() &&
      std::find(out.raters.begin(), out.raters.end(), options.rater) == out.raters.end()) {
    throw Error(ErrorKind::bad_data, "no label is of the rater '" + options.rater +
                                         "'; there are " + listed(out.raters));
  }
  const Finder finder(recordings);
  std::map<std::size_t, Labels> of_recording;
  std::set<std::string> unmatched;
  for (const ClinicalLabel& label : labels) {
    if (!options.rater.empty() && label.rater != options.rater) continue;
    const std::vector<std::size_t> found = finder.find(label);
    if (found.empty()) {
      ++out.rows_unmatched;
      unmatched.insert(whose(label, finder));
    }
    if (found.size() > 1 && label.has_place()) {
      refuse(label.line, "a place is of one picture, and the row fits " +
                             std::to_string(found.size()) + ": name its recording_id");
    }
    for (const std::size_t i : found) of_recording[i].push_back(&label);
  }
  out.unmatched.assign(unmatched.begin(), unmatched.end());
  if (of_recording.empty()) {
    throw Error(ErrorKind::bad_data, "no label fits any of the " +
                                         std::to_string(recordings.size()) +
                                         " recordings: " + listed(out.unmatched));
  }
  out.unlabelled = recordings.size() - of_recording.size();
  for (const auto& [i, own] : of_recording) {
    LabelledMuscle muscle;
    muscle.recording_id = recordings[i].recording_id;
    muscle.person = person_of(recordings[i], own);
    muscle.muscle = recordings[i].muscle;
    put_together(own, options, muscle, out);
    out.muscles.push_back(std::move(muscle));
  }
  std::sort(out.muscles.begin(), out.muscles.end(),
            [](const LabelledMuscle& a, const LabelledMuscle& b) {
              return a.recording_id < b.recording_id;
            });
  return out;
}

}  // namespace stiff
