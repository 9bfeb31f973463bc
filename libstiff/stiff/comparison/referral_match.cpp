#include "stiff/comparison/referral_match.h"

#include "stiff/comparison/body_regions.h"
#include "stiff/result/table_columns.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace stiff {
namespace {

using Session = std::pair<std::string, std::string>;

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::map<Session, std::vector<BodyRegions>> pains_of(std::span<const OutcomeRow> outcomes) {
  std::map<Session, std::vector<BodyRegions>> pains;
  for (const OutcomeRow& row : outcomes) {
    const bool journal = row.session.empty() && std::isfinite(row.day);
    if (row.pain_region.empty() || journal || row.value == 0) continue;
    const BodyRegions regions = body_regions(row.pain_region);
    if (!regions.names.empty()) pains[{row.participant, row.session}].push_back(regions);
  }
  return pains;
}

ReferralRow row_of(const FlaggedPlace& place, const std::vector<BodyRegions>& pains) {
  const std::vector<std::string> known = body_regions(place.referral).names;
  ReferralRow row{place.participant,
                  place.session,
                  place.muscle,
                  place.side,
                  place.candidate,
                  joined(known),
                  "",
                  "",
                  ""};
  std::vector<std::string> felt;
  std::set<std::string> sides;
  for (const BodyRegions& pain : pains) {
    for (const std::string& name : pain.names) {
      if (std::find(felt.begin(), felt.end(), name) == felt.end()) felt.push_back(name);
    }
    sides.insert(pain.side);
    const bool other_side = !pain.side.empty() && !place.side.empty() && pain.side != place.side;
    if (row.agrees.empty() && !other_side) row.agrees = agreeing_region(pain.names, known);
  }
  row.felt = joined(felt);
  if (sides.size() == 1) row.pain_side = *sides.begin();
  return row;
}

void count(ReferralCount& into, const ReferralRow& row) {
  const bool fits = !row.agrees.empty();
  if (row.candidate) {
    ++(fits ? into.candidate_fits : into.candidate_fits_not);
  } else {
    ++(fits ? into.none_fits : into.none_fits_not);
  }
}

}  // namespace

ReferralMatch match_referral(std::span<const FlaggedPlace> places,
                             std::span<const OutcomeRow> outcomes) {
  const auto pains = pains_of(outcomes);
  ReferralMatch match;
  std::map<std::string, ReferralCount> counts;
  std::map<std::string, std::set<std::string>> people;
  for (const FlaggedPlace& place : places) {
    const auto found = pains.find({place.participant, place.session});
    if (found == pains.end()) {
      match.dropped.push_back({"", place.participant, place.session, place.muscle, place.side,
                               "candidates", "no pain region of its session"});
      continue;
    }
    match.rows.push_back(row_of(place, found->second));
    for (const std::string& muscle : {std::string("all"), place.muscle}) {
      counts[muscle].muscle = muscle;
      count(counts[muscle], match.rows.back());
      people[muscle].insert(place.participant);
    }
  }
  for (auto& [muscle, one] : counts) {
    one.people = static_cast<std::int64_t>(people[muscle].size());
    match.counts.push_back(one);
  }
  std::stable_partition(match.counts.begin(), match.counts.end(),
                        [](const ReferralCount& one) { return one.muscle == "all"; });
  return match;
}

std::vector<Table> referral_tables(const ReferralMatch& match) {
  const auto text = [&](const char* name, const char* what, std::string ReferralRow::*member) {
    return column_of_rows<std::string>(
        match.rows, name, "", what,
        [&](const ReferralRow& row) -> const std::string& { return row.*member; });
  };
  const auto number = [&](const char* name, const char* what, std::int64_t ReferralCount::*member) {
    return column_of_rows<std::int64_t>(match.counts, name, "1", what,
                                        [&](const ReferralCount& one) { return one.*member; });
  };
  Table rows{
      "referral",
      {text("participant", "participant", &ReferralRow::participant),
       text("session", "session", &ReferralRow::session),
       text("muscle", "muscle", &ReferralRow::muscle),
       text("side", "side of the body", &ReferralRow::side),
       column_of_rows<std::int64_t>(
           match.rows, "candidate", "1", "1: a candidate was flagged there",
           [](const ReferralRow& row) { return std::int64_t{row.candidate}; }),
       text("known", "regions where its trigger points are known to be felt", &ReferralRow::known),
       text("felt", "regions where the person says that it hurts", &ReferralRow::felt),
       text("pain_side", "side of the pain, where one is said", &ReferralRow::pain_side),
       text("agrees", "the region in which they agree; empty: none", &ReferralRow::agrees)}};
  Table counts{"referral_counts",
               {column_of_rows<std::string>(
                    match.counts, "muscle", "", "muscle, or all",
                    [](const ReferralCount& one) -> const std::string& { return one.muscle; }),
                number("n_people", "people", &ReferralCount::people),
                number("candidate_fits", "places with a candidate whose referral fits the pain",
                       &ReferralCount::candidate_fits),
                number("candidate_fits_not", "places with a candidate whose referral does not fit",
                       &ReferralCount::candidate_fits_not),
                number("none_fits", "places without a candidate whose referral fits the pain",
                       &ReferralCount::none_fits),
                number("none_fits_not", "places without a candidate whose referral does not fit",
                       &ReferralCount::none_fits_not)}};
  return {std::move(rows), std::move(counts)};
}

}  // namespace stiff
