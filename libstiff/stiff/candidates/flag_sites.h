#pragma once

#include "stiff/baseline/baseline_score.h"
#include "stiff/result/candidates.h"
#include "stiff/result/healthy_baseline.h"

#include <string>
#include <vector>

namespace stiff {

/// One number measured at a place: a set of taps, an indentation, a region's mean.
struct SiteValue {
  RecordingIdentity identity;
  std::string quantity;
  std::string units;
  std::string method;
  Estimate estimate;
  std::string sex;
  double age = kNaN;
  std::string referral;
};

struct FlaggedSites {
  std::vector<FlaggedRecording> recordings;  ///< one a value, in the order of the values
  std::vector<Candidate> candidates;         ///< kind `site`
  std::vector<CandidateMark> marks;
};

/// Holds each site against healthy people (`score_value`: the cohort's own uncertainty counted) and
/// flags what is too stiff, the chance of any false flag among the sites that one person has of a
/// quantity in a session held at `alpha` (Bonferroni: right whatever their dependence). Beside it
/// the difference from the other side, over the scatter of healthy people's sides. A site whose
/// muscle, device, method or state the baseline does not have is `refused`, with what there is.
FlaggedSites flag_sites(const std::vector<SiteValue>& sites, const HealthyBaseline& baseline,
                        double alpha);

}  // namespace stiff
