#include "stiff/baseline/healthy_baseline.h"
#include "stiff/candidates/flag_sites.h"

#include <cmath>

#include <boost/math/distributions/students_t.hpp>
#include <catch2/catch.hpp>

namespace {

using namespace stiff;

CohortValue healthy(int person, double value, const std::string& side = "left") {
  CohortValue out;
  out.key.muscle = "uppertrapezius";
  out.key.side = side;
  out.key.site = "";
  out.key.quantity = "dynamic_stiffness";
  out.key.units = "N m-1";
  out.key.method = "oscillator_fit";
  out.key.device = "probe";
  out.person = std::to_string(person);
  out.value = value;
  return out;
}

/// ln k = ln 250 + 0.1 q over people, q the middles of ten equal shares of a normal law, roughly.
HealthyBaseline cohort(int sides = 1) {
  const double q[] = {-1.64, -1.04, -0.67, -0.39, -0.13, 0.13, 0.39, 0.67, 1.04, 1.64};
  std::vector<CohortValue> values;
  for (int p = 0; p < 10; ++p) {
    values.push_back(healthy(p, 250 * std::exp(0.1 * q[p] + (sides > 1 ? 0.02 : 0.0))));
    if (sides > 1) values.push_back(healthy(p, 250 * std::exp(0.1 * q[p] - 0.02), "right"));
  }
  return build_baseline(values, {});
}

SiteValue site(double value, const std::string& side = "left", const std::string& place = "") {
  SiteValue out;
  out.identity.recording_id = "sub-9_" + side + place;
  out.identity.participant = "9";
  out.identity.muscle = "uppertrapezius";
  out.identity.side = side;
  out.identity.site = place;
  out.identity.device = "probe";
  out.quantity = "dynamic_stiffness";
  out.units = "N m-1";
  out.method = "oscillator_fit";
  out.estimate = make_estimate(value, 0.5, 1, 5);
  return out;
}

}  // namespace

TEST_CASE("sites: p is the predictive t of a new person, times the sites of the family") {
  const HealthyBaseline baseline = cohort();
  const double q[] = {-1.64, -1.04, -0.67, -0.39, -0.13, 0.13, 0.39, 0.67, 1.04, 1.64};
  double squares = 0;
  for (const double v : q) squares += 0.01 * v * v;
  // Logarithms have the mean ln 250 and n - 1 = 9 degrees of freedom. The cohort's errors are not
  // known: the new value's own, 0.5 of 340, adds (0.5 / 340)^2 = 2e-6 to 0.0094.
  const double sd = std::sqrt(squares / 9), own = 0.5 / 340;
  const double t = std::log(340.0 / 250) / std::sqrt(sd * sd * 1.1 + own * own);
  const double p = boost::math::cdf(boost::math::complement(boost::math::students_t(9), t));
  const FlaggedSites one = flag_sites({site(340)}, baseline, 0.05);
  CHECK(one.recordings[0].p_fwer == Approx(p).epsilon(1e-6));
  CHECK(one.recordings[0].baseline == Approx(250).epsilon(1e-9));
  REQUIRE(one.candidates.size() == 1);
  CHECK(one.candidates[0].kind == CandidateKind::site);
  CHECK(one.candidates[0].ratio.value == Approx(340.0 / 250).epsilon(1e-9));
  CHECK(one.candidates[0].difference.value == Approx(90).epsilon(1e-6));
  const FlaggedSites three =
      flag_sites({site(340), site(250, "right"), site(251, "left", "b")}, baseline, 0.05);
  CHECK(three.recordings[0].p_fwer == Approx(3 * p).epsilon(1e-6));
  CHECK(three.recordings[1].found == 0);
}

TEST_CASE("sites: softer is never flagged, the other side is told") {
  const HealthyBaseline baseline = cohort(2);
  const FlaggedSites both = flag_sites({site(150), site(250, "right")}, baseline, 0.05);
  CHECK(both.candidates.empty());
  // Sides differ by 0.04 in everybody: variance within (0.04^2 / 2), none of it error.
  const double within = 0.04 * 0.04 / 2;
  const double error = std::pow(0.5 / 150, 2) + std::pow(0.5 / 250, 2);
  CHECK(both.recordings[0].z_max_side ==
        Approx(std::log(150.0 / 250) / std::sqrt(2 * within + error)).epsilon(1e-6));
}

TEST_CASE("sites: what cannot be compared is refused with what there is") {
  const HealthyBaseline baseline = cohort();
  const auto message = [&](SiteValue s) {
    const FlaggedSites out = flag_sites({s}, baseline, 0.05);
    CHECK(out.recordings[0].status == Status::refused);
    CHECK(out.candidates.empty());
    return out.recordings[0].message;
  };
  SiteValue other = site(340);
  other.identity.device = "another";
  CHECK_THAT(message(other), Catch::Contains("device") && Catch::Contains("probe"));
  other = site(340);
  other.units = "kPa";
  CHECK_THAT(message(other), Catch::Contains("unit"));
  other = site(340);
  other.identity.muscle = "masseter";
  CHECK_THAT(message(other), Catch::Contains("masseter") && Catch::Contains("uppertrapezius"));
  other = site(340);
  other.estimate = no_estimate(Reason::saturated);
  CHECK_THAT(message(other), Catch::Contains("saturated"));
  const HealthyBaseline alone = build_baseline(std::vector<CohortValue>{healthy(1, 250)}, {});
  CHECK_THAT(flag_sites({site(340)}, alone, 0.05).recordings[0].message, Catch::Contains("few"));
  CHECK(flag_sites({}, baseline, 0.05).recordings.empty());
}
