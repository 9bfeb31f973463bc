#include "stiff/phantom/twitch_cine.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>

namespace stiff {
namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;
constexpr double kTop_m = 5e-3;
constexpr double kEdge_m = 5e-3;
constexpr double kMargin_s = 0.2;
constexpr int kMostPlaces = 10000;

using Random = boost::random::mt19937_64;

double uniform(Random& random, double low, double high) {
  return low + (high - low) * boost::random::uniform_01<double>()(random);
}

// Noise white in time, in space the mean of a pixel and its four neighbours with weights 2 and 1,
// scaled to SD 1 of `sd`.
void add_noise(Cube<float>& velocity, double sd, Random& random) {
  boost::random::normal_distribution<double> normal;
  const Index nz = velocity.axial(), nx = velocity.lateral();
  std::vector<double> white(static_cast<std::size_t>((nz + 2) * (nx + 2)));
  const auto at = [&](Index z, Index x) {
    return white[static_cast<std::size_t>((z + 1) * (nx + 2) + x + 1)];
  };
  for (Index t = 0; t < velocity.time(); ++t) {
    for (double& value : white) value = normal(random);
    for (Index z = 0; z < nz; ++z) {
      for (Index x = 0; x < nx; ++x) {
        const double sum = 2 * at(z, x) + at(z - 1, x) + at(z + 1, x) + at(z, x - 1) + at(z, x + 1);
        velocity(z, x, t) += static_cast<float>(sd * sum / std::sqrt(8.0));
      }
    }
  }
}

struct SharedSwing {
  double middle_s, width_s, omega, phase, height, tilt_axial, tilt_lateral;
  double at(double t) const {
    const double u = (t - middle_s) / width_s;
    return height * std::exp(-0.5 * u * u) * std::cos(omega * (t - middle_s) + phase);
  }
};

std::vector<double> burst_onsets(const TwitchCineOptions& options, Random& random) {
  std::vector<double> onsets;
  const double last_s = options.record_s - kMargin_s - options.burst.duration_s;
  for (int tries = 0; static_cast<int>(onsets.size()) < options.burst.count; ++tries) {
    if (!(last_s > kMargin_s) || tries > kMostPlaces) {
      throw Error(ErrorKind::usage, "the cine is too short for its twitches: 0.2 s between them");
    }
    const double onset = uniform(random, kMargin_s, last_s);
    if (std::all_of(onsets.begin(), onsets.end(), [&](double other) {
          return std::abs(other - onset) > options.burst.duration_s + kMargin_s;
        })) {
      onsets.push_back(onset);
    }
  }
  std::sort(onsets.begin(), onsets.end());
  return onsets;
}

void add_burst(TwitchCine& cine, const TwitchCineOptions& options, Random& random, double onset) {
  const TwitchWave wave{onset, uniform(random, 0, kTwoPi), options.burst};
  const double axial = uniform(random, cine.axial_m.first + kEdge_m, cine.axial_m.last() - kEdge_m);
  const double lateral =
      uniform(random, cine.lateral_m.first + kEdge_m, cine.lateral_m.last() - kEdge_m);
  const double amplitude = options.burst.times_noise * options.picture.noise_m_per_s;
  cine.twitches.push_back(
      {onset, options.burst.duration_s, amplitude * wave.peak(), options.burst.frequency_hz});
  cine.axial_of_m.push_back(axial);
  cine.lateral_of_m.push_back(lateral);
  for (Index z = 0; z < cine.axial_m.size; ++z) {
    for (Index x = 0; x < cine.lateral_m.size; ++x) {
      const double far2 =
          std::pow(cine.axial_m[z] - axial, 2) + std::pow(cine.lateral_m[x] - lateral, 2);
      const double here =
          amplitude * std::exp(-0.5 * far2 / (options.picture.radius_m * options.picture.radius_m));
      for (Index t = 0; t < cine.time_s.size; ++t) {
        cine.velocity(z, x, t) += static_cast<float>(here * wave.at(cine.time_s[t]));
      }
    }
  }
}

void add_shared(TwitchCine& cine, const TwitchCineOptions& options, Random& random) {
  std::vector<SharedSwing> swings;
  for (int n = 0; n < std::max(1, static_cast<int>(2 * options.record_s)); ++n) {
    const double frequency_hz = uniform(random, 0.5, 8);
    swings.push_back(
        {uniform(random, 0, options.record_s),
         std::max(uniform(random, 0.15, 0.5), 0.5 / frequency_hz), kTwoPi * frequency_hz,
         uniform(random, 0, kTwoPi),
         options.motion_times_noise * options.picture.noise_m_per_s * uniform(random, 0.3, 1),
         uniform(random, -0.3, 0.3), uniform(random, -0.3, 0.3)});
  }
  for (Index t = 0; t < cine.time_s.size; ++t) {
    double all = 0, axial = 0, lateral = 0;
    for (const SharedSwing& swing : swings) {
      const double value = swing.at(cine.time_s[t]);
      all += value;
      axial += swing.tilt_axial * value;
      lateral += swing.tilt_lateral * value;
    }
    for (Index z = 0; z < cine.axial_m.size; ++z) {
      const double down = 2 * static_cast<double>(z) / static_cast<double>(cine.axial_m.size) - 1;
      for (Index x = 0; x < cine.lateral_m.size; ++x) {
        const double along =
            2 * static_cast<double>(x) / static_cast<double>(cine.lateral_m.size) - 1;
        cine.velocity(z, x, t) += static_cast<float>(all + axial * down + lateral * along);
      }
    }
  }
}

}  // namespace

TwitchCine simulate_twitch_cine(const TwitchCineOptions& options) {
  if (!(options.frame_rate_hz > 2 * options.burst.frequency_hz)) {
    throw Error(ErrorKind::usage, "the frame rate is too slow for the twitch's frequency");
  }
  TwitchCine cine;
  const auto lines = [&](double length_m) {
    return static_cast<Index>(std::lround(length_m / options.picture.pitch_m));
  };
  cine.axial_m = {kTop_m, options.picture.pitch_m, lines(options.picture.height_m)};
  cine.lateral_m = {-0.5 * options.picture.width_m, options.picture.pitch_m,
                    lines(options.picture.width_m)};
  cine.time_s = {0, 1 / options.frame_rate_hz,
                 static_cast<Index>(std::lround(options.record_s * options.frame_rate_hz))};
  if (!(cine.axial_m.last() - cine.axial_m.first > 2 * kEdge_m &&
        cine.lateral_m.last() - cine.lateral_m.first > 2 * kEdge_m)) {
    throw Error(ErrorKind::usage,
                "the picture of a twitch's cine must be over 10 mm wide and high");
  }
  cine.velocity = Cube<float>(cine.axial_m.size, cine.lateral_m.size, cine.time_s.size);
  Random random(options.seed);
  add_noise(cine.velocity, options.picture.noise_m_per_s, random);
  for (const double onset : burst_onsets(options, random)) {
    add_burst(cine, options, random, onset);
  }
  if (options.motion_times_noise > 0) add_shared(cine, options, random);
  return cine;
}

}  // namespace stiff
