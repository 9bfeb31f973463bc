#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "candidates/flagging.h"
#include "candidates/healthy_muscle.h"
#include <catch2/catch.hpp>

namespace {

using namespace stiff;
using stiff_test::Muscle;
using stiff_test::Muscles;
using stiff_test::Place;

struct Bench {
  Muscle muscle;
  Muscles muscles{muscle};
  FieldEntry entry = stiff_test::cohort_field(muscles, muscle, 7, 12);
  FlagReference reference(const FlagOptions& options = {}, int jobs = 1) const {
    return FlagReference(entry, muscle.axial(), muscle.lateral(), options, 0.95, 0.95, jobs);
  }
};

const Place kNodule{-3, 22, 4, 4, 0, 2.2};

}  // namespace

TEST_CASE("flag map: the same numbers for any number of jobs") {
  const Bench bench;
  const FlagReference one = bench.reference({.simulations = 301}, 1);
  const FlagReference three = bench.reference({.simulations = 301}, 3);
  CHECK(one.expected() == three.expected());
  for (int i = 0; i < 301; i += 50) {
    const auto a = one.healthy().field(i), b = three.healthy().field(i);
    REQUIRE(std::equal(a.begin(), a.end(), b.begin(), b.end()));
  }
}

TEST_CASE("flag map: a nodule is told with its place, size, stiffness and scores") {
  Bench bench;
  const FlagReference reference = bench.reference();
  const auto made = bench.muscles.map(99, 0, std::log(19.16), {kNodule});
  const auto opposite = bench.muscles.map(99, 1, std::log(19.16));
  const FlaggedMap map = stiff_test::flagged(
      made.map, reference, {true, detrended_median(opposite.map, bench.entry.model)});
  REQUIRE(map.recording.status == Status::ok);
  const Candidate* const c = stiff_test::candidate_in(map, kNodule);
  REQUIRE(c);
  CHECK(c->kind == CandidateKind::nodule);
  CHECK(c->score == "own");
  CHECK(c->p_fwer <= 0.05);
  // What lies round it: a mean over a window that is worth 21 x 21 mm. Over such a square a field
  // of CV 10 % and 1/e length 4 mm scatters by 2.5 %; three of them.
  CHECK(c->baseline.value == Approx(19.16).epsilon(0.075));
  CHECK(c->baseline.std_error / c->baseline.value == Approx(0.025).epsilon(0.4));
  CHECK(c->ratio.value == Approx(c->mean.value / c->baseline.value).epsilon(1e-12));
  CHECK(c->difference.value == Approx(c->mean.value - c->baseline.value).epsilon(1e-12));
  CHECK(c->core.value > c->mean.value);
  CHECK(c->peak.value >= c->core.value);
  CHECK(c->depth_mm == Approx(c->centroid_axial_mm - 4).margin(1));
  // The disc ends at lateral -7 mm, the field at -18 mm.
  CHECK(c->edge_distance_mm == Approx(11).margin(1));
  // The label map holds the candidate's pixels, and z is the largest of them.
  const double area = static_cast<double>((map.map.label == c->number).count()) * 0.09;
  CHECK(area == Approx(c->area_mm2).epsilon(1e-9));
  CHECK(map.recording.found == static_cast<int>(map.candidates.size()));
  CHECK(map.recording.z_max_own == Approx(c->z));
  CHECK(std::isfinite(map.recording.z_max_side));
  CHECK(std::isfinite(map.recording.z_max_healthy));
  CHECK(map.map.z_side.size() == map.map.z_own.size());
  CHECK(map.marks.front().flagged);
  CHECK(map.marks.front().p_fwer == Approx(c->p_fwer));
  // A pixel of a person is above its level's centre by both spreads at least.
  CHECK(map.recording.upper_limit >
        map.recording.baseline * std::exp(1.64 * std::hypot(0.15, 0.1)));
  CHECK(map.recording.heterogeneity_index > map.recording.healthy_share);
}

