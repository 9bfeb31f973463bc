#include "stiff/comparison/body_regions.h"
#include "stiff/comparison/referral_match.h"
#include "stiff/result/table_columns.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

using Names = std::vector<std::string>;

OutcomeRow pain(const std::string& who, const std::string& region, double value = 5) {
  OutcomeRow row;
  row.participant = who;
  row.session = "pre";
  row.outcome = "pain";
  row.value = value;
  row.pain_region = region;
  return row;
}

// The referral of the upper trapezius as the table of muscles has it.
const std::string kTrapezius =
    "side of the neck, behind the ear, temple, behind the eye, angle of the jaw";

}  // namespace

TEST_CASE("Regions of the body by plain words") {
  CHECK(body_regions("Behind the right eye, upper TEETH").names == Names{"eye", "jaw"});
  CHECK(body_regions("Behind the right eye").side == "right");
  CHECK(body_regions("left and right temple").side.empty());
  CHECK(body_regions("down the back of the thigh to the knees").names == Names{"thigh", "knee"});
  CHECK(body_regions("lower back pain").names == Names{"low_back"});
  CHECK(body_regions("back of the head").names == Names{"head_back"});
  CHECK(body_regions("between the shoulder blades; shoulder").names ==
        Names{"upper_back", "shoulder"});
  CHECK(body_regions(kTrapezius).names == Names{"neck", "ear", "temple", "eye", "jaw"});
  // Words within words are none: no ear in "year", no hip in "relationship", no name of a person.
  CHECK(body_regions("since a year, Mrs Armstrong, relationship").names.empty());
  CHECK(body_regions("").names.empty());
}

TEST_CASE("Regions agree where they are the same or one is part of the other") {
  CHECK(agreeing_region(Names{"head"}, Names{"neck", "temple"}) == "head");
  CHECK(agreeing_region(Names{"knee", "temple"}, Names{"head"}) == "temple");
  CHECK(agreeing_region(Names{"calf"}, Names{"thigh", "hip"}).empty());
  CHECK(agreeing_region(Names{"low_back"}, Names{"back"}) == "low_back");
  CHECK(agreeing_region(Names{}, Names{"back"}).empty());
}

TEST_CASE("Candidates against where it hurts: counts, and who is left out") {
  const std::vector<FlaggedPlace> places{
      {"01", "pre", "uppertrapezius", "right", true, kTrapezius},
      {"01", "pre", "uppertrapezius", "left", true, kTrapezius},
      {"02", "pre", "uppertrapezius", "right", false, kTrapezius},
      {"02", "pre", "soleus", "right", true, "heel, sole"},
      {"03", "pre", "uppertrapezius", "right", true, kTrapezius},
      {"01", "post", "uppertrapezius", "right", true, kTrapezius}};
  const std::vector<OutcomeRow> outcomes{pain("01", "right temple"), pain("02", "headache"),
                                         pain("03", "knee", 0), pain("01", "calf")};
  const ReferralMatch match = match_referral(places, outcomes);
  REQUIRE(match.rows.size() == 4);
  CHECK(match.rows[0].agrees == "temple");
  CHECK(match.rows[0].felt == "temple, calf");
  CHECK(match.rows[1].agrees.empty());  // it hurts on the other side
  CHECK(match.rows[2].agrees == "head");
  CHECK(match.rows[3].agrees.empty());
  REQUIRE(match.counts.size() == 3);
  CHECK(match.counts[0].muscle == "all");
  CHECK(match.counts[0].people == 2);
  CHECK(match.counts[0].candidate_fits == 1);
  CHECK(match.counts[0].candidate_fits_not == 2);
  CHECK(match.counts[0].none_fits == 1);
  CHECK(match.counts[0].none_fits_not == 0);
  REQUIRE(match.dropped.size() == 2);
  CHECK(dropped_line(match.dropped[0]) ==
        "sub-03 ses-pre uppertrapezius right candidates: no pain region of its session");
  const auto tables = referral_tables(match);
  CHECK(rows_of(tables[0]) == 4);
  CHECK(rows_of(tables[1]) == 3);
  CHECK(match_referral({}, outcomes).rows.empty());
}
