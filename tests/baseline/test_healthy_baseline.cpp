#include "stiff/baseline/baseline_key.h"
#include "stiff/baseline/healthy_baseline.h"
#include "stiff/core/error.h"

#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using stiff::BaselineEntry;
using stiff::BaselineKey;
using stiff::CohortValue;
using stiff::HealthyBaseline;

namespace {

CohortValue number(const std::string& person, double value, const std::string& side = "",
                   const std::string& quantity = "shear_modulus") {
  CohortValue v;
  v.key.muscle = "masseter";
  v.key.side = side;
  v.key.site = "";
  v.key.quantity = quantity;
  v.key.units = "kPa";
  v.key.method = "correlation";
  v.key.device = "scanner";
  v.key.state = "rest";
  v.person = person;
  v.value = value;
  v.std_error = 0.02 * value;
  return v;
}

const BaselineEntry& entry_of(const HealthyBaseline& baseline, const std::string& side,
                              const std::string& quantity = "shear_modulus") {
  BaselineKey key = number("", 1, side, quantity).key;
  key.site = "all";
  const stiff::BaselineMatch match = stiff::matching_entry(baseline, key);
  INFO(match.refusal);
  REQUIRE(match.entry);
  return *match.entry;
}

/// Two sides of people whose logarithms are known.
std::vector<CohortValue> two_sided_cohort(int people, int first = 0) {
  std::vector<CohortValue> values;
  for (int i = first; i < first + people; ++i) {
    const double person = 2 + 0.1 * std::sin(1.7 * i);
    values.push_back(number(std::to_string(i), std::exp(person + 0.02), "left"));
    values.push_back(number(std::to_string(i), std::exp(person - 0.02), "right"));
    values[values.size() - 1].age = values[values.size() - 2].age = 20 + 2 * (i % 30);
    values[values.size() - 1].sex = values[values.size() - 2].sex = i % 2 ? "male" : "female";
  }
  return values;
}

}  // namespace

TEST_CASE("An entry's numbers are those of the printed formulas") {
  // ln values 1, 2, 3 of three people: mean 2, SD 1; k of three people is 7.656 (Odeh and Owen).
  std::vector<CohortValue> values;
  for (const double x : {1.0, 2.0, 3.0}) values.push_back(number(std::to_string(x), std::exp(x)));
  const HealthyBaseline baseline = stiff::build_baseline(values, {});
  REQUIRE(baseline.entries.size() == 1);
  const BaselineEntry& entry = baseline.entries[0];
  CHECK(entry.log_scale);
  CHECK(entry.values == 3);
  CHECK(entry.location.value == Approx(std::exp(2.0)));
  // t(0.975; 2) = 4.302653; SE of the mean 1 / sqrt 3.
  CHECK(std::log(entry.location.ci_high) == Approx(2 + 4.302653 / std::sqrt(3.0)).margin(1e-6));
  CHECK(std::log(entry.limits.upper) == Approx(2 + 7.656).margin(0.0006));
  CHECK(std::log(entry.limits.lower) == Approx(2 - 7.656).margin(0.0006));
  CHECK(entry.limits.known_factor == Approx(1.644854).margin(1e-6));
  CHECK(entry.note ==
        "3 people: the limits lie 7.66 SD from the centre, 1.64 if all people were known");
  // The median centile is the location, with the mean's interval.
  const stiff::Centile& median = entry.centiles[4];
  CHECK(median.share == 0.5);
  CHECK(median.value == Approx(entry.location.value));
  CHECK(median.high == Approx(entry.location.ci_high).epsilon(1e-9));
  CHECK(std::isnan(entry.limits.robust_upper));
  CHECK(std::isnan(entry.limits.rank_upper));
}

