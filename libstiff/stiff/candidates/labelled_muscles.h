#pragma once

#include "stiff/candidates/place_consensus.h"
#include "stiff/core/options.h"
#include "stiff/recording/identity.h"
#include "stiff/result/clinical_label.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace stiff {

/// What a taut band without a trigger point is taken for.
enum class BandRule { left_out, positive, negative };

inline std::span<const Choice<ReferenceRule>> choices(ReferenceRule) {
  static constexpr std::array<Choice<ReferenceRule>, 3> kAll{{{ReferenceRule::majority, "majority"},
                                                              {ReferenceRule::any, "any"},
                                                              {ReferenceRule::all, "all"}}};
  return kAll;
}

inline std::span<const Choice<BandRule>> choices(BandRule) {
  static constexpr std::array<Choice<BandRule>, 3> kAll{{{BandRule::left_out, "left-out"},
                                                         {BandRule::positive, "positive"},
                                                         {BandRule::negative, "negative"}}};
  return kAll;
}

struct ReferenceOptions {
  std::string rater{};
  ReferenceRule reference = ReferenceRule::majority;
  BandRule taut_bands = BandRule::left_out;
  double tolerance_m = 5e-3;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"rater", "NAME", "Only this rater's labels"}, self.rater);
    visit(Option{"reference", "",
                 "Of several raters: what the majority says (ties are left out), any, or all"},
          self.reference);
    visit(Option{"taut-bands", "", "What a taut band without a trigger point is taken for"},
          self.taut_bands);
    visit(Option{"tolerance", "m",
                 "A candidate this near a labelled place, or within its size, is on it", 0, 1},
          self.tolerance_m);
  }
};

/// One rater's word on one muscle.
struct RaterCall {
  std::string rater;
  bool positive = false;
};

/// A recording with what the clinicians say of its muscle.
struct LabelledMuscle {
  std::string recording_id;
  std::string person;
  std::string muscle;
  std::optional<bool> positive;  ///< nothing: left out (split, or a taut band alone)
  bool active = false;           ///< any rater calls it so; likewise
  bool latent = false;
  std::vector<LabelledPlace> places;  ///< of the raters together
  std::vector<RaterCall> calls;       ///< by rater; without those that are left out

  /// Whether it has a place that a mark can find.
  bool located() const;
};

struct LabelledMuscles {
  std::vector<LabelledMuscle> muscles;  ///< by recording_id
  std::size_t unlabelled = 0;           ///< recordings that no label fits
  std::size_t split = 0;                ///< left out: the raters are split
  std::size_t bands = 0;                ///< left out: a taut band alone
  std::size_t without_place = 0;        ///< positive, and no rater says where
  std::size_t rows_unmatched = 0;       ///< labels that fit no recording
  std::vector<std::string> unmatched;   ///< whose these are, each once
  std::vector<std::string> raters;      ///< by name
};

/// Joins labels with recordings: a label is of every recording that agrees with all that it says.
/// \param recordings with muscles and sides named as the labels name them.
/// \throws Error (bad_data), with the label's line: no label fits any recording; a place that fits
/// several recordings; `none` beside another label of the same muscle and rater; a recording with
/// neither its own participant nor a label's; no label of the rater asked for.
LabelledMuscles label_muscles(std::span<const RecordingIdentity> recordings,
                              std::span<const ClinicalLabel> labels,
                              const ReferenceOptions& options = {});

}  // namespace stiff
