#include "stiff/comparison/between_session_error.h"
#include "stiff/comparison/individual_change.h"
#include "stiff/comparison/responder_count.h"
#include "stiff/core/error.h"

#include <cmath>
#include <string>
#include <vector>

#include "validation.h"
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <catch2/catch.hpp>

using stiff::between_session_error;
using stiff::BetweenSessionError;
using stiff::individual_change;
using stiff::kNaN;
using stiff::MdcRule;
using stiff::Reason;
using stiff::Verdict;

namespace {

std::vector<std::vector<double>> one_each(const std::vector<double>& changes) {
  std::vector<std::vector<double>> people;
  for (const double d : changes) people.push_back({d});
  return people;
}

}  // namespace

TEST_CASE("SEM and MDC of two sessions are Weir's") {
  // Weir 2005, set A: eight people twice; sqrt(MSE) = 7.5569, MDC95 = 20.9467, to the digits.
  const std::vector<double> first{146, 148, 170, 90, 157, 156, 176, 205};
  const std::vector<double> second{140, 152, 152, 99, 145, 153, 167, 218};
  std::vector<double> changes;
  for (std::size_t i = 0; i < first.size(); ++i) changes.push_back(second[i] - first[i]);
  const BetweenSessionError error = between_session_error(one_each(changes));
  CHECK(error.sem == Approx(7.5569).margin(5e-5));
  CHECK(error.mdc == Approx(20.9467).margin(5e-5));
  CHECK(error.dof == 7);
  CHECK(error.people == 8);
  // MSE = 57.1071 on 7: chi-square's quantiles 1.689869 and 16.012764 (printed tables).
  CHECK(error.sem_low == Approx(std::sqrt(57.1071429 * 7 / 16.012764)).epsilon(1e-6));
  CHECK(error.sem_high == Approx(std::sqrt(57.1071429 * 7 / 1.689869)).epsilon(1e-6));
  CHECK(error.mdc_high == Approx(error.sem_high * error.mdc / error.sem).epsilon(1e-12));
  // 2 P(T7 > 1.96) = 0.0908 (R: 2 * pt(-1.96, 7)).
  CHECK(error.chance_share == Approx(0.0908196953682).epsilon(1e-5));
  CHECK(error.shift.value == Approx(-2.75));
}

TEST_CASE("By Student's t as many err as is stated, and the rule is in the numbers") {
  const std::vector<std::vector<double>> people = one_each({1, -2, 0.5, 3, -1, 0, 1, -2});
  const BetweenSessionError normal = between_session_error(people);
  const BetweenSessionError student = between_session_error(people, MdcRule::student);
  CHECK(student.chance_share == Approx(0.05).epsilon(1e-9));
  CHECK(student.mdc / normal.mdc == Approx(2.364624 / 1.96).epsilon(1e-6));
  CHECK(student.sem == normal.sem);
}

TEST_CASE("Two places a person: unbiased, and fewer degrees than places") {
  // Both sides of a person move as one: as much is known as of one side each.
  std::vector<std::vector<double>> twice;
  for (const double d : {1.0, -2.0, 0.5, 3.0, -1.0}) twice.push_back({d, d});
  const BetweenSessionError alike = between_session_error(twice);
  const BetweenSessionError single = between_session_error(one_each({1.0, -2.0, 0.5, 3.0, -1.0}));
  CHECK(alike.sem == Approx(single.sem).epsilon(1e-12));
  CHECK(alike.dof == Approx(4).epsilon(1e-12));
  CHECK(alike.sem_high == Approx(single.sem_high).epsilon(1e-12));
  CHECK(alike.places == 10);
  // By hand: means 0 and +-2, S2 = 4; within 4 * 1 on 3, h = 1/2: V = 4 + 4 / 6.
  const std::vector<std::vector<double>> three{{-3, -1}, {0, 0}, {1, 3}};
  const BetweenSessionError error = between_session_error(three);
  CHECK(error.sem == Approx(std::sqrt((4 + 4.0 / 6) / 2)).epsilon(1e-12));
  CHECK(error.dof == Approx(std::pow(4 + 4.0 / 6, 2) / (16.0 / 2 + 16.0 / 36 / 3)).epsilon(1e-12));
}

TEST_CASE("The error between sessions follows scale and neither sign nor shift") {
  const BetweenSessionError plain = between_session_error(one_each({1, -2, 0.5, 3, -1}));
  const BetweenSessionError turned = between_session_error(one_each({-20, 10, -15, -40, 0}));
  CHECK(turned.sem == Approx(10 * plain.sem).epsilon(1e-12));
  CHECK(turned.shift.value == Approx(-10 * plain.shift.value - 10).epsilon(1e-12));
}

TEST_CASE("Without controls, or with controls that are all alike, there is no error") {
  CHECK(between_session_error({}).reason == Reason::too_few);
  CHECK(between_session_error(one_each({1, 2})).reason == Reason::too_few);
  CHECK(between_session_error(one_each({1, 2, kNaN})).reason == Reason::bad_input);
  const BetweenSessionError alike = between_session_error(one_each({1, 1, 1, 1}));
  CHECK(alike.reason == Reason::low_signal);
  CHECK(individual_change(-5, alike).verdict == Verdict::none);
  CHECK(std::isnan(individual_change(-5, alike).ci_low));
}