TEST_CASE("The person is the unit: sides do not add people") {
  const HealthyBaseline baseline = stiff::build_baseline(two_sided_cohort(12), {});
  const BaselineEntry& all = entry_of(baseline, "all");
  const BaselineEntry& left = entry_of(baseline, "left");
  CHECK(baseline.entries.size() == 3);
  CHECK(all.people.size() == 12);
  CHECK(all.values == 24);
  CHECK(left.people.size() == 12);
  CHECK(left.values == 12);
  // The sides differ by 0.04 within everybody: within 0.02^2 * 2, and the known error 0.02^2 off
  // it.
  CHECK(all.components.within == Approx(0.0008 - 0.0004).epsilon(1e-6));
  CHECK(all.components.error == Approx(0.0004));
  CHECK(left.location.value == Approx(all.location.value * std::exp(0.02)));
  // Some two dozen numbers, but the limit is that of a dozen people: k(12) = 2.736 (Odeh and Owen),
  // not k(24) = 2.309; the scatter within people is a twentieth of that between them.
  CHECK(all.limits.factor > 2.6);
  CHECK(all.limits.factor < 2.75);
  CHECK(left.limits.factor == Approx(2.736).margin(0.0006));
}

TEST_CASE("Entries that differ in anything are apart, and none is compared with another") {
  std::vector<CohortValue> values = two_sided_cohort(4);
  const auto changed = [&](auto change) {
    for (CohortValue v : two_sided_cohort(4)) {
      change(v.key);
      values.push_back(v);
    }
  };
  changed([](BaselineKey& k) { k.device = "other scanner"; });
  changed([](BaselineKey& k) { k.method = "device"; });
  changed([](BaselineKey& k) { k.posture = "prone"; });
  changed([](BaselineKey& k) { k.probe_direction = "along"; });
  changed([](BaselineKey& k) { k.state = "clench"; });
  changed([](BaselineKey& k) { k.muscle = "temporalis"; });
  const HealthyBaseline baseline = stiff::build_baseline(values, {});
  CHECK(baseline.entries.size() == 7 * 3);
  for (const BaselineEntry& e : baseline.entries) CHECK(e.people.size() == 4);

  BaselineKey key = values.front().key;
  key.side = key.site = "all";
  CHECK(stiff::matching_entry(baseline, key).entry);
  const auto refusal = [&](std::string BaselineKey::*part, const std::string& text) {
    BaselineKey other = key;
    other.*part = text;
    const stiff::BaselineMatch match = stiff::matching_entry(baseline, other);
    CHECK(match.entry == nullptr);
    return match.refusal;
  };
  CHECK(refusal(&BaselineKey::muscle, "soleus") ==
        "no baseline has the muscle 'soleus': there is 'masseter', 'temporalis'");
  CHECK(
      refusal(&BaselineKey::units, "Pa") ==
      "no baseline of the muscle 'masseter' has the unit 'Pa': there is 'kPa'; numbers of another "
      "unit are not compared");
  CHECK(refusal(&BaselineKey::quantity, "young_modulus") ==
        "no baseline of the muscle 'masseter' has the quantity 'young_modulus': there is "
        "'shear_modulus'; numbers of another quantity are not compared");
  CHECK_THAT(refusal(&BaselineKey::device, "third"),
             Catch::Contains("device 'third'") && Catch::Contains("'other scanner'"));
  CHECK_THAT(refusal(&BaselineKey::device, ""), Catch::Contains("device (not said)"));
  CHECK_THAT(refusal(&BaselineKey::method, "radon"), Catch::Contains("method 'radon'"));
  CHECK_THAT(refusal(&BaselineKey::state, "stretch"), Catch::Contains("state 'stretch'"));
  CHECK_THAT(refusal(&BaselineKey::posture, "sitting"), Catch::Contains("'prone'"));
  CHECK_THAT(refusal(&BaselineKey::probe_direction, "across"), Catch::Contains("probe direction"));
  CHECK_THAT(refusal(&BaselineKey::side, "middle"), Catch::Contains("'left', 'right'"));
  // How a label is spelt makes no difference.
  key.muscle = "Mass_eter";
  CHECK(stiff::matching_entry(baseline, key).entry);
  CHECK_THAT(stiff::matching_entry({}, key).refusal, Catch::Contains("empty"));
}

