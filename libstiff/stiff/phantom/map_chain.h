#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/core/options.h"
#include "stiff/core/reason.h"
#include "stiff/dsp/random_field.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stiff {

/// What the way from IQ to a map of the modulus does to the truth.
struct MapChainOptions {
  double blur = 1;
  double error = 0.055;
  double error_depth_m = 16e-3;
  double largest_error = 0.12;
  std::string push_lateral_mm = "-12 12";
  double dropouts = 0.01;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"blur", "1", "Width of the point spread, times that of the full chain; 0: none", 0,
                 5},
          self.blur);
    visit(Option{"error", "1",
                 "Relative standard error of the modulus in a pixel at the pushes' depth", 0, 0.5},
          self.error);
    visit(
        Option{"error-depth", "m",
               "Distance in depth from the map's middle, where the pushes are, at which the error "
               "has doubled",
               1e-3, 1},
        self.error_depth_m);
    visit(Option{"largest-error", "1", "Pixels of a larger error have no value", 1e-3, 10},
          self.largest_error);
    visit(Option{"push-lateral", "LIST", "Lateral positions of the pushes in mm; empty: none"},
          self.push_lateral_mm);
    visit(Option{"dropouts", "1", "Share of the pixels that is lost in patches", 0, 0.5},
          self.dropouts);
  }
};

/// A map of the modulus as it was measured, and as it is. NaN where `reason` says why.
struct MeasuredMap {
  Picture<float> true_kpa;
  Picture<float> kpa;
  Picture<float> std_error_kpa;
  Picture<float> quality;
  Picture<std::int8_t> reason;
};

/// The full chain (IQ, motion, directional filter, vector correlation, two pushes compounded) as a
/// formula:
///   ln m = G * ln mu + sd n,
/// G a Gaussian blur of SD 0.95 mm sqrt(c/(m/s)) in depth and 0.365 mm sqrt(c/(m/s)) across, c the
/// median speed; n a Gaussian field of variance 1 and correlation
///   exp(-(z/1.07 mm)^1.8) exp(-(x/1.25 mm)^1.2) cos(2 pi x/2.9 mm)
/// (a slowness is a difference of arrivals 1.2 mm apart, so that neighbours across have opposite
/// errors); sd = error (1 + (depth from the middle / error_depth)^4), half as much again within
/// 3 mm of a push, where one wave only is seen. No value within 1.2 mm of the sides
/// (`outside_field`), under a push (`under_push`), where sd is above `largest_error` or in a
/// dropout (`low_correlation`). Quality is 1 - 1.5 sd. The blur mirrors the map at its edges.
///
/// Measured on `stiff simulate swe --speed C --nodules 0,20,R,R,0,C2 --snr 30` (IQ, all else
/// default, C 4.38 and 2.53 m/s, C2 5.68 and 3.28, R 3, 4 and 5 mm, seeds 1 to 4) and `stiff run`,
/// mean map over seeds against truth, and scatter about that mean:
///   point spread, least squares in ln c: 1.96 to 2.02 x 0.71 to 0.84 mm at 4.38 m/s, 1.46 to 1.49
///   x 0.55 to 0.63 mm at 2.53 m/s; it leaves 0.4 to 0.8 % of the variance;
///   modulus over the inner half radius, 6, 8, 10 mm: -12.4, -6.6, -2.7 % at 4.38 m/s, -4.5, -1.1,
///   0.0 % at 2.53 m/s; by the formula -9.4, -4.7, -2.0 and -4.6, -1.8, -0.6 %;
///   error of the modulus at the focus: 2.6 % (plane strain), and 5.5 % where the push is of finite
///   elevational width (no nodule, 4.38 m/s, seeds 1 to 6), which is the default here; twice that
///   10 and 9 mm from the focus for a push of 5 mm axial SD: `error_depth` is two such SD;
///   correlation of the errors, 4.38 m/s: 0.94, 0.81, 0.64, 0.47, 0.32 at 0.2 to 1 mm in depth,
///   0.63, 0.16, -0.22, -0.37, -0.23, -0.11 at 0.3 to 1.8 mm across; the formula within 0.07.
class MapChain {
 public:
  /// \throws Error (usage) for options out of their range, a grid of fewer than 8 x 8 pixels, or
  /// one that leaves no pixel a value.
  MapChain(const Axis& axial_m, const Axis& lateral_m, const MapChainOptions& options);

  /// \param modulus_kpa the truth on the grid, > 0. \param density kg/m3, for the speed.
  MeasuredMap measure(const Picture<float>& modulus_kpa, double density, std::uint64_t seed) const;

  /// Relative standard error by pixel, NaN where no map has a value.
  const Picture<float>& relative_error() const { return relative_error_; }
  /// Standard error of the median of all pixels with a value, relative, their correlation counted.
  double median_error(const MeasuredMap& map) const;

 private:
  Axis axial_m_, lateral_m_;
  MapChainOptions options_;
  Picture<float> relative_error_;
  Picture<std::int8_t> reason_;
  RandomField noise_;
  RandomField patches_;
};

/// Gaussian blur of unit gain, cut off at 4 SD (in pixels), mirrored at the edges. SD 0: none.
Picture<float> gaussian_blur(const Picture<float>& picture, double row_sd, double column_sd);

}  // namespace stiff
