#include "stiff/core/error.h"
#include "stiff/phantom/trial_phantom.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

double sd_of(const std::vector<double>& values) {
  double mean = 0, squares = 0;
  for (const double v : values) mean += v / static_cast<double>(values.size());
  for (const double v : values) squares += (v - mean) * (v - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

TrialPhantomOptions large() {
  TrialPhantomOptions options;
  options.design.people_per_arm = 5000;
  return options;
}

}  // namespace

TEST_CASE("A trial has the people, sessions, sides and taps that were asked for") {
  TrialPhantomOptions options;
  options.design = {.people_per_arm = 9, .sessions = 3, .sides = 2, .sites = 2, .taps = 4};
  const TrialPhantom trial = simulate_trial(options);
  CHECK(trial.people.size() == 18);
  CHECK(trial.recordings.size() == 18 * 3 * 2 * 2);
  CHECK(trial.outcomes.size() == 18 * 3);
  CHECK(trial.recordings.front().taps.size() == 4);
  int responders = 0;
  for (const TrialPerson& person : trial.people) {
    responders += person.responds ? 1 : 0;
    CHECK((person.age >= 20 && person.age <= 65));
    CHECK((person.arm == 0 || !person.responds));  // an arm without an effect has nobody to respond
  }
  CHECK(responders == 6);
}

TEST_CASE("The effect is where it was planted, and nowhere else, to the digit") {
  // Without any scatter a person's values are one number but for the effect.
  TrialPhantomOptions options;
  options.spread = {.mean = 100,
                    .between_people_percent = 0,
                    .between_sides_percent = 0,
                    .between_sessions_percent = 0,
                    .within_session_percent = 0};
  options.design = {.people_per_arm = 6, .sessions = 4, .interval_days = 7};
  options.course.half_life_days = 7;
  const TrialPhantom trial = simulate_trial(options);
  for (const TrialRecording& r : trial.recordings) {
    const TrialPerson& person = trial.people[static_cast<std::size_t>(r.person)];
    const bool changed = person.responds && r.treated_side && r.session > 0;
    // 0.86 at the second session, then half of its logarithm each week.
    const double expected = changed ? 100 * std::pow(0.86, std::exp2(-(r.session - 1))) : 100;
    CHECK(r.true_value == Approx(expected).epsilon(1e-12));
    CHECK(r.taps.front() == Approx(expected).epsilon(1e-12));
  }
}

TEST_CASE("Spreads are those that were asked for") {
  const TrialPhantomOptions options = large();
  const TrialPhantom trial = simulate_trial(options);
  std::vector<double> pre, between, taps;
  for (std::size_t i = 0; i + 1 < trial.recordings.size(); i += 2) {
    const TrialRecording& a = trial.recordings[i];
    const TrialRecording& b = trial.recordings[i + 1];
    REQUIRE(
        (a.person == b.person && a.treated_side == b.treated_side && a.session + 1 == b.session));
    if (a.treated_side) continue;
    pre.push_back(std::log(a.true_value));
    between.push_back(std::log(b.true_value / a.true_value));
    taps.push_back(std::log(a.taps[0] / a.true_value));
  }
  // 10 000 people: an SD is known to 1 / sqrt(20 000) = 0.7 %; four of them.
  CHECK(sd_of(pre) == Approx(std::sqrt(0.15 * 0.15 + 0.05 * 0.05 + 0.014 * 0.014)).epsilon(0.03));
  CHECK(sd_of(between) == Approx(0.014 * std::sqrt(2.0)).epsilon(0.03));
  CHECK(sd_of(taps) == Approx(0.01).epsilon(0.03));
}

TEST_CASE("Pain falls by the coupling times the softening") {
  TrialPhantomOptions options = large();
  options.outcomes.pain_noise = 0;
  options.outcomes.threshold_noise_kpa = 0;
  options.spread.between_sessions_percent = 0;
  const TrialPhantom trial = simulate_trial(options);
  for (std::size_t i = 0; i < trial.outcomes.size(); i += 2) {
    const TrialOutcome& before = trial.outcomes[i];
    const TrialOutcome& after = trial.outcomes[i + 1];
    const bool responds = trial.people[static_cast<std::size_t>(before.person)].responds;
    if (before.pain >= 10 || after.pain <= 0) continue;
    CHECK(after.pain - before.pain == Approx(responds ? 10 * std::log(0.86) : 0).margin(1e-9));
    CHECK(after.threshold_kpa - before.threshold_kpa ==
          Approx(responds ? -300 * std::log(0.86) : 0).margin(1e-9));
  }
}

TEST_CASE("Drop-outs stay away to the end; what is missing changes nothing that is there") {
  TrialPhantomOptions options = large();
  options.design.sessions = 4;
  const TrialPhantom whole = simulate_trial(options);
  options.course.drop_out = 0.3;
  options.course.missing = 0.1;
  const TrialPhantom trial = simulate_trial(options);
  int stayed = 0, first = 0;
  for (const TrialPerson& person : trial.people) {
    stayed += person.sessions_attended == 4 ? 1 : 0;
    first += person.sessions_attended == 1 ? 1 : 0;
  }
  // 10 000 people: SD of a share of 0.7 is 0.0046; of 0.1, 0.003.
  CHECK(stayed / 10000.0 == Approx(0.7).margin(0.02));
  CHECK(first / 10000.0 == Approx(0.1).margin(0.012));
  std::size_t at = 0, expected = 0;
  for (const TrialRecording& r : trial.recordings) {
    const TrialPerson& person = trial.people[static_cast<std::size_t>(r.person)];
    REQUIRE(r.session < person.sessions_attended);
    const auto same = [&](const TrialRecording& other) {
      return other.person == r.person && other.session == r.session &&
             other.treated_side == r.treated_side;
    };
    while (at < whole.recordings.size() && !same(whole.recordings[at])) ++at;
    REQUIRE(at < whole.recordings.size());
    REQUIRE(whole.recordings[at].taps == r.taps);
  }
  for (const TrialPerson& person : trial.people) {
    expected += static_cast<std::size_t>(2 * (person.sessions_attended - 1));
  }
  const auto behind_first = static_cast<double>(trial.recordings.size() - 20000);
  CHECK(behind_first / static_cast<double>(expected) == Approx(0.9).margin(0.01));
}

TEST_CASE("A seed is a trial; another is another") {
  TrialPhantomOptions options;
  const TrialPhantom a = simulate_trial(options), b = simulate_trial(options);
  options.seed = 2;
  const TrialPhantom c = simulate_trial(options);
  CHECK(a.recordings.back().taps == b.recordings.back().taps);
  CHECK(a.recordings.back().taps != c.recordings.back().taps);
}

TEST_CASE("Refusal: options that are no trial") {
  const auto refused = [](auto change) {
    TrialPhantomOptions options;
    change(options);
    CHECK_THROWS_AS(simulate_trial(options), Error);
  };
  refused([](auto& o) { o.arms.clear(); });
  refused([](auto& o) { o.arms[0].effect_percent = -100; });
  refused([](auto& o) { o.arms[0].effect_percent = kNaN; });
  refused([](auto& o) { o.design.people_per_arm = 0; });
  refused([](auto& o) { o.design.sides = 3; });
  refused([](auto& o) { o.spread.mean = 0; });
  refused([](auto& o) { o.spread.between_sessions_percent = -1; });
  refused([](auto& o) { o.spread.within_session_percent = kNaN; });
  refused([](auto& o) { o.course.responders = 1.1; });
  refused([](auto& o) { o.course.half_life_days = -1; });
}
