#pragma once

#include "stiff/core/estimate.h"
#include "stiff/core/options.h"
#include "stiff/wave/wave_line.h"

#include <span>
#include <vector>

namespace stiff {

/// How the wave spreads out of the picture's plane.
enum class Spreading {
  point,  ///< the push is narrow across the plane too: cylindrical round the beam's axis (any real
          ///< push)
  sheet,  ///< nothing changes across the plane: a two-dimensional simulation
};
std::span<const Choice<Spreading>> choices(Spreading);

struct HelmholtzOptions {
  Spreading spreading = Spreading::point;
  double half_height_m = 5e-3;
  double min_weight = 0.02;
  double min_power = 0.01;
  double max_frequency_error = 0.05;
  double max_misfit = 0.4;
  double slowest_m_per_s = 0.5;
  double fastest_m_per_s = 15;
  double max_correction = 0.3;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"spreading", "", "How the wave spreads out of the picture's plane"},
          self.spreading);
    visit(Option{"helmholtz-half-height", "m",
                 "Half height of the depths whose amplitude is fitted", 1e-3, 2e-2},
          self.half_height_m);
    visit(
        Option{"helmholtz-min-weight", "1", "Smallest weight of a frequency, of the largest", 0, 1},
        self.min_weight);
    visit(Option{"helmholtz-min-power", "1", "Smallest power of a frequency, of the largest", 0, 1},
          self.min_power);
    visit(
        Option{"helmholtz-max-frequency-error", "1",
               "Largest relative standard error of the speed at a frequency that is used", 1e-3, 1},
        self.max_frequency_error);
    visit(Option{"helmholtz-max-misfit", "1",
                 "Largest misfit of the wave in a pixel at a frequency that is used", 1e-3, 1},
          self.max_misfit);
    visit(Option{"helmholtz-slowest", "m/s", "Speeds below are out_of_range", 0.05, 10},
          self.slowest_m_per_s);
    visit(Option{"helmholtz-fastest", "m/s", "Speeds above are out_of_range", 0.5, 100},
          self.fastest_m_per_s);
    visit(Option{"helmholtz-max-correction", "1",
                 "Largest share by which diffraction may change the speed", 0.01, 1},
          self.max_correction);
  }
};

/// The wave at one frequency.
struct PhaseSpeed {
  double frequency_hz = 0;
  double speed_m_per_s = kNaN;
  double std_error_m_per_s = kNaN;
  double attenuation_np_per_m = kNaN;
  double weight = 0;  ///< its share of the group speed
  double energy = 0;  ///< its share of the wave's kinetic energy
};

struct HelmholtzSpeed {
  Estimate speed;
  double lateral_speed_m_per_s = kNaN;  ///< of the lags alone, before diffraction is taken out
  double centroid_hz = kNaN;            ///< of the weights: the frequency that `speed` belongs to
  double energy_centroid_hz = kNaN;     ///< of the wave's kinetic energy
  double line_first_m = kNaN;           ///< nearest and farthest distance from the push's axis
  double line_last_m = kNaN;
  /// By distance from `line_first_m` in the field's lateral steps: the square of the slowness that
  /// lags show on the axis less that of the wave itself, in s^2/m^2; subtract it from a lag's
  /// slowness squared.
  std::vector<double> slowness_excess;
  std::vector<PhaseSpeed> spectrum;  ///< by frequency; empty where there is no value
};

/// Group speed from cross-correlation lags, with the diffraction of the finite push taken out by
/// the wave equation (Helmholtz tomography: Lin2011; local inversion: Oliphant2001).
///
/// A push is some wavelengths high and narrow: the wave it makes turns from a cylindrical to a
/// spherical one as it goes, and its phase advances on the way (a Gaussian beam's Gouy phase). So
/// lags along a lateral line read too fast, by 3.5 to 4.2 % on the independent point-push fields,
/// and peaks by an amount that hangs on the waveform (displacement +1.5, velocity +6 %). Amplitude
/// tells by how much: of u = A exp(i (omega t - phi)) in a homogeneous medium, the complex
/// wavenumber k obeys at every point
///   k^2 = -(lap u) / u,   Re k^2 = |grad phi|^2 - (lap A) / A,
///   lap = d2/dr2 + (1/r) d/dr + d2/dz2    (without the middle term for Spreading::sheet).
/// For each frequency log A and phi, first aligned by the lags' own slope, are fitted over the
/// line's distances r and the depths z round the focus by
///   {1, r, ln r, z, z^2, r z^2, z^2 / r, z^4, z^4 / r},
/// weighted by A^2: ln r and r are the decay by spreading and by absorption, z^2 / r the front of a
/// point, z^2 the height of the push. On sums of point sources over 1 to 5 mm of depth, an exact
/// solution, this leaves 0.05 %. k^2 follows on the axis, averaged over r with the weight of a
/// regression's slope; speed omega / Re k, attenuation -Im k. The group speed is the mean slowness
/// with the weight of a lag, the spectrum of the traces' time derivative (sum of omega^2 |u|^2),
/// over the frequencies with enough of it whose own speed is known to `max_frequency_error`: the
/// line does not resolve the others, or they are noise.
///
/// Where the fit leaves more than `max_misfit` of a pixel's wave (noise, or several waves), its
/// logarithm is no longer that of one wave plus a little: such frequencies have no weight, and it
/// is `low_signal` if all are such. The spectrum keeps them for `guided_wave.h`.
///
/// Displacement and velocity then differ only by the dispersion of the tissue itself: they weigh
/// its frequencies differently, `centroid_hz` says how. Fewer than five depths: no z term (the push
/// is taken as long). Differences in time are transformed, so that a record which ends on a plateau
/// does not leak.
///
/// Where the layer guides the wave or an inclusion lies on the way, k belongs to no one medium:
/// `guided_wave.h`. Standard error: jackknife over eight blocks of distances, seven degrees of
/// freedom. Refusals are those of `group_speed_line` on the lags, `out_of_range`, and
/// `low_correlation` where diffraction would have to change the speed by more than
/// `max_correction`.
HelmholtzSpeed helmholtz_speed(const MotionField& field, Travel travel,
                               const WaveLineOptions& where = {},
                               const HelmholtzOptions& options = {});

}  // namespace stiff
