#pragma once

#include "stiff/comparison/measurement.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>

/// A study as tests/comparison needs it: both sides of one muscle, two sessions or more.
namespace change_cohort {

struct Trial {
  int people = 12;
  int responders = 8;         ///< of the treated side, the first ones
  bool by_chance = false;     ///< everyone with probability responders / people instead
  double effect = 0;          ///< change of ln value of a responder
  double sd_people = 0.15;    ///< of ln value
  double sd_session = 0.014;  ///< of ln value, between sessions: SEM
  std::string treated = "right";
};

inline stiff::Measurement number(const std::string& who, const std::string& session,
                                 const std::string& side, double value) {
  stiff::Measurement m;
  m.recording_id = "sub-" + who + "_ses-" + session + "_side-" + side;
  m.participant = who;
  m.session = session;
  m.muscle = "uppertrapezius";
  m.side = side;
  m.device = "myoton";
  m.quantity = "dynamic_stiffness";
  m.units = "N m-1";
  m.method = "oscillator_fit";
  m.value = value;
  m.std_error = 1;
  return m;
}

struct Study {
  std::vector<stiff::Measurement> numbers;
  std::vector<bool> responds;  ///< by person
};

inline Study study_with_truth(const Trial& trial, std::uint64_t seed) {
  boost::random::mt19937_64 engine(seed);
  boost::random::normal_distribution<double> normal;
  boost::random::uniform_01<double> uniform;
  Study out;
  for (int i = 0; i < trial.people; ++i) {
    const std::string who = std::string(i < 9 ? "0" : "") + std::to_string(i + 1);
    const double level = std::log(270.0) + trial.sd_people * normal(engine);
    out.responds.push_back(trial.by_chance ? uniform(engine) * trial.people < trial.responders
                                           : i < trial.responders);
    for (const std::string& side : {std::string("left"), std::string("right")}) {
      for (const std::string& session : {std::string("pre"), std::string("post")}) {
        const bool changed = session == "post" && side == trial.treated && out.responds.back();
        const double log =
            level + trial.sd_session * normal(engine) + (changed ? trial.effect : 0.0);
        out.numbers.push_back(number(who, session, side, std::exp(log)));
      }
    }
  }
  return out;
}

inline std::vector<stiff::Measurement> study(const Trial& trial, std::uint64_t seed) {
  return study_with_truth(trial, seed).numbers;
}

}  // namespace change_cohort