TEST_CASE("A verdict is by the MDC, in words that fit the quantity") {
  const BetweenSessionError error = between_session_error(one_each({1, -2, 0.5, 3, -1, 0, 1, -2}));
  const stiff::IndividualChange beyond = individual_change(-1.001 * error.mdc, error);
  CHECK(beyond.verdict == Verdict::lower);
  CHECK(individual_change(-0.999 * error.mdc, error).verdict == Verdict::within_error);
  CHECK(individual_change(1.001 * error.mdc, error).verdict == Verdict::higher);
  CHECK(individual_change(kNaN, error).verdict == Verdict::none);
  CHECK(beyond.reliable_change_index == Approx(-1.001 * 1.96).epsilon(1e-9));
  // The interval is Student's: t(0.975; 7) = 2.364624.
  CHECK(beyond.ci_high - beyond.change == Approx(2.364624 / 1.96 * error.mdc).epsilon(1e-6));
  CHECK(stiff::verdict_word(Verdict::lower, "dynamic_stiffness") == "softer");
  CHECK(stiff::verdict_word(Verdict::higher, "shear_modulus") == "stiffer");
  CHECK(stiff::verdict_word(Verdict::lower, "log_decrement") == "lower");
  CHECK(stiff::verdict_word(Verdict::higher, "myoton_relaxation_time") == "higher");
  CHECK(stiff::verdict_word(Verdict::within_error, "log_decrement") == "within error");
  CHECK(stiff::verdict_word(Verdict::none, "log_decrement") == "no verdict");
}

TEST_CASE("Exact intervals of counts are R's") {
  // binom.test(8, 12), binom.test(0, 12) of R 4.2.
  const stiff::Share eight = stiff::exact_share(8, 12);
  CHECK(eight.ci_low == Approx(0.348875506418814).epsilon(1e-12));
  CHECK(eight.ci_high == Approx(0.900753908850417).epsilon(1e-12));
  CHECK(stiff::exact_share(0, 12).ci_low == 0);
  CHECK(stiff::exact_share(0, 12).ci_high == Approx(0.264648469397051).epsilon(1e-12));
  CHECK(stiff::exact_share(12, 12).ci_high == 1);
  CHECK(std::isnan(stiff::exact_share(0, 0).value));
  CHECK_THROWS_AS(stiff::exact_share(3, 2), stiff::Error);
  // binom.test(8, 12, 0.038, alternative = "greater").
  CHECK(stiff::binomial_tail(8, 12, 0.038) == Approx(1.87595324962491e-09).epsilon(1e-9));
}

TEST_CASE("The chance of a count: one person and a known limit in closed form") {
  // Of one person: P(T7 < -1.96), half of 2 pt(-1.96, 7).
  CHECK(stiff::chance_of_count(1, 1, 1.96, 7) == Approx(0.5 * 0.0908196953682).epsilon(1e-5));
  CHECK(stiff::chance_of_count(0, 5, 1.96, 7) == 1);
  // Many controls: the binomial test of Phi(-1.96).
  CHECK(stiff::chance_of_count(2, 12, 1.96, 1e7) ==
        Approx(stiff::binomial_tail(2, 12, 0.0249979)).epsilon(1e-5));
  CHECK(stiff::chance_of_count(2, 12, 1.96, 1e5) ==
        Approx(stiff::chance_of_count(2, 12, 1.96, 1e7)).epsilon(1e-3));
  // A shared limit makes large counts likelier than the binomial test believes.
  CHECK(stiff::chance_of_count(6, 12, 1.96, 7) > 3 * stiff::binomial_tail(6, 12, 0.0454098));
  CHECK(std::isnan(stiff::chance_of_count(1, 2, kNaN, 7)));
}

TEST_CASE("People who do not change: verdicts, intervals and counts err as stated") {
  // 12 controls make the limit, 12 others are judged by it, all by an error of 1.
  boost::random::mt19937_64 engine(21);
  boost::random::normal_distribution<double> normal;
  const int trials = validation::seeds(300, 4000);
  int beyond = 0;  // the first of the twelve, so that the counts are independent
  int inside = 0;
  int sem = 0;
  int unlikely = 0;  // counts whose p is at most 0.05
  int unlikely_binomial = 0;
  for (int i = 0; i < trials; ++i) {
    std::vector<double> controls(12);
    for (double& d : controls) d = normal(engine);
    const BetweenSessionError error = between_session_error(one_each(controls));
    sem += error.sem_low <= std::sqrt(0.5) && std::sqrt(0.5) <= error.sem_high;
    int softer = 0;
    for (int person = 0; person < 12; ++person) {
      const stiff::IndividualChange change = individual_change(normal(engine), error);
      softer += change.verdict == Verdict::lower;
      if (person > 0) continue;
      beyond += change.verdict != Verdict::within_error;
      inside += change.ci_low <= 0 && 0 <= change.ci_high;
    }
    unlikely += stiff::chance_of_count(softer, 12, error.factor, error.dof) <= 0.05;
    unlikely_binomial += stiff::binomial_tail(softer, 12, 0.5 * error.chance_share) <= 0.05;
  }
  validation::note("verdicts on people without a change, 12 controls", std::to_string(beyond),
                   "7.58 % of " + std::to_string(trials));
  // 2 P(T11 > 1.96) = 0.0758144.
  CHECK(validation::within_band(beyond, trials, 0.0758144));
  CHECK(validation::within_band(inside, trials, 0.95));
  CHECK(validation::within_band(sem, trials, 0.95));
  // A count is discrete: at most the stated 5 %. The plain binomial test errs more often.
  validation::note(
      "counts of responders called unlikely by chance",
      std::to_string(unlikely) + " (binomial test: " + std::to_string(unlikely_binomial) + ")",
      "at most 5 % of " + std::to_string(trials));
  CHECK((unlikely < 0.05 * trials || validation::within_band(unlikely, trials, 0.05)));
}
