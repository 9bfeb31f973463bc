#include "stiff/wave/result_maps.h"

#include "stiff/core/estimate.h"
#include "stiff/tissue/moduli.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

QuantityMap empty_map(const std::string& quantity, const std::string& note, Index rows,
                      Index columns) {
  const auto nan = static_cast<float>(kNaN);
  return {quantity, note, Picture<float>::Constant(rows, columns, nan),
          Picture<float>::Constant(rows, columns, nan)};
}

std::string text(double value) {
  const auto rounded = static_cast<long long>(std::llround(value));
  return std::to_string(rounded);
}

}  // namespace

Picture<float> bmode_db(const ShearWaveRecording& recording) {
  Picture<float> magnitude = recording.bmode;
  if (magnitude.size() == 0 && recording.kind == SampleKind::iq &&
      !recording.acquisitions.empty()) {
    const auto& iq = recording.acquisitions.front().iq;
    magnitude.resize(iq.axial(), iq.lateral());
    for (Index z = 0; z < iq.axial(); ++z) {
      for (Index x = 0; x < iq.lateral(); ++x) magnitude(z, x) = std::abs(iq(z, x, 0));
    }
  }
  if (magnitude.size() == 0) return magnitude;
  if (magnitude.minCoeff() < 0) return magnitude - magnitude.maxCoeff();  // in dB already
  const float largest = magnitude.maxCoeff();
  if (!(largest > 0)) return Picture<float>{};
  return 20 * (magnitude / largest).max(1e-6F).log10();
}

Maps result_maps(const ShearWaveRecording& recording, const CompoundMap& map,
                 const SlownessError& error, bool isotropic, const std::string& note) {
  const Index rows = map.reason.rows();
  const Index columns = map.reason.cols();
  Maps maps;
  maps.recording_id = recording.identity.recording_id;
  maps.axial_m = recording.axial_m;
  maps.lateral_m = recording.lateral_m;
  maps.quality = Picture<float>::Zero(rows, columns);
  maps.reason = map.reason;
  maps.bmode = bmode_db(recording);
  const double density = recording.density_kg_per_m3;
  const std::string modulus_note = "rho c^2 of the " + note + "; rho " + text(density) + " kg m-3" +
                                   (recording.density_stated ? "" : " (customary, not stated)");
  maps.quantities.push_back(empty_map("shear_wave_speed", note, rows, columns));
  maps.quantities.push_back(empty_map("shear_modulus", modulus_note, rows, columns));
  if (isotropic) {
    maps.quantities.push_back(
        empty_map("young_modulus", "3 mu, isotropy stated; mu " + modulus_note, rows, columns));
  }
  for (Index i = 0; i < map.reason.size(); ++i) {
    if (map.reason.data()[i] != static_cast<std::int8_t>(Reason::none)) continue;
    const double slowness = static_cast<double>(map.slowness_s_per_m.data()[i]);
    const double speed = 1 / slowness;
    const double std_error = std::hypot(static_cast<double>(error.std_error.data()[i]),
                                        static_cast<double>(map.systematic_s_per_m.data()[i]));
    const auto estimate = make_estimate(speed, std_error * speed * speed, 1, 1);
    const auto shear = shear_modulus_kpa(estimate, density);
    const auto young = young_modulus_kpa(shear);
    const Estimate* values[] = {&estimate, &shear, &young};
    for (std::size_t q = 0; q < maps.quantities.size(); ++q) {
      maps.quantities[q].value.data()[i] = static_cast<float>(values[q]->value);
      maps.quantities[q].std_error.data()[i] = static_cast<float>(values[q]->std_error);
    }
    maps.quality.data()[i] = std::clamp(map.correlation.data()[i], 0.0F, 1.0F);
  }
  return maps;
}

}  // namespace stiff
