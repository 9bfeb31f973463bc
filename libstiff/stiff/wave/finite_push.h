#pragma once

#include "stiff/core/options.h"
#include "stiff/wave/push_zone.h"
#include "stiff/wave/vector_correlation_map.h"

namespace stiff {

struct FinitePushOptions {
  double elevational_sigma_m = 0.7e-3;
  double near_field = 0.5;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"push-elevation-sigma", "m",
                 "Width (SD) of the push across the picture, for the map", 0, 5e-3},
          self.elevational_sigma_m);
    visit(Option{"near-field", "1",
                 "Share of a point force's near field in the wave: 0 for a line along the depth", 0,
                 1},
          self.near_field);
  }
};

/// What a finite push takes from the slowness between two points at distance r beside it, as a
/// share:
///   e^2 / (2 r^2): the push is e (SD) wide across the picture. Its parts outside of the picture
///   are farther by
///     y^2 / 2r, so arrivals are late by e^2 / (2 r c) in the mean, and less so farther off;
///   q / (k r)^2: the near field of a force. The transverse motion of a point force goes as
///     exp(-i k r) (1 - i / (k r) - ...), whose phase is -k r - 1 / (k r); q = 1 for a point,
///     0 for a line along the depth.
/// Both make a wave look fast near its push. Neither e nor q is recorded, so 1 / sqrt(3) of the
/// correction remains as an error that all pixels share, as if it lay anywhere between none and
/// twice.
double finite_push_share(double distance_m, double wavenumber_rad_per_m,
                         const FinitePushOptions& options);

/// Corrects the slowness of a side's map and enters the error that remains (`systematic_s_per_m`).
/// `frequency_hz` is the root mean square frequency of the correlation.
void correct_finite_push(SlownessMap& map, const Axis& lateral_m, const PushZone& zone,
                         double frequency_hz, const FinitePushOptions& options = {});

}  // namespace stiff
