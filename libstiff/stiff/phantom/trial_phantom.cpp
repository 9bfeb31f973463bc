#include "stiff/phantom/trial_phantom.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <boost/random/uniform_int_distribution.hpp>

namespace stiff {
namespace {

void check(bool ok, const char* what) {
  if (!ok) throw Error(ErrorKind::usage, what);
}

bool is_share(double value) {
  return value >= 0 && value <= 1;
}

bool is_spread(double value) {
  return value >= 0 && std::isfinite(value);
}

void check(const TrialPhantomOptions& options) {
  const TrialDesign& design = options.design;
  const TrialSpread& spread = options.spread;
  check(!options.arms.empty(), "a trial has an arm at least");
  for (const TrialArm& arm : options.arms) {
    check(arm.effect_percent > -100 && std::isfinite(arm.effect_percent),
          "an effect lies above -100 %");
  }
  check(design.people_per_arm >= 1 && design.sessions >= 1 && design.sites >= 1 &&
            design.taps >= 1 && (design.sides == 1 || design.sides == 2),
        "a trial has people, sessions, sites and taps, and one side or two");
  check(is_spread(design.interval_days), "days between sessions are not negative");
  check(spread.mean > 0 && std::isfinite(spread.mean), "a mean stiffness is positive");
  check(is_spread(spread.between_people_percent) && is_spread(spread.between_sides_percent) &&
            is_spread(spread.between_sessions_percent) && is_spread(spread.within_session_percent),
        "standard deviations are not negative");
  check(is_share(options.course.responders) && is_share(options.course.drop_out) &&
            is_share(options.course.missing),
        "shares lie between 0 and 1");
  check(is_spread(options.course.half_life_days), "a half life is not negative");
}

/// Everything that chance decides of one person, drawn in a fixed order.
class Lot {
 public:
  explicit Lot(std::uint64_t seed) : engine_(seed) {}
  double normal() { return normal_(engine_); }
  double uniform() { return uniform_(engine_); }
  int up_to(int low, int high) {
    return boost::random::uniform_int_distribution<int>(low, high)(engine_);
  }
  /// `count` of `size` are true, drawn by lot.
  std::vector<bool> some_of(std::size_t size, std::size_t count) {
    std::vector<std::size_t> order(size);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = size; i > 1; --i) {
      std::swap(order[i - 1], order[static_cast<std::size_t>(up_to(0, static_cast<int>(i) - 1))]);
    }
    std::vector<bool> chosen(size);
    for (std::size_t i = 0; i < count; ++i) chosen[order[i]] = true;
    return chosen;
  }

 private:
  boost::random::mt19937_64 engine_;
  boost::random::normal_distribution<double> normal_;
  boost::random::uniform_01<double> uniform_;
};

class Trial {
 public:
  explicit Trial(const TrialPhantomOptions& options) : options_(options), lot_(options.seed) {}

  TrialPhantom run() {
    const auto people = static_cast<std::size_t>(options_.design.people_per_arm);
    for (std::size_t arm = 0; arm < options_.arms.size(); ++arm) {
      const auto count = static_cast<std::size_t>(
          std::lround(options_.course.responders * static_cast<double>(people)));
      const std::vector<bool> responds = lot_.some_of(people, count);
      for (std::size_t i = 0; i < people; ++i) {
        const bool has_effect = options_.arms[arm].effect_percent != 0;
        add_person(static_cast<int>(arm), responds[i] && has_effect);
      }
    }
    return std::move(trial_);
  }

 private:
  void add_person(int arm, bool responds) {
    TrialPerson person;
    person.arm = arm;
    person.female = lot_.uniform() < 0.5;
    person.age = lot_.up_to(20, 65);
    person.responds = responds;
    person.sessions_attended = sessions_attended();
    const int number = static_cast<int>(trial_.people.size());
    const double level = std::log(options_.spread.mean) +
                         options_.spread.between_people_percent / 100 * lot_.normal();
    const double pain = options_.outcomes.pain + options_.outcomes.pain_sd * lot_.normal();
    const double threshold =
        options_.outcomes.threshold_kpa + options_.outcomes.threshold_sd_kpa * lot_.normal();
    std::vector<double> stiffer(static_cast<std::size_t>(options_.design.sessions));
    for (const bool treated : {true, false}) {
      if (!treated && options_.design.sides == 1) continue;
      add_side(number, person, level, treated, stiffer);
    }
    add_outcomes(number, person, pain, threshold, stiffer);
    trial_.people.push_back(person);
  }

  int sessions_attended() {
    const bool drops = lot_.uniform() < options_.course.drop_out;
    const int after = lot_.up_to(1, std::max(1, options_.design.sessions - 1));
    return drops ? after : options_.design.sessions;
  }

  double effect(const TrialPerson& person, bool treated, int session) const {
    if (!treated || !person.responds || session == 0) return 0;
    const TrialArm& arm = options_.arms[static_cast<std::size_t>(person.arm)];
    const double since = (session - 1) * options_.design.interval_days;
    const double half_life = options_.course.half_life_days;
    const double left = half_life > 0 ? std::exp2(-since / half_life) : 1;
    return std::log1p(arm.effect_percent / 100) * left;
  }

  /// \param stiffer by session, what the treated side is above its level, mean of its sites.
  void add_side(int number, const TrialPerson& person, double level, bool treated,
                std::vector<double>& stiffer) {
    const TrialSpread& spread = options_.spread;
    const double side = level + spread.between_sides_percent / 100 * lot_.normal();
    for (int site = 0; site < options_.design.sites; ++site) {
      const double own = spread.between_sides_percent / 100 * lot_.normal();
      const double base = options_.design.sites > 1 ? side + own : side;
      for (int session = 0; session < options_.design.sessions; ++session) {
        const double given = effect(person, treated, session);
        const double deviation = given + spread.between_sessions_percent / 100 * lot_.normal();
        if (treated)
          stiffer[static_cast<std::size_t>(session)] += deviation / options_.design.sites;
        TrialRecording recording{number, session, treated, site, std::exp(base + deviation),
                                 given,  {}};
        for (int tap = 0; tap < options_.design.taps; ++tap) {
          recording.taps.push_back(recording.true_value *
                                   std::exp(spread.within_session_percent / 100 * lot_.normal()));
        }
        const bool missing = lot_.uniform() < options_.course.missing && session > 0;
        if (session < person.sessions_attended && !missing) {
          trial_.recordings.push_back(std::move(recording));
        }
      }
    }
  }

  void add_outcomes(int number, const TrialPerson& person, double pain, double threshold,
                    const std::vector<double>& stiffer) {
    const TrialOutcomes& outcomes = options_.outcomes;
    for (int session = 0; session < options_.design.sessions; ++session) {
      const double percent = 100 * stiffer[static_cast<std::size_t>(session)];
      const double felt =
          pain + outcomes.pain_per_percent * percent + outcomes.pain_noise * lot_.normal();
      const double borne = threshold + outcomes.threshold_per_percent_kpa * percent +
                           outcomes.threshold_noise_kpa * lot_.normal();
      if (session >= person.sessions_attended) continue;
      if (!(felt >= 0 && felt <= 10)) ++trial_.pain_at_a_limit;
      trial_.outcomes.push_back(
          {number, session, std::clamp(felt, 0.0, 10.0), std::max(borne, 0.0)});
    }
  }

  const TrialPhantomOptions& options_;
  Lot lot_;
  TrialPhantom trial_;
};

}  // namespace

TrialPhantom simulate_trial(const TrialPhantomOptions& options) {
  check(options);
  return Trial(options).run();
}

}  // namespace stiff
