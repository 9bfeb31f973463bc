#pragma once

#include "stiff/core/estimate.h"
#include "stiff/core/options.h"

#include <span>
#include <vector>

namespace stiff {

struct TapSetOptions {
  double outlier_level = 0.01;  ///< chance that Grubbs' test drops a tap of a normal set
  int fewest_taps = 2;
  double largest_cv = 0.03;  ///< beyond it the set is suspect

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"tap-outlier-level", "1",
                 "Chance that a tap of a normal set is left out as an outlier (Grubbs)", 1e-6, 0.5},
          self.outlier_level);
    visit(Option{"tap-fewest", "1", "Fewest taps of a set with an interval", 2, 100},
          self.fewest_taps);
    visit(Option{"tap-cv", "1", "Coefficient of variation above which a set is noted as suspect", 0,
                 1},
          self.largest_cv);
  }
};

/// One parameter over a set of taps.
struct TapSet {
  Estimate estimate;                  ///< mean and its standard error; n taps; `too_few` below two
  double cv = kNaN;                   ///< standard deviation over mean of the taps that count
  bool variable = false;              ///< cv above the limit: a set to measure again
  std::vector<unsigned char> counts;  ///< by tap: 1 if it is in the mean
};

/// The mean over taps whose value is finite, without one that Grubbs' two-sided test at the given
/// level calls an outlier (Grubbs1969); repeated while at least four are left. The standard error
/// is that of the mean from the scatter between taps, with Student's t at n - 1 degrees of freedom:
/// the variation from tap to tap, not the sensor's noise, decides it. A normal set loses a
/// tap at the level's chance; its interval's coverage falls by less than that.
TapSet summarise_taps(std::span<const double> values, const TapSetOptions& options = {});

/// The modulus of an elastic half space under the flat end of a rigid, frictionless punch (Pa,
/// Sneddon1965):
///     E = S (1 - nu^2) / (2 a)
/// S dynamic stiffness (N/m), a the end's radius. Assumes a homogeneous, isotropic, thick tissue at
/// rest; a tap is dynamic, under preload and through skin and fat, and its E is several times that
/// of shear waves: named `apparent_punch_modulus`, and never compared with these.
Estimate apparent_punch_modulus_pa(const Estimate& stiffness_n_per_m, double probe_diameter_m,
                                   double poisson_ratio = 0.5);

}  // namespace stiff