TEST_CASE("flag map: the own score does not see the unit, the order of alarms not the early end") {
  Bench bench;
  const auto made = bench.muscles.map(42, 3, std::log(19.16), {{2, 25, 3, 3, 0, 1.8}});
  const FlagReference reference = bench.reference();
  const FlaggedMap once = stiff_test::flagged(made.map, reference);
  LogMap twice = made.map;
  twice.value += std::log(2.0F);
  const FlaggedMap doubled = stiff_test::flagged(twice, reference);
  REQUIRE(once.candidates.size() == doubled.candidates.size());
  for (std::size_t i = 0; i < once.candidates.size(); ++i) {
    CHECK(doubled.candidates[i].p_fwer == once.candidates[i].p_fwer);
    // Logarithms in float: 1e-6.
    CHECK(doubled.candidates[i].mean.value ==
          Approx(2 * once.candidates[i].mean.value).epsilon(1e-4));
    CHECK(doubled.candidates[i].ratio.value ==
          Approx(once.candidates[i].ratio.value).epsilon(1e-4));
  }
  // With a level that no map fails early all muscles are simulated: what is flagged is the same.
  const FlagReference all = bench.reference({.alpha = 0.5});
  const FlaggedMap longer = stiff_test::flagged(made.map, all);
  const auto below = std::count_if(longer.marks.begin(), longer.marks.end(),
                                   [](const CandidateMark& m) { return m.p_fwer <= 0.05; });
  const auto flagged = std::count_if(once.marks.begin(), once.marks.end(),
                                     [](const CandidateMark& m) { return m.flagged; });
  CHECK(below == flagged);
}

TEST_CASE("flag map: what the mask covers is never flagged") {
  Bench bench;
  const FlagReference reference = bench.reference();
  auto made = bench.muscles.map(99, 0, std::log(19.16), {kNodule});
  for (Index z = 0; z < made.map.value.rows(); ++z) {
    for (Index x = 0; x < made.map.value.cols(); ++x) {
      if (!kNodule.holds(bench.muscle.lateral()[x] * 1e3, bench.muscle.axial()[z] * 1e3, 1.7))
        continue;
      made.map.value(z, x) = std::numeric_limits<float>::quiet_NaN();
      made.map.field(z, x) = 0;
      --made.map.valid;
    }
  }
  const FlaggedMap map = stiff_test::flagged(made.map, reference);
  CHECK(stiff_test::candidate_in(map, kNodule) == nullptr);
  for (Index i = 0; i < made.map.value.size(); ++i) {
    if (std::isnan(made.map.value.data()[i])) REQUIRE(map.map.label.data()[i] == 0);
  }
}

TEST_CASE("flag map: no valid pixel, too little field, no other side, too few people") {
  Bench bench;
  LogMap empty = bench.muscles.map(1, 0, 2).map;
  empty.value.setConstant(std::numeric_limits<float>::quiet_NaN());
  empty.valid = 0;
  const auto message = [](const FlaggedMap& map) {
    CHECK(map.recording.status == Status::refused);
    CHECK(map.candidates.empty());
    return map.recording.message;
  };
  const FlagReference own = bench.reference();
  CHECK_THAT(message(stiff_test::flagged(empty, own)), Catch::Contains("no valid pixel"));
  LogMap little = bench.muscles.map(1, 0, 2).map;
  little.value.block(0, 0, 120, 121).setConstant(std::numeric_limits<float>::quiet_NaN());
  little.valid = 10 * 121;
  CHECK_THAT(message(stiff_test::flagged(little, own)), Catch::Contains("mm2"));
  const LogMap whole = bench.muscles.map(1, 0, 2).map;
  CHECK_THAT(message(stiff_test::flagged(whole, bench.reference({.score = ScoreKind::side}))),
             Catch::Contains("other side"));
  Bench alone;
  alone.entry = stiff_test::cohort_field(alone.muscles, alone.muscle, 7, 1, 1);
  CHECK_THAT(message(stiff_test::flagged(whole, alone.reference({.score = ScoreKind::healthy}))),
             Catch::Contains("too few"));
  // Its own field is known of one person all the same, roughly.
  CHECK(stiff_test::flagged(whole, alone.reference()).recording.status == Status::ok);
}
