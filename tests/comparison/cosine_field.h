#pragma once

#include "stiff/comparison/located_picture.h"

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>

/// A smooth random field in closed form: a sum of cosines whose wave vectors are normal with SD
/// 1/l, so that its correlation is exp(-r^2 / (2 l^2)), mean 0, variance 1. It has a value at any
/// point, and so a moved picture of it is known without interpolation.
class CosineField {
 public:
  CosineField(std::uint32_t seed, double length_m, int waves = 100) {
    boost::random::mt19937 engine(seed);
    boost::random::normal_distribution<double> normal(0, 1 / length_m);
    boost::random::uniform_real_distribution<double> phase(0, 2 * std::numbers::pi);
    for (int i = 0; i < waves; ++i) {
      const double lateral = normal(engine), axial = normal(engine);
      waves_.push_back({lateral, axial, phase(engine)});
    }
  }
  double operator()(double lateral_m, double axial_m) const {
    double sum = 0;
    for (const Wave& w : waves_) {
      sum += std::cos(w.lateral * lateral_m + w.axial * axial_m + w.phase);
    }
    return sum * std::sqrt(2 / static_cast<double>(waves_.size()));
  }

 private:
  struct Wave {
    double lateral, axial, phase;
  };
  std::vector<Wave> waves_;
};

/// A picture of a function of (lateral_m, axial_m).
template <class Function>
stiff::LocatedPicture picture_of(const stiff::Axis& axial_m, const stiff::Axis& lateral_m,
                                 Function value) {
  stiff::LocatedPicture out{axial_m, lateral_m, {}};
  out.value.resize(axial_m.size, lateral_m.size);
  for (stiff::Index z = 0; z < axial_m.size; ++z) {
    for (stiff::Index x = 0; x < lateral_m.size; ++x) {
      out.value(z, x) = static_cast<float>(value(lateral_m[x], axial_m[z]));
    }
  }
  return out;
}
