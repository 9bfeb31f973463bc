#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>

/// Holds of unknown passive relaxation in noise, for the release's error rates: two Prony terms of
/// 0.3 to 30 s and log t with shares by chance, noise of standard deviation 1, and a drop at a time
/// by chance. Independent of the library's phantom.
struct SimulatedRelaxation {
  enum class Noise { white, ar1, tremor, ar1_and_white };

  double sampling_hz = 100;
  double length_s = 30;
  double relaxed = 50;  ///< force that relaxation takes, in standard deviations of the noise
  Noise noise = Noise::white;
  double drop = 0;
  double width_s = 0;
  double rise = 0;  ///< of guarding, at a third of the hold
  std::uint64_t seed = 1;

  double release_s = 0;  ///< of the last draw

  std::vector<double> draw() {
    boost::random::mt19937_64 random(seed);
    const auto n = static_cast<std::size_t>(length_s * sampling_hz);
    std::vector<double> force(n);
    const auto uniform = [&](double low, double high) {
      return boost::random::uniform_real_distribution<double>(low, high)(random);
    };
    const auto log_uniform = [&](double low, double high) {
      return std::exp(uniform(std::log(low), std::log(high)));
    };
    double share[3] = {uniform(0.2, 1), uniform(0.2, 1), uniform(0.2, 1)};
    const double all = (share[0] + share[1] + share[2]) / relaxed;
    const double tau[2] = {log_uniform(0.3, 30), log_uniform(0.3, 30)};
    const double t0 = log_uniform(0.1, 2);
    // From 2/15 to 13/15 of the hold: 4 to 26 s of 30.
    release_s = uniform(length_s * 4 / 30, length_s * 26 / 30);
    for (std::size_t i = 0; i < n; ++i) {
      const double t = static_cast<double>(i) / sampling_hz;
      force[i] = 200 + (share[0] * std::exp(-t / tau[0]) + share[1] * std::exp(-t / tau[1]) -
                        share[2] * std::log1p(t / t0) / std::log1p(length_s / t0)) /
                           all;
      force[i] -= drop * ramp(t - release_s);
      force[i] += rise * ramp(t - length_s / 3);
    }
    add_noise(force, random, uniform(8, 12));
    return force;
  }

 private:
  double ramp(double t) const {
    if (!(width_s > 0)) return t >= 0 ? 1 : 0;
    return std::clamp(t / width_s + 0.5, 0.0, 1.0);
  }
  void add_noise(std::vector<double>& force, boost::random::mt19937_64& random,
                 double tremor_hz) const {
    boost::random::normal_distribution<double> normal;
    const double rho = noise == Noise::white || noise == Noise::tremor ? 0 : 0.95;
    double slow = normal(random);
    // A resonance 0.5 Hz wide, of standard deviation 1.
    const double r = std::exp(-std::numbers::pi * 0.5 / sampling_hz);
    const double a = 2 * r * std::cos(2 * std::numbers::pi * tremor_hz / sampling_hz), b = -r * r;
    const double gain = std::sqrt((1 + b) * ((1 - b) * (1 - b) - a * a) / (1 - b));
    double now = 0, before = 0;
    const auto shake = [&] {
      const double next = a * now + b * before + gain * normal(random);
      before = now;
      return now = next;
    };
    for (int i = 0; i < static_cast<int>(10 * sampling_hz); ++i) shake();
    for (double& value : force) {
      slow = rho * slow + std::sqrt(1 - rho * rho) * normal(random);
      switch (noise) {
        case Noise::white:
        case Noise::ar1:
          value += slow;
          break;
        case Noise::ar1_and_white:
          value += std::sqrt(0.5) * (slow + normal(random));
          break;
        case Noise::tremor:
          value += std::sqrt(0.91) * shake() + 0.3 * normal(random);
          break;
      }
    }
  }
};