TEST_CASE("Merged cohorts are the baseline of both at once") {
  const std::vector<CohortValue> first = two_sided_cohort(25, 0);
  std::vector<CohortValue> second = two_sided_cohort(17, 100);
  for (const CohortValue& v : two_sided_cohort(5, 200)) {
    second.push_back(v);
    second.back().key.muscle = "temporalis";
  }
  std::vector<CohortValue> both = first;
  both.insert(both.end(), second.begin(), second.end());
  const HealthyBaseline joint = stiff::build_baseline(both, {});
  const HealthyBaseline merged =
      stiff::merge_baselines(stiff::build_baseline(first, {}), stiff::build_baseline(second, {}));
  REQUIRE(merged.entries.size() == joint.entries.size());
  for (std::size_t i = 0; i < joint.entries.size(); ++i) {
    const BaselineEntry& m = merged.entries[i];
    const BaselineEntry& j = joint.entries[i];
    INFO(j.key.muscle << ' ' << j.key.side);
    CHECK(stiff::same_key(m.key, j.key));
    CHECK(m.people.size() == j.people.size());
    // The same people in the same order: the same bits.
    CHECK(m.location.value == j.location.value);
    CHECK(m.limits.upper == j.limits.upper);
    CHECK(m.components.between == j.components.between);
    CHECK(m.covariates.has_sex == (j.key.muscle == "masseter"));
    if (m.covariates.has_sex) CHECK(m.covariates.sex_effect == j.covariates.sex_effect);
    if (j.people.size() >= 5) CHECK(m.limits.robust_upper == j.limits.robust_upper);
  }
  CHECK_THROWS_WITH(stiff::merge_baselines(joint, stiff::build_baseline(first, {})),
                    Catch::Contains("count twice"));
  HealthyBaseline linear = stiff::build_baseline(second, {});
  linear.entries[0].log_scale = false;
  CHECK_THROWS_WITH(stiff::merge_baselines(joint, linear), Catch::Contains("different scales"));
}

TEST_CASE("One person has a place but no limits") {
  const HealthyBaseline baseline =
      stiff::build_baseline(std::vector<CohortValue>{number("a", 7.5)}, {});
  const BaselineEntry& entry = baseline.entries.at(0);
  CHECK(entry.location.value == Approx(7.5));
  CHECK(std::isnan(entry.location.std_error));
  CHECK(std::isnan(entry.limits.upper));
  CHECK(std::isnan(entry.centiles[8].value));
  CHECK(entry.spread.reason == stiff::Reason::too_few);
  CHECK(entry.note == "1 person: no spread between people, so no limits");
}

TEST_CASE("People who read alike have no limits") {
  std::vector<CohortValue> values;
  for (const char* person : {"a", "b", "c"}) values.push_back(number(person, 5));
  const HealthyBaseline baseline = stiff::build_baseline(values, {});
  CHECK(std::isnan(baseline.entries[0].limits.upper));
  CHECK(baseline.entries[0].note == "all people read alike: no limits");
}

TEST_CASE("The scale belongs to the quantity") {
  std::vector<CohortValue> values;
  for (const double x : {-1.0, 0.0, 4.0}) {
    values.push_back(number(std::to_string(x), x, "", "viscosity"));
  }
  const HealthyBaseline baseline = stiff::build_baseline(values, {});
  CHECK_FALSE(baseline.entries[0].log_scale);
  CHECK(baseline.entries[0].location.value == Approx(1));
  // mu = rho c^2: the limit of the modulus is rho times the squared limit of the speed.
  std::vector<CohortValue> speeds, moduli;
  for (const double c : {1.9, 2.2, 2.1, 2.7, 2.4}) {
    speeds.push_back(number(std::to_string(c), c, "", "shear_wave_speed"));
    moduli.push_back(number(std::to_string(c), c * c, "", "shear_modulus"));
  }
  const double speed = stiff::build_baseline(speeds, {}).entries[0].limits.upper;
  CHECK(stiff::build_baseline(moduli, {}).entries[0].limits.upper == Approx(speed * speed));
}

TEST_CASE("Nothing that says who it was is kept") {
  std::vector<CohortValue> values = two_sided_cohort(3);
  values[0].age = values[1].age = 97.4;
  const HealthyBaseline baseline = stiff::build_baseline(values, {});
  const auto& people = entry_of(baseline, "all").people;
  for (std::size_t i = 1; i < people.size(); ++i) CHECK(people[i - 1].mean <= people[i].mean);
  double oldest = 0;
  for (const auto& p : people) oldest = std::max(oldest, p.age);
  CHECK(oldest == 90);
}
