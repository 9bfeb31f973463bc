#pragma once

#include "stiff/candidates/area_under_curve.h"
#include "stiff/candidates/mark_matching.h"
#include "stiff/core/estimate.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stiff {

/// One picture of a free-response study: what its marks came to.
struct FreeResponse {
  std::int64_t person = 0;
  bool healthy = false;  ///< examined, and nothing found
  std::vector<double> false_ratings;
  std::vector<double> place_ratings;  ///< of the mark that found it; minus infinity: not found
};

/// \param places of a healthy picture are none
FreeResponse free_response(std::int64_t person, bool healthy, std::span<const LabelledPlace> places,
                           std::span<const RatedMark> marks, double tolerance_mm);

struct FrocOptions {
  std::vector<double> false_rates{0.05, 0.1, 0.25, 0.5, 1};  ///< a healthy picture; ascending
  std::size_t points = 200;                                  ///< of the curve, at most
  int resamples = 2000;
  std::uint64_t seed = 1;
};

/// A point of the curve: marks rated `threshold` or more count.
struct FrocPoint {
  double threshold = kNaN;
  Estimate found;              ///< share of the labelled places: lesion localisation fraction
  Estimate false_per_healthy;  ///< false marks a healthy picture
  Estimate false_per_picture;  ///< a picture, healthy or not
};

struct FoundAtRate {
  double false_rate = kNaN;
  Estimate found;
};

/// The FROC curve (Bunch1977): labelled places found against false marks. Of a point, at its
/// threshold, the intervals are those of people's shares and rates (proportion_interval.h). Of the
/// share that is found at a stated number of false marks a healthy picture - the largest of the
/// thresholds that keep it - the interval is the percentiles of a bootstrap over people, the
/// threshold sought anew in each; where all or none are found, Wilson's of as many cases as people.
///
/// `area` is that under the AFROC curve (Chakraborty1990, Chakraborty2004's figure of merit with
/// false marks of healthy pictures only): the chance that a labelled place is rated above the
/// highest false mark of a healthy picture; places and pictures without a mark are rated minus
/// infinity, ties count half, every place counts alike. 0.5 is not its chance level: marks at
/// random come near 0, no marks at all give 0.5. Its interval is that of an area by people
/// (area_under_curve.h). On the search model both hold the truth in 94 to 97 % (40 people). What
/// has not two people with a healthy picture, or with a place, is `too_few`.
struct FrocCurve {
  std::vector<FrocPoint> points;  ///< from the strictest threshold on
  std::vector<FoundAtRate> found_at_rate;
  AreaUnderCurve area;
  std::int64_t pictures = 0;
  std::int64_t healthy = 0;
  std::int64_t places = 0;
  std::int64_t people = 0;
};

FrocCurve froc_curve(std::span<const FreeResponse> pictures, const FrocOptions& options = {});

}  // namespace stiff
