#pragma once

#include "stiff/io/provenance.h"
#include "stiff/recording/shear_wave_recording.h"
#include "stiff/recording/shear_wave_truth.h"
#include "stiff/result/estimates.h"
#include "stiff/result/maps.h"

#include <cmath>
#include <string>
#include <vector>

/// Small contents for files whose every number the readers of the tests can compute again.
namespace stiff_test {

inline stiff::Provenance sample_provenance() {
  return {.history = "stiff run --isotropic",
          .options = {{"min-correlation", "0.8"}, {"isotropic", "true"}},
          .defaulted = {"min-correlation"},
          .input_sha256 = {{"sub-01/a b\xC3\xA9_swe.mat", std::string(64, 'a')}},
          .references = {"Loupas1995: An axial velocity estimator"}};
}

/// Eight estimates a recording, the last refused.
inline std::vector<stiff::RecordingResult> sample_results(int recordings) {
  std::vector<stiff::RecordingResult> results;
  for (int i = 0; i < recordings; ++i) {
    stiff::RecordingResult result;
    result.identity.recording_id =
        "sub-" + std::to_string(10000 + i) + "_muscle-trap\xC3\xA8ze_swe";
    result.identity.participant = std::to_string(10000 + i);
    result.identity.muscle = "trap\xC3\xA8ze";
    result.identity.modality = "swe";
    result.identity.source_sha256 = std::string(64, 'b');
    for (int k = 0; k < 7; ++k) {
      result.estimates.push_back(
          {.quantity = k < 4 ? "shear_wave_speed" : "shear_modulus",
           .roi = k % 4 == 0 ? "all" : "roi " + std::to_string(k),
           .method = "correlation_2d",
           .repeat = k % 4,
           .primary = k % 4 == 0,
           .estimate = stiff::make_estimate(2.0 + 0.25 * i + 0.125 * k, 0.5, 0.75, 17)});
    }
    result.estimates.push_back({.quantity = "young_modulus",
                                .method = "correlation_2d",
                                .primary = true,
                                .estimate = stiff::no_estimate(stiff::Reason::not_isotropic)});
    results.push_back(result);
  }
  return results;
}

/// value = 100 row + column, NaN with a reason at (0, 0).
inline stiff::Maps sample_maps(stiff::Index axial, stiff::Index lateral) {
  stiff::Maps maps;
  maps.recording_id = "sub-01_swe";
  maps.axial_m = {0.005, 0.0005, axial};
  maps.lateral_m = {-0.01, 0.00025, lateral};
  stiff::Picture<float> value(axial, lateral);
  for (stiff::Index z = 0; z < axial; ++z) {
    for (stiff::Index x = 0; x < lateral; ++x) value(z, x) = static_cast<float>(100 * z + x);
  }
  value(0, 0) = static_cast<float>(stiff::kNaN);
  maps.quantities.push_back(
      {"shear_wave_speed", "group speed of the displacement", value, 0.5f * value});
  maps.quantities.push_back({"shear_modulus", "rho c^2, rho 1000 kg m-3", value * value, value});
  maps.quality = stiff::Picture<float>::Constant(axial, lateral, 0.5f);
  maps.reason = stiff::Picture<std::int8_t>::Zero(axial, lateral);
  maps.reason(0, 0) = static_cast<std::int8_t>(stiff::Reason::under_push);
  maps.bmode = -value;
  for (int push = 0; push < 2; ++push) {
    stiff::SpaceTime line;
    line.lateral_m = maps.lateral_m;
    line.time_s = {0.001, 0.0002, 9 + push};
    line.axial_m = 0.007;
    line.quantity = push == 0 ? "displacement" : "velocity";
    line.value = stiff::Picture<float>::Constant(lateral, 9 + push, 3.0f);
    line.value(1, 2) = 4.0f;
    line.arrival_s.assign(static_cast<std::size_t>(lateral), 0.002);
    line.fit_arrival_s.assign(static_cast<std::size_t>(lateral), 0.0025);
    maps.space_time.push_back(line);
  }
  return maps;
}

/// Two pushes of IQ: sample (z, x, t) is (100 z + 10 x + t + push) - i (100 z + 10 x + t).
inline stiff::ShearWaveRecording sample_recording(stiff::Index axial, stiff::Index lateral,
                                                  stiff::Index frames) {
  stiff::ShearWaveRecording recording;
  recording.identity.muscle = "trap\xC3\xA8ze";
  recording.identity.side = "left";
  recording.axial_m = {0.005, 0.0005, axial};
  recording.lateral_m = {-0.01, 0.00025, lateral};
  recording.centre_frequency_hz = 5e6;
  recording.sound_speed_m_per_s = 1540;
  recording.density_kg_per_m3 = 1060;
  recording.density_stated = true;
  recording.isotropic_stated = true;
  recording.thickness_m = 0.012;
  for (int push = 0; push < 2; ++push) {
    stiff::PushAcquisition acquisition;
    acquisition.iq = stiff::Cube<std::complex<float>>(axial, lateral, frames);
    for (stiff::Index z = 0; z < axial; ++z) {
      for (stiff::Index x = 0; x < lateral; ++x) {
        for (stiff::Index t = 0; t < frames; ++t) {
          acquisition.iq(z, x, t) = {static_cast<float>(100 * z + 10 * x + t + push),
                                     static_cast<float>(-(100 * z + 10 * x + t))};
        }
      }
    }
    for (stiff::Index t = 0; t < frames; ++t) {
      acquisition.time_s.push_back(-2e-4 + 2e-4 * static_cast<double>(t));
    }
    acquisition.push.lateral_m = push == 0 ? -0.01 : 0.01;
    acquisition.push.axial_m = 0.02;
    recording.acquisitions.push_back(acquisition);
  }
  recording.bmode = stiff::Picture<float>::Constant(axial, lateral, -20.0f);
  recording.regions = {
      {"nodule", stiff::Circle{{0.001, 0.006}, 0.002}},
      {"strip", stiff::Box{{-0.01, 0.005}, {0.0, 0.006}}},
      {"muscle", stiff::Polygon{{{0, 0}, {0.01, 0}, {0, 0.01}}}},
      {"label", stiff::LabelMask{stiff::Picture<unsigned char>::Constant(axial, lateral, 1)}}};
  recording.mask = stiff::Region{"", stiff::Box{{-0.02, 0.0}, {0.02, 0.03}}};
  return recording;
}

inline stiff::ShearWaveTruth sample_truth(stiff::Index axial, stiff::Index lateral) {
  stiff::ShearWaveTruth truth;
  truth.speed_m_per_s = stiff::Picture<float>::Constant(axial, lateral, 2.0f);
  truth.speed_m_per_s(1, 2) = 3.5f;
  truth.viscosity_pa_s = 0.3;
  truth.regions = {{{"nodule", stiff::Circle{{0.001, 0.006}, 0.002}}, 3.5}};
  truth.maker = "a test";
  return truth;
}

}  // namespace stiff_test
