#include "stiff/core/error.h"
#include "stiff/motion/kasai.h"
#include "stiff/motion/loupas.h"

#include <algorithm>
#include <limits>

#include "motion/echo_cine.h"
#include <catch2/catch.hpp>

using namespace stiff;
using echo_cine::Settings;

namespace {

EchoScale scale_of(const Settings& s) {
  return {s.mixed_hz, s.c, s.axial_step_m, false};
}

/// Mean, SD and RMS deviation from 1 of estimate over truth in the last frame, over pixels away
/// from the ends.
struct Gain {
  double mean = 0;
  double sd = 0;
  double rms = 0;
};

Gain gain(const Cube<float>& estimate, double truth, Index border) {
  double sum = 0, squares = 0, deviation = 0;
  int count = 0;
  for (Index z = border; z < estimate.axial() - border; ++z) {
    for (Index x = 0; x < estimate.lateral(); ++x) {
      const double g = static_cast<double>(estimate(z, x, estimate.time() - 1)) / truth;
      sum += g;
      squares += g * g;
      deviation += (g - 1) * (g - 1);
      ++count;
    }
  }
  const double mean = sum / count;
  return {mean, std::sqrt(squares / count - mean * mean), std::sqrt(deviation / count)};
}

}  // namespace

TEST_CASE("A known shift of a tone comes back, away from the probe as positive") {
  const Settings s;
  const auto motion = [](double, Index, Index t) { return 1e-6 * static_cast<double>(t); };
  const auto iq = echo_cine::tone(s, motion);
  for (const MotionReference reference : {MotionReference::fixed, MotionReference::successive}) {
    const EchoKernel kernel{7, reference};
    const auto kasai = kasai_displacement(iq.view(), every_frame(s.frames), kernel, scale_of(s));
    const auto loupas = loupas_displacement(iq.view(), every_frame(s.frames), kernel, scale_of(s));
    for (Index t = 0; t < s.frames; ++t) {
      // Float samples: 1e-7 of a radian per step, a turn being 154 um.
      CHECK(kasai(40, 3, t) == Approx(motion(0, 0, t)).margin(3e-11));
      CHECK(loupas(40, 3, t) == Approx(motion(0, 0, t)).margin(3e-11));
    }
  }
}

TEST_CASE("Kasai is off by f / f0 where the echo's frequency is f, Loupas is not") {
  Settings s;
  const double u = 8e-6;
  const auto motion = [&](double, Index, Index t) { return t == 0 ? 0 : u; };
  const EchoKernel kernel{9, MotionReference::fixed};
  for (const double ratio : {0.85, 0.95, 1.1}) {
    s.echo_hz = ratio * s.mixed_hz;
    const auto iq = echo_cine::tone(s, motion);
    const auto kasai = kasai_displacement(iq.view(), every_frame(s.frames), kernel, scale_of(s));
    const auto loupas = loupas_displacement(iq.view(), every_frame(s.frames), kernel, scale_of(s));
    CHECK(gain(kasai, u, 0).mean == Approx(ratio).epsilon(1e-5));
    CHECK(gain(loupas, u, 10).rms < 2e-5);
    // The field's ends have lower differences: of a frequency 15 % off, sin(w) for w = 0.6 is 6 %
    // short.
    CHECK(gain(loupas, u, 0).rms < 0.01);
  }
}

TEST_CASE("Scatterers shifted by a known amount: Loupas has no bias, and less scatter than Kasai") {
  Settings s;
  s.axial = 400;
  s.lateral = 16;
  s.frames = 2;
  const double u = 6e-6;
  const auto motion = [&](double, Index, Index t) { return t == 0 ? 0 : u; };
  const EchoKernel kernel{15, MotionReference::fixed};
  for (const double ratio : {1.0, 0.9}) {
    s.echo_hz = ratio * s.mixed_hz;
    const auto iq = echo_cine::speckle(s, motion);
    const Gain kasai =
        gain(kasai_displacement(iq.view(), every_frame(2), kernel, scale_of(s)), u, 20);
    const Gain loupas =
        gain(loupas_displacement(iq.view(), every_frame(2), kernel, scale_of(s)), u, 20);
    // Independent estimates: one a kernel and line.
    const double n = 16.0 * 360 / 15;
    INFO("ratio " << ratio << ": Kasai " << kasai.mean << " +- " << kasai.sd << ", Loupas "
                  << loupas.mean << " +- " << loupas.sd);
    // The difference formula's 0.02 % of an offset of 10 %, and terms of u^2: under 1e-4 together.
    CHECK(std::abs(loupas.mean - 1) < 4 * loupas.sd / std::sqrt(n) + 1e-4);
    CHECK(std::abs(kasai.mean - ratio) < 4 * kasai.sd / std::sqrt(n) + 0.002);
    CHECK(loupas.sd < 0.5 * kasai.sd);
  }
}

TEST_CASE("Data with the other sign of phase give the same motion") {
  Settings s;
  s.echo_hz = 4.6e6;
  const auto motion = [](double z, Index, Index t) {
    return 1e-6 * static_cast<double>(t) * (1 + 20 * z);
  };
  auto iq = echo_cine::speckle(s, motion);
  const EchoKernel kernel{9, MotionReference::fixed};
  const auto plain = loupas_displacement(iq.view(), every_frame(s.frames), kernel, scale_of(s));
  for (Index i = 0; i < iq.size(); ++i) iq.data()[i] = std::conj(iq.data()[i]);
  EchoScale scale = scale_of(s);
  scale.conjugate = true;
  const auto turned = loupas_displacement(iq.view(), every_frame(s.frames), kernel, scale);
  double worst = 0;
  for (Index i = 0; i < plain.size(); ++i) {
    worst = std::max(worst, std::abs(static_cast<double>(plain.data()[i] - turned.data()[i])));
  }
  CHECK(worst == 0);
}

