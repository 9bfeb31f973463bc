#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

#include "candidates/flagging.h"
#include "candidates/healthy_muscle.h"
#include "validation.h"
#include <catch2/catch.hpp>

namespace {

using namespace stiff;
using stiff_test::Muscle;
using stiff_test::Muscles;
using stiff_test::Place;

std::string number(double value) {
  std::string text = std::to_string(value);
  return text.substr(0, text.find('.') + 3);
}

/// Healthy maps with any candidate, over cohorts of 20 people, each cohort held against new people.
struct Alarms {
  int maps = 0;
  int flagged = 0;
  double low = 1, high = 0;  // share in the luckiest and the unluckiest cohort
};

Alarms alarms_of(const Muscle& muscle, int cohorts, int maps_each, const FlagOptions& options,
                 std::uint64_t seed) {
  Muscles muscles(muscle);
  Alarms out;
  for (int c = 0; c < cohorts; ++c) {
    const auto s = seed + static_cast<std::uint64_t>(c);
    const bool sides = options.score != ScoreKind::own;
    const FieldEntry entry = stiff_test::cohort_field(muscles, muscle, s, 20, sides ? 2 : 1);
    FlagOptions own = options;
    own.seed = s;
    const FlagReference reference(entry, muscle.axial(), muscle.lateral(), own, 0.95, 0.95);
    boost::random::mt19937_64 engine(s ^ 0xABCDULL);
    boost::random::normal_distribution<double> normal;
    int here = 0;
    for (int m = 0; m < maps_each; ++m) {
      const double person = std::log(19.16) + muscle.between * normal(engine);
      const auto made = muscles.map(s ^ 0x9999ULL, static_cast<std::uint64_t>(2 * m),
                                    person + muscle.within * normal(engine));
      OtherSide other;
      if (sides) {
        const auto opposite = muscles.map(s ^ 0x9999ULL, static_cast<std::uint64_t>(2 * m + 1),
                                          person + muscle.within * normal(engine));
        other = {true, detrended_median(opposite.map, entry.model)};
      }
      here += stiff_test::flagged(made.map, reference, other).recording.found > 0 ? 1 : 0;
    }
    out.maps += maps_each;
    out.flagged += here;
    out.low = std::min(out.low, static_cast<double>(here) / maps_each);
    out.high = std::max(out.high, static_cast<double>(here) / maps_each);
  }
  return out;
}

void note(const std::string& what, const Alarms& alarms) {
  validation::note("candidates in healthy maps, " + what,
                   std::to_string(alarms.flagged) + " of " + std::to_string(alarms.maps) +
                       "; cohorts from " + number(100 * alarms.low) + " to " +
                       number(100 * alarms.high) + " %",
                   "at most 5 %, within the band");
}

/// No more than the claim, within the band: fewer is no fault.
bool holds(const Alarms& alarms) {
  return alarms.flagged <= 0.05 * alarms.maps ||
         validation::within_band(alarms.flagged, alarms.maps, 0.05);
}

/// What is found of places of one kind.
struct Power {
  int maps = 0, found = 0, kind = 0, centroid = 0, area = 0, core = 0;
};

Power power_of(const Muscle& muscle, double diameter_mm, double ratio, int maps,
               const FlagOptions& options, std::uint64_t seed) {
  Muscles muscles(muscle);
  const FieldEntry entry = stiff_test::cohort_field(muscles, muscle, seed, 20, 1);
  const FlagReference reference(entry, muscle.axial(), muscle.lateral(), options, 0.95, 0.95);
  boost::random::mt19937_64 engine(seed);
  boost::random::uniform_real_distribution<double> u(-1, 1);
  const bool band = !(diameter_mm > 0);
  Power out;
  for (int i = 0; i < maps; ++i) {
    Place place{u(engine) * 10, 25 + u(engine) * 9, diameter_mm / 2, diameter_mm / 2, 0, ratio};
    if (band) place = {u(engine) * 6, 25 + u(engine) * 12, 10, 2, u(engine) * 15, ratio, true};
    const auto made =
        muscles.map(seed ^ 0x77ULL, static_cast<std::uint64_t>(i), std::log(19.16), {place});
    const FlaggedMap map = stiff_test::flagged(made.map, reference);
    ++out.maps;
    const Candidate* const c = stiff_test::candidate_in(map, place);
    if (!c) continue;
    ++out.found;
    out.kind += c->kind == (band ? CandidateKind::taut_band : CandidateKind::nodule) ? 1 : 0;
    const double off = std::hypot(c->centroid_lateral_mm - place.lateral_mm,
                                  c->centroid_axial_mm - place.axial_mm);
    out.centroid += off <= 1.5 ? 1 : 0;
    const double area = band ? 80 : 0.25 * std::numbers::pi * diameter_mm * diameter_mm;
    out.area += std::abs(c->area_mm2 / area - 1) <= 0.3 ? 1 : 0;
    const double truth = stiff_test::true_mean(muscle, made.truth, place, 0.5);
    out.core += std::abs(c->core.value / truth - 1) <= (diameter_mm > 7 ? 0.10 : 0.15) ? 1 : 0;
  }
  return out;
}

void note(const std::string& what, const Power& power, const std::string& wanted) {
  const auto of = [](int n, int all) { return std::to_string(n) + " of " + std::to_string(all); };
  validation::note(what,
                   "found " + of(power.found, power.maps) + "; of those: kind " +
                       std::to_string(power.kind) + ", centroid within 1.5 mm " +
                       std::to_string(power.centroid) + ", area within 30 % " +
                       std::to_string(power.area) + ", inner mean within 10 % (6 mm: 15 %) " +
                       std::to_string(power.core),
                   wanted);
}

/// Whether a rate of at least `share` is borne out: not below it by more than the band.
bool reaches(int hits, int n, double share) {
  return hits >= share * n || validation::within_band(hits, n, share);
}

}  // namespace

