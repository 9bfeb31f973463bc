#include "stiff/motion/reverberation.h"

#include <cmath>
#include <random>
#include <vector>

#include "motion/echo_cine.h"
#include <catch2/catch.hpp>

using namespace stiff;
using echo_cine::Settings;

namespace {

constexpr Index kBefore = 4;
const std::vector<Index> kCandidates{4, 5, 6, 7, 8, 9, 10, 11, 12, 13};

Settings settings(unsigned seed) {
  Settings s;
  s.axial = 80;
  s.lateral = 24;
  s.frames = 40;
  s.seed = seed;
  return s;
}

/// A pulse of 15 um peak that leaves line 4 at 0.4 lines a frame, narrow in depth: strain within
/// the kernel.
double wave(double z, Index x, Index t) {
  const double since = static_cast<double>(t - kBefore);
  if (since < 0) return 0;
  const double at = (static_cast<double>(x) - 4 - 0.4 * since) / 1.5;
  const double depth = (z - 4e-3) / 1.5e-3;
  return 15e-6 * std::exp(-at * at / 2 - depth * depth / 2);
}

/// Adds a decaying pattern of its own to the frames after the push, `start` times the mean echo,
/// over the depths given.
void reverberate(Cube<std::complex<float>>& iq, double start, double decay_frames, Index z0,
                 Index z1, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0, std::sqrt(echo_cine::power(iq) / 2));
  for (Index z = z0; z < z1; ++z) {
    for (Index x = 0; x < iq.lateral(); ++x) {
      const std::complex<double> echo(normal(random), normal(random));
      for (Index t = kBefore; t < iq.time(); ++t) {
        const double since = static_cast<double>(t - kBefore);
        const std::complex<double> turned =
            echo * std::polar(start * std::exp(-since / decay_frames), 2.0 * since);
        iq(z, x, t) += std::complex<float>(turned);
      }
    }
  }
}

EchoCheck check(const Cube<std::complex<float>>& iq) {
  return check_echoes(iq.view(), every_frame(iq.time(), 0, kBefore), 15, kCandidates);
}

}  // namespace

TEST_CASE("A clean recording loses no frame, whatever its noise and for all its wave") {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    for (const double snr_db : {0.0, 10.0, 25.0, 40.0, 60.0, 200.0}) {
      auto iq = echo_cine::speckle(settings(seed), wave);
      echo_cine::add_noise(iq, echo_cine::power(iq) * std::pow(10.0, -snr_db / 10), seed + 100);
      INFO("seed " << seed << ", SNR " << snr_db << " dB");
      CHECK(check(iq).spoiled.empty());
    }
  }
}

TEST_CASE("Frames with reverberation over them are found, also in a quarter of the depths") {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    for (const Index depths : {80, 20}) {
      auto iq = echo_cine::speckle(settings(seed), wave);
      echo_cine::add_noise(iq, echo_cine::power(iq) * 1e-4, seed + 100);
      reverberate(iq, 3, 1, 0, depths, seed + 200);
      const auto spoiled = check(iq).spoiled;
      INFO("seed " << seed << ", " << depths << " depths, " << spoiled.size() << " frames");
      // Power 9 e^(-2 n) of the echo's: over noise of 1e-4 and the limit of 1e-3 until n = 4.5.
      REQUIRE(spoiled.size() >= 4);
      CHECK(spoiled.size() <= 6);
      for (std::size_t k = 0; k < spoiled.size(); ++k)
        CHECK(spoiled[k] == kBefore + static_cast<Index>(k));
    }
  }
}

TEST_CASE("The correlation is that of the noise: SNR / (1 + SNR) in the mean") {
  const auto still = [](double, Index, Index) { return 0.0; };
  auto iq = echo_cine::speckle(settings(3), still);
  echo_cine::add_noise(iq, echo_cine::power(iq) * 0.01, 7);
  const Picture<float> correlation = check(iq).correlation;
  // 20 dB and a reference of four frames: rho^2 = 1 / (1.01 * 1.0025), less in dark speckle.
  CHECK(correlation.mean() > 0.96F);
  CHECK(correlation.mean() < 0.995F);
  CHECK(correlation.maxCoeff() <= 1.0F);
  const Picture<float> noise_alone = [&] {
    Cube<std::complex<float>> only(80, 24, 40);
    echo_cine::add_noise(only, 1, 9);
    return check(only).correlation;
  }();
  // White noise over 15 samples: E |rho|^2 = 1 / 15 against an independent reference.
  CHECK(noise_alone.square().mean() == Approx(1.0 / 15).epsilon(0.1));
}

TEST_CASE("With too few later frames none is dropped") {
  auto iq = echo_cine::speckle(settings(1), wave);
  reverberate(iq, 3, 1, 0, 80, 5);
  const EchoFrames frames = every_frame(iq.time(), 0, kBefore);
  std::vector<Index> all;
  for (Index t = kBefore; t < iq.time() - 1; ++t) all.push_back(t);
  CHECK(check_echoes(iq.view(), frames, 15, all).spoiled.empty());
}
