#include "stiff/core/error.h"
#include "stiff/recording/shear_wave_recording.h"

#include <cmath>
#include <functional>
#include <limits>
#include <string>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

// A sequence without a library's distribution: the same everywhere, and no two neighbours alike.
double scatter(Index i) {
  return std::sin(12.9898 * static_cast<double>(i + 1)) * 0.9;
}

ShearWaveRecording iq_recording() {
  ShearWaveRecording recording;
  recording.kind = SampleKind::iq;
  recording.axial_m = {0.005, 0.2e-3, 20};
  recording.lateral_m = {-0.005, 0.3e-3, 30};
  recording.centre_frequency_hz = 5e6;
  recording.sound_speed_m_per_s = 1540;
  PushAcquisition acquisition;
  acquisition.iq = Cube<std::complex<float>>(20, 30, 25);
  for (Index i = 0; i < acquisition.iq.size(); ++i) {
    acquisition.iq.data()[i] = {static_cast<float>(scatter(2 * i)),
                                static_cast<float>(scatter(2 * i + 1))};
  }
  for (int t = 0; t < 25; ++t) acquisition.time_s.push_back(1e-4 * (t - 1));
  acquisition.push.lateral_m = 0;
  recording.acquisitions.push_back(acquisition);
  return recording;
}

ShearWaveRecording field_recording() {
  ShearWaveRecording recording = iq_recording();
  recording.kind = SampleKind::displacement;
  recording.centre_frequency_hz = kNaN;
  recording.sound_speed_m_per_s = kNaN;
  PushAcquisition& acquisition = recording.acquisitions[0];
  acquisition.iq = {};
  acquisition.real = Cube<float>(20, 30, 25);
  for (Index i = 0; i < acquisition.real.size(); ++i)
    acquisition.real.data()[i] = static_cast<float>(1e-5 * scatter(i));
  return recording;
}

using Change = std::function<void(ShearWaveRecording&)>;

void refused(ShearWaveRecording recording, const Change& change, const std::string& what) {
  change(recording);
  INFO(what);
  try {
    validate(recording);
    FAIL("not refused");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::bad_data);
    CHECK_THAT(error.what(), Catch::Contains(what));
    CHECK(std::string(error.what()).find('\n') == std::string::npos);
  }
}

void accepted(ShearWaveRecording recording, const Change& change) {
  change(recording);
  CHECK_NOTHROW(validate(recording));
}

Cube<std::complex<float>>& iq(ShearWaveRecording& r) {
  return r.acquisitions[0].iq;
}
Cube<float>& field(ShearWaveRecording& r) {
  return r.acquisitions[0].real;
}

}  // namespace

TEST_CASE("a sound recording passes") {
  CHECK_NOTHROW(validate(iq_recording()));
  CHECK_NOTHROW(validate(field_recording()));
}

TEST_CASE("missing metadata is named by its sidecar key") {
  refused(
      iq_recording(), [](auto& r) { r.centre_frequency_hz = kNaN; },
      "'CenterFrequency' is missing");
  refused(
      iq_recording(), [](auto& r) { r.sound_speed_m_per_s = kNaN; }, "'SoundSpeed' is missing");
  refused(
      iq_recording(), [](auto& r) { r.acquisitions[0].push.lateral_m = kNaN; },
      "'PushLateral' is missing");
  refused(
      field_recording(),
      [](auto& r) {
        r.kind = SampleKind::rf;
        r.centre_frequency_hz = 5e6;
        r.sound_speed_m_per_s = 1540;
      },
      "'SamplingFrequency' is missing");
  // A field needs no echo's metadata.
  CHECK_NOTHROW(validate(field_recording()));
}

TEST_CASE("metadata that cannot be is refused by name") {
  refused(
      iq_recording(), [](auto& r) { r.centre_frequency_hz = 5; }, "'CenterFrequency' is 5 Hz");
  refused(
      iq_recording(), [](auto& r) { r.centre_frequency_hz = -5e6; }, "'CenterFrequency'");
  refused(
      iq_recording(),
      [](auto& r) { r.centre_frequency_hz = std::numeric_limits<double>::infinity(); },
      "'CenterFrequency'");
  refused(
      iq_recording(), [](auto& r) { r.sound_speed_m_per_s = 1.54; }, "'SoundSpeed' is 1.54 m/s");
  refused(
      iq_recording(), [](auto& r) { r.density_kg_per_m3 = 1; }, "'Density' is 1");
  refused(
      iq_recording(), [](auto& r) { r.thickness_m = 12; }, "'TissueThickness' is 12 m");
  refused(
      iq_recording(),
      [](auto& r) {
        for (double& t : r.acquisitions[0].time_s) t *= 1e3;
      },
      "'PulseRepetitionFrequency' is 10 Hz");
  refused(
      iq_recording(),
      [](auto& r) {
        for (double& t : r.acquisitions[0].time_s) t *= 1e-3;
      },
      "'PulseRepetitionFrequency' is 1e+07 Hz");
  refused(
      iq_recording(), [](auto& r) { r.acquisitions[0].push.time_s = 1; }, "'PushTime' is 1 s");
  refused(
      iq_recording(), [](auto& r) { r.acquisitions[0].push.lateral_m = -12; },
      "'PushLateral' is -12 m");
}