TEST_CASE("flagging: candidates in healthy maps, the cohort's own uncertainty counted") {
  // Unevenness cancels in the own score but for the measurement's error beside it.
  const double length = GENERATE(2.0, 4.0, 8.0);
  const double cv = GENERATE(0.1, 0.2);
  if (!validation::asked_for() && cv > 0.15) return;
  Muscle muscle;
  muscle.length_mm = length;
  muscle.cv = cv;
  const Alarms alarms = alarms_of(muscle, validation::seeds(2, 100), validation::seeds(20, 10), {},
                                  1000 + static_cast<std::uint64_t>(length));
  note("own score, CV " + number(100 * cv) + " %, 1/e length " + number(length) + " mm", alarms);
  INFO(alarms.flagged << " of " << alarms.maps);
  CHECK(holds(alarms));
}

TEST_CASE("flagging: the other scores, and any of them, raise no more alarms") {
  const auto score = GENERATE(ScoreKind::side, ScoreKind::healthy, ScoreKind::any);
  Muscle muscle;
  FlagOptions options;
  options.score = score;
  const Alarms alarms =
      alarms_of(muscle, validation::seeds(2, 100), validation::seeds(15, 10), options, 2000);
  note("score " + std::string(choices(score)[static_cast<std::size_t>(score)].name), alarms);
  INFO(alarms.flagged << " of " << alarms.maps);
  CHECK(holds(alarms));
}

TEST_CASE(
    "flagging: nodules of 1.68 times the muscle's kPa are found, where and as large as they are") {
  const double length = GENERATE(2.0, 4.0, 8.0);
  if (!validation::asked_for() && length != 4.0) return;
  const double diameter = GENERATE(6.0, 8.0, 10.0);
  Muscle muscle;
  muscle.length_mm = length;
  const Power power = power_of(muscle, diameter, 32.28 / 19.16, validation::seeds(30, 300), {},
                               3000 + static_cast<std::uint64_t>(length));
  const double wanted = diameter < 7 ? 0.80 : diameter < 9 ? 0.90 : 0.95;
  note("nodules of " + number(diameter) + " mm, ratio 1.68, CV 10 %, 1/e length " + number(length) +
           " mm",
       power, "found " + number(100 * wanted) + " %");
  INFO(power.found << " found, " << power.centroid << " in place, " << power.area << " areas, "
                   << power.core << " inner means of " << power.maps);
  CHECK(reaches(power.found, power.maps, wanted));
  // Where one is found, nine in ten are as they are.
  CHECK(reaches(power.centroid, power.found, 0.9));
  CHECK(reaches(power.area, power.found, 0.9));
  CHECK(reaches(power.core, power.found, 0.9));
  CHECK(reaches(power.kind, power.found, 0.9));
}

TEST_CASE("flagging: taut bands of 4 by 20 mm, 1.5 times the muscle's kPa") {
  const double length = GENERATE(2.0, 4.0, 8.0);
  if (!validation::asked_for() && length != 4.0) return;
  Muscle muscle;
  muscle.length_mm = length;
  const Power power = power_of(muscle, 0, 1.5, validation::seeds(30, 300), {},
                               4000 + static_cast<std::uint64_t>(length));
  note("taut bands 4 x 20 mm, ratio 1.5, CV 10 %, 1/e length " + number(length) + " mm", power,
       "found 90 %, 90 % of those called taut_band");
  INFO(power.found << " found, " << power.kind << " called so, of " << power.maps);
  CHECK(reaches(power.found, power.maps, 0.9));
  CHECK(reaches(power.kind, power.found, 0.9));
}

TEST_CASE("flagging: the curve of power by unevenness, ratio and rule", "[validation]") {
  if (!validation::asked_for()) return;
  const double cv = GENERATE(0.10, 0.15, 0.20, 0.25);
  const double ratio = GENERATE(1.2, 1.4, 1.68);
  const auto rule = GENERATE(RegionRule::enhancement, RegionRule::peak, RegionRule::extent);
  Muscle muscle;
  muscle.cv = cv;
  FlagOptions options;
  options.rule = rule;
  const Power power = power_of(muscle, 8, ratio, 200, options, 5000);
  note("power: nodules of 8 mm, ratio " + number(ratio) + ", CV " + number(100 * cv) +
           " %, 1/e length 4 mm, rule " +
           std::string(choices(rule)[static_cast<std::size_t>(rule)].name),
       power, "printed");
  CHECK(power.maps == 200);
}
