#pragma once

#include "stiff/baseline/log_map.h"
#include "stiff/candidates/candidate_region.h"
#include "stiff/candidates/family_wise.h"
#include "stiff/result/candidates.h"

#include <memory>
#include <vector>

namespace stiff {

/// What all maps of one muscle, quantity and grid are held against. Dear to make (the simulated
/// muscles), shared by as many maps as there are, from several threads.
class FlagReference {
 public:
  /// \throws Error (bad_data) as `HealthyMaps`.
  FlagReference(const FieldEntry& entry, const Axis& axial_m, const Axis& lateral_m,
                const FlagOptions& options, double content, double confidence, int jobs = 1);

  const FieldEntry& entry() const { return *entry_; }
  const HealthyMaps& healthy() const { return healthy_; }
  const OwnScale& own_scale() const { return own_scale_; }
  double expected() const { return expected_; }            ///< candidates in a healthy muscle
  double upper_limit() const { return upper_limit_; }      ///< ln value: a healthy pixel's
  double healthy_share() const { return healthy_share_; }  ///< of healthy pixels beyond it
  const FlagOptions& options() const { return options_; }

 private:
  const FieldEntry* entry_;
  FlagOptions options_;
  HealthyMaps healthy_;
  OwnScale own_scale_;
  double expected_ = 0;
  double upper_limit_ = kNaN;
  double healthy_share_ = kNaN;
};

/// One map to be flagged.
struct FlagInput {
  const Maps* maps = nullptr;
  const LogMap* map = nullptr;
  RecordingIdentity identity;
  OtherSide other;
  KindOptions kind;
  std::string units;
  std::string referral;
};

struct FlaggedMap {
  FlaggedRecording recording;
  std::vector<Candidate> candidates;
  std::vector<CandidateMark> marks;
  CandidateMap map;
};

/// Scores a map, flags what healthy muscle does not have, and says what each place is like. A map
/// without enough valid field, or without the score that was declared, is `refused` with its
/// reason. Pixels that do not count are part of no candidate.
FlaggedMap flag_map(const FlagInput& input, const FlagReference& reference);

/// The median of a map, ln value, with the healthy trend taken out: what the other side is held
/// against. NaN where nothing counts.
double detrended_median(const LogMap& map, const FieldModel& model);

}  // namespace stiff
