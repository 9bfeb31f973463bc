#include "stiff/motion/kasai.h"
#include "stiff/motion/sample_noise.h"

#include <cmath>
#include <random>
#include <vector>

#include "motion/echo_cine.h"
#include <catch2/catch.hpp>

using namespace stiff;
using echo_cine::Settings;

namespace {

/// White noise of SD 1 over a pulse that passes all pixels one after the other.
Cube<float> noisy_pulse(Index pixels, Index frames, double amplitude, double width_frames,
                        unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0, 1);
  Cube<float> field(pixels, 1, frames);
  for (Index z = 0; z < pixels; ++z) {
    for (Index t = 0; t < frames; ++t) {
      const double at =
          (static_cast<double>(t) - 10 - 0.5 * static_cast<double>(z % 100)) / width_frames;
      field(z, 0, t) = static_cast<float>(normal(random) + amplitude * std::exp(-at * at / 2));
    }
  }
  return field;
}

double root_mean_square(const Picture<float>& noise) {
  return std::sqrt(static_cast<double>(noise.square().mean()));
}

}  // namespace

TEST_CASE("The noise of white noise is its SD, and a pulse of 100 times that does not change it") {
  const std::vector<unsigned char> measured(100, 1);
  // 2000 pixels of some 30 degrees of freedom: 0.3 % at one SE.
  const Picture<float> still = sample_noise(noisy_pulse(2000, 100, 0, 3, 1).view(), measured);
  CHECK(root_mean_square(still) == Approx(1).epsilon(0.012));
  // One pixel: 1 / sqrt(2 * 94 / 3.2) = 13 % at one SE.
  CHECK(still.minCoeff() > 0.5F);
  CHECK(still.maxCoeff() < 1.6F);
  // A pulse of SD 3 frames (0.3 ms at 10 kHz): what its sixth difference leaves is cut or small.
  const Picture<float> passing = sample_noise(noisy_pulse(2000, 100, 100, 3, 2).view(), measured);
  CHECK(root_mean_square(passing) == Approx(1).epsilon(0.05));
}

TEST_CASE("Missing frames do not count, and too few say nothing") {
  Cube<float> field = noisy_pulse(500, 60, 0, 3, 3);
  std::vector<unsigned char> measured(60, 1);
  for (std::size_t t = 20; t < 25; ++t) {
    measured[t] = 0;
    for (Index z = 0; z < 500; ++z) field(z, 0, static_cast<Index>(t)) = 1e6F;
  }
  CHECK(root_mean_square(sample_noise(field.view(), measured)) == Approx(1).epsilon(0.03));
  for (std::size_t t = 0; t < 60; t += 6) measured[t] = 0;
  const Picture<float> unknown = sample_noise(field.view(), measured);
  CHECK(std::isnan(unknown(0, 0)));
}

TEST_CASE("The stated noise of a tracked sample is its true error, at the Cramer-Rao bound") {
  Settings s;
  s.axial = 80;
  s.lateral = 12;
  s.frames = 45;
  const auto still = [](double, Index, Index) { return 0.0; };
  const auto clean = echo_cine::speckle(s, still);
  const double power = echo_cine::power(clean);
  const EchoKernel kernel{9, MotionReference::fixed};
  const Index before = 5;
  const std::vector<unsigned char> measured(static_cast<std::size_t>(s.frames), 1);
  for (const double snr_db : {20.0, 35.0}) {
    const double noise_power = power * std::pow(10.0, -snr_db / 10);
    double errors = 0, stated = 0, bound = 0;
    const int seeds = 6;
    for (int seed = 1; seed <= seeds; ++seed) {
      auto iq = clean;
      echo_cine::add_noise(iq, noise_power, static_cast<unsigned>(seed));
      const auto u = kasai_displacement(iq.view(), every_frame(s.frames, 0, before), kernel,
                                        {s.mixed_hz, s.c, s.axial_step_m, false});
      const Picture<float> noise = sample_noise(u.view(), measured);
      const double metres = s.c / (4 * std::numbers::pi * s.mixed_hz);
      for (Index z = 8; z < s.axial - 8; ++z) {
        for (Index x = 0; x < s.lateral; ++x) {
          double kernel_power = 0;
          for (Index m = -4; m <= 4; ++m)
            kernel_power += std::norm(std::complex<double>(clean(z + m, x, 0)));
          // A speckle darker than its noise has no small error: bound and linear theory end there.
          if (kernel_power < 40 * noise_power) continue;
          bound += metres * metres * noise_power / (2 * kernel_power);
          stated += std::pow(static_cast<double>(noise(z, x)), 2);
          double square = 0;
          for (Index t = before; t < s.frames; ++t)
            square += std::pow(static_cast<double>(u(z, x, t)), 2);
          errors += square / static_cast<double>(s.frames - before);
        }
      }
    }
    // The error against the reference holds the reference's own share, one in five.
    INFO("SNR " << snr_db << " dB: stated " << std::sqrt(stated) << ", true "
                << std::sqrt(errors / 1.2) << ", bound " << std::sqrt(bound));
    // Six seeds of 12 lines of 7 kernels of 40 / 3.2 frames: 1 % at one SE; the bound is of first
    // order.
    CHECK(std::sqrt(1.2 * stated / errors) == Approx(1).epsilon(0.04));
    CHECK(std::sqrt(stated / bound) == Approx(1).epsilon(0.05));
  }
}
