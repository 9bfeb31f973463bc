#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/core/options.h"
#include "stiff/motion/motion_field.h"

#include <complex>
#include <vector>

namespace stiff {

/// Which motion the map's correlation is taken of. Velocity weighs high frequencies more: its
/// front is shorter, so less of the diffraction round an inclusion comes into the window.
/// A field recorded as velocity stays velocity.
enum class MapMotion { velocity, displacement };
std::span<const Choice<MapMotion>> choices(MapMotion);

struct MapBandOptions {
  MapMotion motion = MapMotion::velocity;
  double low_hz = 100;
  double high_hz = 1500;
  double emphasis = 0.5;
  double end_taper_s = 0.8e-3;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"map-motion", "", "Motion that the map's correlation is taken of"}, self.motion);
    visit(Option{"map-band-low", "Hz", "Lower edge of the map's temporal band (gain 1/2)", 1, 1e5},
          self.low_hz);
    visit(
        Option{"map-band-high", "Hz", "Upper edge of the map's temporal band (gain 1/2)", 10, 1e6},
        self.high_hz);
    visit(
        Option{"map-emphasis", "1", "Power of the frequency by which amplitudes are weighed", 0, 3},
        self.emphasis);
    visit(Option{"map-end-taper", "s", "Half cosine at the record's end, for the map", 0, 1e-2},
          self.end_taper_s);
  }
};

/// The motion of one push by frequency: value[(z * lateral + x) * bins + f], on uniformly spaced
/// frequencies. A motion m(t - tau) has the phase exp(-2 pi i f tau).
struct WaveSpectrum {
  Axis axial_m;
  Axis lateral_m;
  Axis frequency_hz;
  MotionKind kind = MotionKind::velocity;
  std::vector<std::complex<float>> value;
  double unit_noise_power =
      0;  ///< of one pixel over all bins, for white noise of SD 1 in the motion

  Index bins() const { return frequency_hz.size; }
  std::complex<float>* pixel(Index z, Index x) {
    return value.data() + (z * lateral_m.size + x) * bins();
  }
  const std::complex<float>* pixel(Index z, Index x) const {
    return value.data() + (z * lateral_m.size + x) * bins();
  }
};

/// The spectrum of each trace from the end of the push on, within the band. A displacement becomes
/// a velocity by the difference of neighbouring frames before it is transformed: a tissue that has
/// not come back to rest at the record's end would else leave a step there, which is the same in
/// every pixel and would read as an infinite speed.
///
/// The spacing of the frequencies is 1 / (record + `longest_lag_s`): the cross-correlations made of
/// the spectra are free of aliases up to that lag.
/// \throws Error (bad_data) where the record is too short or too slow for the band.
WaveSpectrum wave_spectrum(const MotionField& motion, double longest_lag_s,
                           const MapBandOptions& options = {});

}  // namespace stiff
