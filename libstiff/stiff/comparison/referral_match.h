#pragma once

#include "stiff/comparison/measurements.h"
#include "stiff/result/study_rows.h"
#include "stiff/result/table.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace stiff {

/// A muscle of one side that was looked at for candidates in one session.
struct FlaggedPlace {
  std::string participant;
  std::string session;
  std::string muscle;
  std::string side;
  bool candidate = false;
  std::string referral;  ///< where the muscle's trigger points are known to be felt
};

/// Whether a place's known referral is where the person says that it hurts.
struct ReferralRow {
  std::string participant, session, muscle, side;
  bool candidate = false;
  std::string known;   ///< regions of the referral, "neck, temple"
  std::string felt;    ///< regions where it hurts
  std::string agrees;  ///< the region in which they agree; empty: none
  std::string pain_side;
};

/// How many places of one muscle, or of all, have a candidate and a pain that fits.
struct ReferralCount {
  std::string muscle;
  std::int64_t people = 0;
  std::int64_t candidate_fits = 0, candidate_fits_not = 0, none_fits = 0, none_fits_not = 0;
};

struct ReferralMatch {
  std::vector<ReferralRow> rows;
  std::vector<ReferralCount> counts;   ///< `all` first
  std::vector<DroppedNumber> dropped;  ///< places without a pain region of their session
};

/// Compares, in plain words (`body_regions`), each place's referral with the pain regions that its
/// person gives in the same session. A region whose outcome is 0 does not hurt. Pain of a stated
/// side fits the places of that side and of none. Places of one person are not independent: these
/// are counts, without a test.
ReferralMatch match_referral(std::span<const FlaggedPlace> places,
                             std::span<const OutcomeRow> outcomes);

/// The tables `referral` and `referral_counts`. Of the pain's words the names of regions alone are
/// kept.
std::vector<Table> referral_tables(const ReferralMatch& match);

}  // namespace stiff
