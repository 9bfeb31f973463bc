#include "stiff/comparison/candidate_fate.h"
#include "stiff/core/error.h"

#include <cmath>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

const Axis kAxial{5e-3, 0.25e-3, 81};
const Axis kLateral{-12e-3, 0.25e-3, 97};

Candidate round_one(int number, double lateral_mm, double axial_mm, double diameter_mm = 6) {
  Candidate c;
  c.number = number;
  c.kind = CandidateKind::nodule;
  c.centroid_lateral_mm = lateral_mm;
  c.centroid_axial_mm = axial_mm;
  c.major_axis_mm = c.minor_axis_mm = diameter_mm;
  c.orientation_deg = 0;
  return c;
}

/// With a label map, as `stiff flag` writes it.
PlacedCandidates labelled(std::vector<Candidate> candidates) {
  PlacedCandidates out{std::move(candidates), kAxial, kLateral, {}, true};
  out.label = Picture<std::int32_t>::Zero(kAxial.size, kLateral.size);
  for (Index z = 0; z < kAxial.size; ++z) {
    for (Index x = 0; x < kLateral.size; ++x) {
      for (const Candidate& c : out.candidates) {
        const double far = std::hypot(kLateral[x] * 1e3 - c.centroid_lateral_mm,
                                      kAxial[z] * 1e3 - c.centroid_axial_mm);
        if (far <= c.major_axis_mm / 2) out.label(z, x) = c.number;
      }
    }
  }
  return out;
}

Picture<unsigned char> all_seen() {
  return Picture<unsigned char>::Ones(kAxial.size, kLateral.size);
}

std::vector<CandidateFate> fates(const PlacedCandidates& pre, const PlacedCandidates& post,
                                 const RigidMotion& motion = {},
                                 const Picture<unsigned char>& seen = all_seen()) {
  return candidate_fates(pre, post, motion, seen, kAxial, kLateral);
}

}  // namespace

TEST_CASE("Candidates vanish, stay and come") {
  const auto pre = labelled({round_one(1, -6, 12), round_one(2, 5, 12)});
  const auto post = labelled({round_one(1, 5.4, 12.2), round_one(2, -2, 20)});
  const auto rows = fates(pre, post);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].fate == Fate::vanished);
  CHECK((rows[0].number_pre == 1 && rows[0].number_post == 0));
  CHECK(rows[1].fate == Fate::stayed);
  CHECK((rows[1].number_pre == 2 && rows[1].number_post == 1));
  CHECK(rows[1].distance_mm == Approx(std::hypot(0.4, 0.2)));
  CHECK(rows[1].overlap > 0.8);
  CHECK(rows[2].fate == Fate::came);
  CHECK((rows[2].number_pre == 0 && rows[2].number_post == 2 && !rows[2].of_first));

  // The other way round what came has vanished.
  const auto back = fates(post, pre);
  REQUIRE(back.size() == 3);
  CHECK(back[0].fate == Fate::stayed);
  CHECK(back[1].fate == Fate::vanished);
  CHECK(back[2].fate == Fate::came);
  CHECK(fates(labelled({}), labelled({})).empty());
}

TEST_CASE("Places are compared after registration") {
  const RigidMotion motion{6e-3, 3e-3, 0.1, 0, 15e-3};
  const auto pre = labelled({round_one(1, -4, 12, 4)});
  const auto there = motion.forward(-4e-3, 12e-3);
  const auto post = labelled({round_one(1, there.lateral_m * 1e3, there.axial_m * 1e3, 4)});
  const auto rows = fates(pre, post, motion);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].fate == Fate::stayed);
  // The centroids agree but for rounding; the discs but for the pixels of their edges: a shift by
  // half a pixel leaves 1 - 2 d / (pi R), 0.96 of a disc.
  CHECK(rows[0].distance_mm == Approx(0).margin(1e-9));
  CHECK(rows[0].overlap > 0.93);
  // Unregistered they are two places.
  CHECK(fates(pre, post).size() == 2);
}

TEST_CASE("Without a label map the candidates' ellipses stand for them") {
  const auto with = labelled({round_one(1, -3, 12)});
  PlacedCandidates without = with;
  without.label.resize(0, 0);
  const auto rows = fates(with, without);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].fate == Fate::stayed);
  CHECK(rows[0].overlap == Approx(1));
  CHECK((rows[0].region != 0).count() == (with.label == 1).count());
}

TEST_CASE("A candidate that comes apart stayed, both halves of it") {
  const auto pre = labelled({round_one(1, 0, 15, 10)});
  const auto post = labelled({round_one(1, -3, 15, 3), round_one(2, 3, 15, 3)});
  const auto rows = fates(pre, post);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].fate == Fate::stayed);
  CHECK(rows[1].fate == Fate::stayed);
  CHECK(rows[1].number_pre == 1);
}

TEST_CASE("Nothing is said of what the other map does not see, or was not scored") {
  const auto pre = labelled({round_one(1, -6, 12), round_one(2, 5, 12)});
  auto post = labelled({});
  Picture<unsigned char> right = all_seen();
  right.leftCols(kLateral.size / 2).setZero();
  const auto rows = fates(pre, post, {}, right);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].fate == Fate::unknown);
  CHECK(rows[0].seen == 0);
  CHECK_FALSE(rows[0].why.empty());
  CHECK(rows[1].fate == Fate::vanished);
  CHECK(rows[1].seen == Approx(1));
  post.scored = false;
  for (const CandidateFate& row : fates(pre, post)) CHECK(row.fate == Fate::unknown);
  Candidate site = round_one(3, 0, 0);
  site.kind = CandidateKind::site;
  CHECK(fates(labelled({site}), labelled({})).empty());
  CHECK_THROWS_AS(
      candidate_fates(pre, post, {}, Picture<unsigned char>::Zero(2, 2), kAxial, kLateral), Error);
}