TEST_CASE(
    "Motion of many wavelengths is unwrapped up to a quarter wavelength a frame, not beyond") {
  const Settings s;  // a quarter wavelength is 77 um
  const EchoKernel kernel{7, MotionReference::fixed};
  const auto slow = [](double, Index, Index t) { return 70e-6 * static_cast<double>(t); };
  const auto fast = [](double, Index, Index t) { return 84e-6 * static_cast<double>(t); };
  const auto followed = kasai_displacement(echo_cine::tone(s, slow).view(), every_frame(s.frames),
                                           kernel, scale_of(s));
  const auto lost = kasai_displacement(echo_cine::tone(s, fast).view(), every_frame(s.frames),
                                       kernel, scale_of(s));
  for (Index t = 0; t < s.frames; ++t) {
    CHECK(followed(50, 2, t) == Approx(slow(0, 0, t)).margin(1e-9));
    // Half a wavelength, 154 um, less a frame: the shorter way round.
    CHECK(lost(50, 2, t) == Approx((84e-6 - 154e-6) * static_cast<double>(t)).margin(1e-9));
  }
}

TEST_CASE("A bright echo leaves nothing behind in the dark below it") {
  Settings s;
  const auto motion = [](double, Index, Index t) { return 1e-6 * static_cast<double>(t); };
  auto iq = echo_cine::speckle(s, motion);
  const EchoKernel kernel{7, MotionReference::fixed};
  const auto dark = kasai_displacement(iq.view(), every_frame(s.frames), kernel, scale_of(s));
  for (Index x = 0; x < s.lateral; ++x) {
    for (Index t = 0; t < s.frames; ++t) iq(30, x, t) = {1e7F, static_cast<float>(t) * 1e6F};
  }
  const auto bright = kasai_displacement(iq.view(), every_frame(s.frames), kernel, scale_of(s));
  for (Index z = 0; z < s.axial; ++z) {
    if (std::abs(z - 30) <= 3) continue;
    for (Index t = 0; t < s.frames; ++t) {
      REQUIRE(bright(z, 4, t) == Approx(dark(z, 4, t)).epsilon(1e-5).margin(1e-11));
    }
  }
}

TEST_CASE("Frames that are left out leave a gap and change nothing else") {
  const Settings s;
  const auto motion = [](double, Index, Index t) { return 2e-6 * static_cast<double>(t * t); };
  const auto iq = echo_cine::tone(s, motion);
  for (const MotionReference reference : {MotionReference::fixed, MotionReference::successive}) {
    const EchoKernel kernel{5, reference};
    EchoFrames some = every_frame(s.frames);
    some.frame = {0, 1, 2, 5, 6, 7, 8, 9, 10, 11};
    some.slot = {0, 1, 2, 6, 7, 8, 9, 10, 11, 12};
    some.slots = 13;
    const auto u = kasai_displacement(iq.view(), some, kernel, scale_of(s));
    REQUIRE(u.time() == 13);
    CHECK(u(10, 1, 4) == 0);
    for (std::size_t k = 0; k < some.frame.size(); ++k) {
      CHECK(u(10, 1, some.slot[k]) == Approx(motion(0, 0, some.frame[k])).margin(5e-11));
    }
  }
}

TEST_CASE("Echoes that are no echoes are refused, with the key that is missing") {
  const Settings s;
  const EchoKernel kernel{7, MotionReference::fixed};
  const auto still = [](double, Index, Index) { return 0.0; };
  auto iq = echo_cine::tone(s, still);
  EchoScale scale = scale_of(s);
  const auto track = [&] {
    return loupas_displacement(iq.view(), every_frame(s.frames), kernel, scale);
  };
  CHECK_NOTHROW(track());
  scale.centre_frequency_hz = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_WITH(track(), Catch::Contains("CenterFrequency"));
  scale = scale_of(s);
  scale.sound_speed_m_per_s = 0;
  CHECK_THROWS_WITH(track(), Catch::Contains("SoundSpeed"));
  scale = scale_of(s);
  iq(95, 7, 11) = {std::numeric_limits<float>::quiet_NaN(), 0};
  CHECK_THROWS_WITH(track(), Catch::Contains("not finite"));
  iq(95, 7, 11) = {std::numeric_limits<float>::infinity(), 0};
  CHECK_THROWS_WITH(track(), Catch::Contains("not finite"));
  iq = Cube<std::complex<float>>(s.axial, s.lateral, s.frames);
  CHECK_THROWS_WITH(track(), Catch::Contains("zero everywhere"));
  iq = echo_cine::tone(s, still);
  CHECK_THROWS_AS(
      kasai_displacement(iq.view(), every_frame(s.frames), {6, MotionReference::fixed}, scale),
      Error);
  CHECK_THROWS_AS(kasai_displacement(iq.view(), every_frame(s.frames, 11, 2), kernel, scale),
                  Error);
}

TEST_CASE("A field of one depth or one line is tracked too") {
  Settings s;
  const auto motion = [](double, Index, Index t) { return 1e-6 * static_cast<double>(t); };
  const EchoKernel kernel{7, MotionReference::fixed};
  s.axial = 1;
  auto u = loupas_displacement(echo_cine::tone(s, motion).view(), every_frame(s.frames), kernel,
                               scale_of(s));
  CHECK(u(0, 3, 5) == Approx(5e-6).epsilon(1e-4));
  s.axial = 5;
  s.lateral = 1;
  u = loupas_displacement(echo_cine::tone(s, motion).view(), every_frame(s.frames), kernel,
                          scale_of(s));
  CHECK(u(4, 0, 5) == Approx(5e-6).epsilon(1e-4));
}
