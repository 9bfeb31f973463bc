#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/core/estimate.h"
#include "stiff/recording/identity.h"
#include "stiff/result/estimates.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// What a candidate looks like: compact; long along the fibres; neither; or no shape at all, since
/// it is one number measured at a site.
enum class CandidateKind { nodule, taut_band, diffuse, site };
std::string_view to_string(CandidateKind kind);
/// \throws Error (bad_data) for a name that there is not.
CandidateKind candidate_kind_from_string(std::string_view name);

/// A place that is stiffer than it should be. A candidate for a trigger point: not a diagnosis.
/// Lengths are in mm in the recording's own frame; NaN for a `site`.
struct Candidate {
  std::string recording_id;
  std::string muscle;
  std::string side;
  std::string site;
  int number = 0;  ///< 1, 2, ... within the recording: its label in the label map
  CandidateKind kind = CandidateKind::diffuse;
  std::string quantity;
  std::string units;  ///< of `mean`, `peak`, `core`, `baseline` and `difference`
  double centroid_lateral_mm = kNaN;
  double centroid_axial_mm = kNaN;
  double depth_mm = kNaN;       ///< of its upper end
  double area_mm2 = kNaN;       ///< at half height between surrounding and plateau
  double major_axis_mm = kNaN;  ///< whole lengths of the ellipse with the region's second moments
  double minor_axis_mm = kNaN;
  double orientation_deg = kNaN;  ///< of the major axis, from lateral towards depth, -90 to 90
  Estimate mean;                  ///< over the region
  Estimate core;         ///< over its inner half radius: what the edge's blur reaches least
  Estimate peak;         ///< the upper decile of its pixels
  Estimate baseline;     ///< what is expected there by the score that flagged it
  Estimate ratio;        ///< mean over baseline
  Estimate difference;   ///< mean less baseline
  std::string score;     ///< which score flagged it: `own`, `side` or `healthy`
  double z = kNaN;       ///< largest z of that score within the region
  double p_fwer = kNaN;  ///< chance that healthy muscle has a candidate like it anywhere in the map
  double alpha = kNaN;
  double quality = kNaN;
  double edge_distance_mm = kNaN;  ///< of the region from the edge of the valid field
  std::string referral;            ///< where the muscle's trigger points are known to be felt
};

/// A place that a reader would look at next, flagged or not: what a FROC curve is made of.
struct CandidateMark {
  std::string recording_id;
  int number = 0;  ///< ordered by p_fwer, then by statistic
  double lateral_mm = kNaN;
  double axial_mm = kNaN;
  double z = kNaN;
  double statistic = kNaN;  ///< of the rule that flags: peak, extent or enhancement
  double p_fwer = kNaN;
  bool flagged = false;
  std::string quantity{};  ///< empty: the recording has one
};

/// What flagging says of one recording and one quantity.
struct FlaggedRecording {
  RecordingIdentity identity;
  Status status = Status::ok;
  std::string message;
  std::string quantity;
  std::string units;
  std::string score;  ///< the one that was declared: `own`, `side`, `healthy` or `any`
  int found = 0;
  double expected = kNaN;  ///< candidates in a healthy muscle like this one, on average
  double p_fwer = kNaN;    ///< the smallest of the map
  double z_max = kNaN;     ///< the largest of the declared score
  double z_max_own = kNaN;
  double z_max_side = kNaN;
  double z_max_healthy = kNaN;
  double heterogeneity_index = kNaN;  ///< share of the muscle above the healthy upper limit
  double healthy_share = kNaN;        ///< of the same in healthy muscle, on average
  double median = kNaN;               ///< of the map, or the site's value, in `units`
  double baseline = kNaN;             ///< what healthy people give
  double upper_limit =
      kNaN;  ///< below it lie healthy pixels, or a healthy person's value: tolerance
  double valid_area_mm2 = kNaN;
  std::int64_t people = 0;  ///< that the baseline rests on
};

/// The pictures of one flagged recording, on its map's grid; NaN where nothing was scored.
struct CandidateMap {
  RecordingIdentity identity;
  Axis axial_m;
  Axis lateral_m;
  Picture<std::int32_t> label;  ///< 0: none; else `Candidate::number`
  Picture<float> z_own;
  Picture<float> z_side;  ///< empty where there is no other side
  Picture<float> z_healthy;
  Picture<float> statistic;  ///< of the declared score
  Picture<float> p_fwer;     ///< of each pixel, in the map
};

}  // namespace stiff
