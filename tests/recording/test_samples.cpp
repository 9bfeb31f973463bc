#include <algorithm>
#include <limits>

#include "recording/sound_recordings.h"

using namespace stiff;
using namespace stiff_test;

TEST_CASE("a sample that is not finite is found where it is") {
  refused(
      iq_recording(),
      [](auto& r) {
        iq(r)(3, 4, 5) = {0.1F, std::nanf("")};
      },
      "depth 4, line 5, frame 6");
  refused(
      iq_recording(),
      [](auto& r) {
        iq(r)(19, 29, 24) = {-std::numeric_limits<float>::infinity(), 0};
      },
      "depth 20, line 30, frame 25");
  refused(
      field_recording(), [](auto& r) { field(r)(0, 0, 0) = std::nanf(""); },
      "depth 1, line 1, frame 1");
  refused(
      field_recording(), [](auto& r) { field(r)(0, 7, 2) = -std::nanf(""); },
      "depth 1, line 8, frame 3");
}

TEST_CASE("silence is refused") {
  refused(
      iq_recording(), [](auto& r) { iq(r) = Cube<std::complex<float>>(20, 30, 25); },
      "all samples are zero");
  refused(
      iq_recording(),
      [](auto& r) {
        iq(r) = Cube<std::complex<float>>(20, 30, 25, {0.F, -0.F});
      },
      "all samples are zero");
  refused(
      iq_recording(),
      [](auto& r) {
        iq(r) = Cube<std::complex<float>>(20, 30, 25, {2, 2});
      },
      "same value");
  refused(
      field_recording(), [](auto& r) { field(r) = Cube<float>(20, 30, 25); },
      "all samples are zero");
  refused(
      iq_recording(),
      [](auto& r) {
        for (Index i = 0; i < iq(r).size(); ++i) iq(r).data()[i] = iq(r).data()[i / 25 * 25];
      },
      "every frame is the same");
}

TEST_CASE("clipped samples are refused, a few equal extremes are not") {
  const auto clip = [](float at) {
    return [at](ShearWaveRecording& r) {
      for (Index i = 0; i < iq(r).size(); ++i) {
        auto& s = iq(r).data()[i];
        s = {std::clamp(s.real(), -at, at), std::clamp(s.imag(), -at, at)};
      }
    };
  };
  refused(iq_recording(), clip(0.5F), "saturated");
  refused(
      iq_recording(),
      [](auto& r) {
        // At the upper rail only.
        for (Index i = 0; i < iq(r).size(); ++i) {
          auto& s = iq(r).data()[i];
          s = {std::min(s.real(), 0.7F), std::min(s.imag(), 0.7F)};
        }
      },
      "saturated");
  accepted(iq_recording(), [](auto& r) {
    for (int t = 0; t < 8; ++t) iq(r)(0, 0, t) = {1.F, 0.1F};
  });
  refused(
      field_recording(),
      [](auto& r) {
        for (Index i = 0; i < field(r).size(); ++i)
          field(r).data()[i] = std::min(field(r).data()[i], 4e-6F);
      },
      "saturated");
  accepted(field_recording(), [](auto& r) {
    // Each pixel normalised by its own maximum: one sample of 25 is at it.
    for (Index z = 0; z < 20; ++z) {
      for (Index x = 0; x < 30; ++x) {
        const auto trace = field(r).trace(z, x);
        trace[static_cast<std::size_t>((z + x) % 20)] = 1e-5F;
      }
    }
  });
}

TEST_CASE("frames that a damaged file leaves empty are refused in an echo") {
  refused(
      iq_recording(),
      [](auto& r) {
        for (Index p = 0; p < 600; ++p) iq(r).data()[p * 25 + 24] = {0, 0};
      },
      "frame 25 of 25");
  // A tenth of one frame: what a file leaves that was cut in the middle.
  refused(
      iq_recording(),
      [](auto& r) {
        for (Index p = 0; p < 60; ++p) iq(r).data()[p * 25 + 7] = {0, 0};
      },
      "frame 8 of 25");
  // Pixels outside a sector are empty in every frame, and that is in order.
  accepted(iq_recording(), [](auto& r) {
    for (Index p = 0; p < 100; ++p)
      for (Index t = 0; t < 25; ++t) iq(r).data()[p * 25 + t] = {0, 0};
  });
}

TEST_CASE("a field may be still before the wave, but does not end in nothing") {
  const auto zero_frames = [](Index from, Index to) {
    return [=](ShearWaveRecording& r) {
      for (Index p = 0; p < 600; ++p)
        for (Index t = from; t < to; ++t) field(r).data()[p * 25 + t] = 0;
    };
  };
  accepted(field_recording(), zero_frames(0, 5));
  accepted(field_recording(), zero_frames(24, 25));  // a taper's last frame
  refused(field_recording(), zero_frames(20, 25), "ends in zeros");
  refused(
      field_recording(),
      [](auto& r) {
        for (Index p = 200; p < 600; ++p) field(r).data()[p * 25 + 24] = 0;
      },
      "ends in zeros");
}

TEST_CASE("a field in um where m was said is refused") {
  refused(
      field_recording(),
      [](auto& r) {
        for (Index i = 0; i < field(r).size(); ++i) field(r).data()[i] *= 1e6F;
      },
      "unit");
  refused(
      field_recording(),
      [](auto& r) {
        r.kind = SampleKind::velocity;
        for (Index i = 0; i < field(r).size(); ++i) field(r).data()[i] *= 3e6F;
      },
      "m/s");
}
