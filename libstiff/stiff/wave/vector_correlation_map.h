#pragma once

#include "stiff/core/cube.h"
#include "stiff/core/options.h"
#include "stiff/core/reason.h"
#include "stiff/wave/wave_spectrum.h"

#include <cstdint>
#include <span>

namespace stiff {

struct VectorCorrelationOptions {
  double lateral_baseline_m = 1.2e-3;
  double axial_baseline_m = 1.2e-3;
  double lateral_window_m = 0.9e-3;
  double axial_window_m = 1.4e-3;
  double min_correlation = 0.7;
  double slowest_m_per_s = 0.5;
  double fastest_m_per_s = 10;
  double widest_angle_deg = 60;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"lateral-baseline", "m",
                 "Distance of the two points whose lateral lag is measured", 1e-4, 2e-2},
          self.lateral_baseline_m);
    visit(Option{"axial-baseline", "m", "Distance of the two points whose axial lag is measured",
                 1e-4, 2e-2},
          self.axial_baseline_m);
    visit(Option{"lateral-window", "m", "Width over which correlations are summed", 0, 2e-2},
          self.lateral_window_m);
    visit(Option{"axial-window-map", "m", "Height over which correlations are summed", 0, 2e-2},
          self.axial_window_m);
    visit(Option{"min-correlation", "1", "Smallest correlation between the two points of a lag", 0,
                 1},
          self.min_correlation);
    visit(Option{"slowest", "m/s", "Slowest speed searched; below it a pixel is out_of_range", 0.05,
                 10},
          self.slowest_m_per_s);
    visit(Option{"fastest", "m/s", "Fastest speed searched; above it a pixel is out_of_range", 0.5,
                 100},
          self.fastest_m_per_s);
    visit(Option{"widest-angle", "deg", "Largest angle between the wave's way and the lateral axis",
                 5, 85},
          self.widest_angle_deg);
  }
};

/// The slowness vector in each pixel, with its lags' correlation. Where `reason` is not `none` the
/// vector is NaN or not to be used.
struct SlownessMap {
  Picture<float> lateral_s_per_m;  ///< > 0 in the direction of travel
  Picture<float> axial_s_per_m;    ///< > 0 downwards
  Picture<float> correlation;      ///< smaller of the two lags' normalised correlation, -1 to 1
  Picture<float> systematic_s_per_m;  ///< standard error that neighbouring pixels share
  Picture<float> power;            ///< of the wave in the window, any unit
  Picture<std::int8_t> reason;

  SlownessMap() = default;
  SlownessMap(Index axial, Index lateral);
  double slowness(Index z, Index x) const;
};

/// 2-D vector cross-correlation (Song2014), in the frequency domain: for a lateral and an axial
/// pair of points symmetric about the pixel, the cross-spectra of the pair are summed over a window
/// of pixels, and the lag is where the summed cross-correlation
///   C(tau) = Re sum_f w(f) R(f) exp(2 pi i f tau)
/// has its maximum: on a grid over the range of lags that `slowest` allows, then Newton's method on
/// the band-limited function itself, so the frame rate does not quantise it. The slowness vector is
/// lag by distance, the speed 1 / |s|. It departs from the paper in that correlations are summed
/// before the maximum is taken, where the paper averages speeds of pairs: one wild pair then does
/// no harm, and no square window of time is cut.
///
/// A plane wave is answered without bias for any grid, window and baseline (tests). Baselines and
/// windows are rounded to the grid, the baseline to an even number of steps.
///
/// `direction` is 1 for a wave that goes towards larger lateral positions, -1 for the other one;
/// `weight` holds one factor >= 0 a frequency. Columns outside [first, last] are left
/// `outside_field`.
SlownessMap vector_correlation_map(const WaveSpectrum& outgoing, int direction, Index first_column,
                                   Index last_column, std::span<const double> weight,
                                   const VectorCorrelationOptions& options = {});

/// What the windows are on a grid, in samples; used for the error bars too.
struct CorrelationWindow {
  Index half_lateral_baseline = 1;
  Index half_axial_baseline = 1;
  Index half_lateral_window = 0;
  Index half_axial_window = 0;
};
CorrelationWindow correlation_window(const Axis& axial_m, const Axis& lateral_m,
                                     const VectorCorrelationOptions& options);

/// The longest lag that the search meets, in seconds.
double longest_lag_s(const Axis& axial_m, const Axis& lateral_m,
                     const VectorCorrelationOptions& options);

}  // namespace stiff
