#pragma once

#include "stiff/tissue/prony.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>

/// A ramp and hold of a Prony solid in closed form, with white or AR(1) noise.
struct SimulatedHold {
  stiff::Prony prony{0.5, {{0.3, 0.5}, {0.2, 6}}};
  double force_n = 5;  ///< had the ramp been a step
  double ramp_s = 0.2;
  double start_s = 1;  ///< of the ramp, on the recording's axis
  double hold_s = 30;
  double rate_hz = 100;
  double noise_n = 0.01;   ///< standard deviation
  double correlation = 0;  ///< between successive samples
  double white_n = 0;      ///< of white noise beside it
  std::uint64_t seed = 1;

  std::vector<double> time() const {
    const auto n = static_cast<std::size_t>((start_s + ramp_s + hold_s) * rate_hz + 1.5);
    std::vector<double> t(n);
    for (std::size_t i = 0; i < n; ++i) t[i] = static_cast<double>(i) / rate_hz;
    return t;
  }
  std::vector<double> force() const {
    boost::random::mt19937_64 random(seed);
    boost::random::normal_distribution<double> normal;
    std::vector<double> f = time();
    double noise = noise_n * normal(random);
    for (double& x : f) {
      x = force_n * stiff::ramp_hold_response(prony, x - start_s, ramp_s) + noise;
      if (white_n > 0) x += white_n * normal(random);
      noise =
          correlation * noise + noise_n * std::sqrt(1 - correlation * correlation) * normal(random);
    }
    return f;
  }
  double end_s() const { return start_s + ramp_s; }
};