TEST_CASE("axes in mm where m was said are refused") {
  refused(
      iq_recording(),
      [](auto& r) {
        r.lateral_m = {-15, 1, 30};
      },
      "the field is 29 m wide");
  refused(
      iq_recording(),
      [](auto& r) {
        r.axial_m = {5, 0.2, 20};
      },
      "m deep");
  refused(
      iq_recording(), [](auto& r) { r.lateral_m.step = 3e-7; }, "another unit");
  refused(
      iq_recording(), [](auto& r) { r.lateral_m.first = 5; }, "from the probe's origin");
  refused(
      iq_recording(), [](auto& r) { r.lateral_m.step = kNaN; }, "lateral axis");
  // 0.5 m is the bound: a field of 30 lines 17 mm apart is 0.493 m wide.
  accepted(iq_recording(), [](auto& r) { r.lateral_m = {-0.246, 0.017, 30}; });
}

TEST_CASE("one frame, one line, or no acquisition is no wave") {
  refused(
      iq_recording(),
      [](auto& r) {
        r.acquisitions[0].time_s.resize(1);
        iq(r) = Cube<std::complex<float>>(20, 30, 1, {1, 2});
      },
      "there is 1 frame");
  refused(
      iq_recording(), [](auto& r) { r.acquisitions[0].time_s.clear(); }, "there are 0 frames");
  refused(
      iq_recording(),
      [](auto& r) {
        r.lateral_m.size = 1;
        iq(r) = Cube<std::complex<float>>(20, 1, 25, {1, 2});
      },
      "1 lateral line");
  refused(
      iq_recording(), [](auto& r) { r.acquisitions.clear(); }, "no acquisition");
}

TEST_CASE("frame times must increase; a gap is in order") {
  refused(
      iq_recording(), [](auto& r) { r.acquisitions[0].time_s[7] = r.acquisitions[0].time_s[6]; },
      "at frame 8");
  refused(
      iq_recording(), [](auto& r) { r.acquisitions[0].time_s[7] = kNaN; }, "at frame 8");
  accepted(iq_recording(), [](auto& r) {
    for (int t = 5; t < 25; ++t) r.acquisitions[0].time_s[static_cast<std::size_t>(t)] += 4e-4;
  });
}

TEST_CASE("sizes must agree") {
  refused(
      iq_recording(), [](auto& r) { r.axial_m.size = 21; }, "20 x 30 x 25");
  refused(
      iq_recording(), [](auto& r) { r.acquisitions[0].time_s.push_back(1); }, "20 x 30 x 26");
  refused(
      iq_recording(), [](auto& r) { r.acquisitions[0].real = Cube<float>(20, 30, 25, 1.F); },
      "complex samples and no others");
  refused(
      field_recording(),
      [](auto& r) {
        r.kind = SampleKind::iq;
        r.centre_frequency_hz = 5e6;
        r.sound_speed_m_per_s = 1540;
      },
      "complex samples");
  refused(
      iq_recording(), [](auto& r) { r.bmode = Picture<float>::Zero(3, 3); }, "B-mode");
}

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

TEST_CASE("regions are named, finite, and on the grid") {
  const auto with = [](Region region) {
    return [=](ShearWaveRecording& r) { r.regions.push_back(region); };
  };
  accepted(iq_recording(), with({"a", Circle{{0, 0.007}, 0.002}}));
  refused(iq_recording(), with({"all", Circle{{0, 0.007}, 0.002}}), "name other than 'all'");
  refused(iq_recording(), with({"", Circle{{0, 0.007}, 0.002}}), "name");
  refused(iq_recording(), with({"a", Circle{{0, 0.007}, -1}}), "'a' is empty");
  refused(iq_recording(), with({"a", Box{{0, 0.007}, {kNaN, 0.008}}}), "'a' is empty");
  refused(iq_recording(), with({"a", Polygon{{{0, 0}, {1, 1}}}}), "'a' is empty");
  refused(iq_recording(), with({"a", LabelMask{Picture<unsigned char>::Zero(3, 3)}}), "label mask");
  refused(
      iq_recording(),
      [](auto& r) {
        r.regions = {{"a", Circle{{0, 0.007}, 0.002}}, {"a", Circle{{0, 0.007}, 0.001}}};
      },
      "two regions");
  refused(
      iq_recording(),
      [](auto& r) {
        r.mask = Region{"", Circle{{0.4, 0.4}, 0.01}};
      },
      "no pixel");
}

TEST_CASE("of several pushes the one at fault is named") {
  refused(
      iq_recording(),
      [](auto& r) {
        r.acquisitions.push_back(r.acquisitions[0]);
        r.acquisitions[1].iq(0, 0, 0) = {std::nanf(""), 0};
      },
      "push 2: ");
}
