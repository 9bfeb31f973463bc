#pragma once

#include "stiff/core/options.h"
#include "stiff/wave/helmholtz_speed.h"

#include <span>

namespace stiff {

struct GuidedWaveOptions {
  double max_thickness_wavelengths = 1;
  double min_dispersion = 0.2;
  double min_causal_ratio = 3;
  double min_significance = 3;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"guided-wavelengths", "1",
                 "A layer thinner than this many wavelengths guides the wave", 0, 5},
          self.max_thickness_wavelengths);
    visit(Option{"guided-min-dispersion", "1",
                 "Smallest exponent of phase speed over frequency that shows guiding", 0.01, 1},
          self.min_dispersion);
    visit(Option{"guided-causal-ratio", "1",
                 "How many times the dispersion that attenuation explains it must be", 1, 100},
          self.min_causal_ratio);
    visit(Option{"guided-significance", "1",
                 "How many of its standard errors the dispersion must be", 1, 10},
          self.min_significance);
  }
};

struct GuidedVerdict {
  bool guided = false;
  bool by_thickness = false;
  bool by_dispersion = false;
  double thickness_wavelengths = kNaN;  ///< NaN where the thickness is not known
  double dispersion = kNaN;             ///< d ln(c) / d ln(f); NaN where it is not resolved
  double dispersion_std_error = kNaN;
  double causal_dispersion = kNaN;  ///< what a bulk medium of the measured attenuation shows
};

/// Whether the layer guides the wave, so that its speed is not that of the tissue.
///
/// By thickness: a layer thinner than about one wavelength (speed by the centroid frequency of the
/// kinetic energy) carries plate modes (Couade2010); in a 4 mm plate of 5 m/s lags read 3.8 m/s.
///
/// By dispersion alone: phase speed in a bulk medium rises with frequency only as far as it
/// absorbs. Causality ties the two (nearly local Kramers-Kronig relation, ODonnell1981):
///   d ln(c) / d ln(omega) = (2 c / (pi omega)) alpha(omega),
/// within a factor of 2 for Kelvin-Voigt and Zener media up to loss factors of 1 (tests). The
/// lowest plate mode rises steeply without any absorption: an exponent of 1/2 where the plate is
/// thin, which falls to 0 where it is some wavelengths thick. The verdict needs an exponent of at
/// least `min_dispersion`, `min_significance` standard errors, and `min_causal_ratio` times what
/// the measured attenuation explains. It is the slope of ln(c) against ln(f), weighted by energy,
/// from the energy's 10 % to its 70 % quantile (above, higher plate modes mix in); only frequencies
/// count whose wavelength fits into the line and whose k r is at least 2 at its near end.
///
/// A bulk wave that meets an inclusion is dispersive too, by less and not steadily (an exponent of
/// about 0.1 across one of 1.75 times the speed): the line must explain at least 70 % of the
/// variance of ln(c). `sides` are the results of `helmholtz_speed`; sides without a value are
/// passed over. Where none has one, the layer's thickness is held against `other_wavelength_m`,
/// which another method gives (NaN: none does): a layer that is known to be thin is never passed
/// over.
GuidedVerdict guided_wave(std::span<const HelmholtzSpeed> sides, double thickness_m,
                          const GuidedWaveOptions& options = {}, double other_wavelength_m = kNaN);

}  // namespace stiff
