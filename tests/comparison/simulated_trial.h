#pragma once

#include "stiff/comparison/measurements.h"

#include <cmath>
#include <string>
#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>

namespace stiff_test {

/// A two-arm study in memory, on the logarithmic scale: level 5.5, people, sides in people,
/// sessions in people and recordings scatter; every side of the arm `massage` changes by `effect`
/// behind the session `pre`.
struct Trial {
  int people = 12;
  std::vector<std::string> sessions{"pre", "post"};
  std::vector<std::string> sides{"left"};
  int runs = 1;
  double effect = 0;
  double between = 0.2;
  double of_side = 0.05;
  double of_session = 0.05;
  double error = 0.05;
  double missing = 0;  ///< share of recordings that are not there
};

inline stiff::Measurements simulated_trial(const Trial& trial, std::uint64_t seed) {
  boost::random::mt19937_64 random(seed);
  boost::random::normal_distribution<double> normal;
  boost::random::uniform_01<double> uniform;
  stiff::Measurements out;
  for (int p = 0; p < trial.people; ++p) {
    const double level = 5.5 + trial.between * normal(random);
    const double age = 20 + 40 * uniform(random);
    std::vector<double> sides;
    for (std::size_t s = 0; s < trial.sides.size(); ++s) {
      sides.push_back(trial.of_side * normal(random));
    }
    for (std::size_t t = 0; t < trial.sessions.size(); ++t) {
      const double session = trial.of_session * normal(random);
      for (std::size_t s = 0; s < trial.sides.size(); ++s) {
        for (int run = 0; run < trial.runs; ++run) {
          stiff::Measurement m;
          m.participant = std::string(p < 9 ? "0" : "") + std::to_string(p + 1);
          m.group = p % 2 == 0 ? "massage" : "control";
          m.sex = p % 4 < 2 ? "female" : "male";
          m.age = age;
          m.session = trial.sessions[t];
          m.day = 7 * static_cast<double>(t);
          m.muscle = "soleus";
          m.side = trial.sides[s];
          m.run = std::to_string(run + 1);
          m.device = "probe";
          m.quantity = "dynamic_stiffness";
          m.units = "N m-1";
          m.method = "oscillator_fit";
          m.recording_id = "sub-" + m.participant + "_ses-" + m.session + "_muscle-soleus_side-" +
                           m.side + "_run-" + m.run;
          const double change = p % 2 == 0 && t > 0 ? trial.effect : 0;
          m.value = std::exp(level + sides[s] + session + change + trial.error * normal(random));
          if (uniform(random) >= trial.missing) out.values.push_back(m);
        }
      }
    }
  }
  return out;
}

}  // namespace stiff_test
