#include <algorithm>
#include <limits>

#include "recording/sound_recordings.h"

using namespace stiff;
using namespace stiff_test;

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
