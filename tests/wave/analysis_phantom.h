#pragma once

#include "stiff/phantom/swe_phantom.h"
#include "stiff/wave/shear_wave_analysis.h"

#include <cmath>
#include <string>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_real_distribution.hpp>

/// Small phantoms for rates over seeds: 24 x 12 mm, one push at lateral -9 mm.
namespace analysis_phantom {

inline stiff::SwePhantomOptions small_phantom() {
  stiff::SwePhantomOptions options;
  options.grid.width_m = 24e-3;
  options.grid.shallow_m = 14e-3;
  options.grid.deep_m = 26e-3;
  options.grid.frames = 70;
  options.push.lateral_mm = "-9";
  return options;
}

/// Elastic tissue of any speed, spread, push and SNR: what is systematic for one of them is an
/// error of its own for another, and the interval has to hold it.
inline stiff::SwePhantomOptions any_phantom(unsigned seed) {
  boost::random::mt19937 engine(seed);
  const auto draw = [&](double low, double high) {
    return boost::random::uniform_real_distribution<double>(low, high)(engine);
  };
  auto options = small_phantom();
  options.seed = seed;
  options.medium.speed_m_per_s = draw(1.5, 4);
  options.medium.spread =
      draw(0, 1) < 0.75 ? stiff::WaveSpread::three_dimensional : stiff::WaveSpread::cylindrical;
  options.push.lateral_sigma_m = draw(0.3e-3, 0.5e-3);
  options.push.elevational_sigma_m = draw(0.4e-3, 1e-3);
  options.push.axial_sigma_m = draw(3e-3, 7e-3);
  options.echo.snr_db = draw(25, 45);
  // The wave crosses the picture within the record.
  options.grid.frames =
      5 + static_cast<int>(options.grid.prf_hz * (20e-3 / options.medium.speed_m_per_s + 1.5e-3));
  return options;
}

inline const stiff::EstimateRow* find(const stiff::ShearWaveResult& result,
                                      const std::string& quantity, const std::string& roi,
                                      bool primary) {
  for (const auto& row : result.estimates) {
    if (row.quantity == quantity && row.roi == roi && row.repeat == 0 && row.primary == primary)
      return &row;
  }
  return nullptr;
}

/// Any value, in a row or a pixel.
inline bool has_value(const stiff::ShearWaveResult& result) {
  for (const auto& row : result.estimates) {
    if (row.estimate.has_value()) return true;
  }
  for (const auto& map : result.maps.quantities) {
    if (map.value.isFinite().any() || map.std_error.isFinite().any()) return true;
  }
  return false;
}

}  // namespace analysis_phantom
