#include "stiff/wave/finite_push.h"

#include <cmath>
#include <numbers>

namespace stiff {

double finite_push_share(double distance_m, double wavenumber_rad_per_m,
                         const FinitePushOptions& options) {
  const double elevation = options.elevational_sigma_m / distance_m;
  const double near = 1 / (wavenumber_rad_per_m * distance_m);
  return elevation * elevation / 2 + options.near_field * near * near;
}

void correct_finite_push(SlownessMap& map, const Axis& lateral_m, const PushZone& zone,
                         double frequency_hz, const FinitePushOptions& options) {
  for (Index z = 0; z < map.reason.rows(); ++z) {
    for (Index x = 0; x < map.reason.cols(); ++x) {
      if (map.reason(z, x) != static_cast<std::int8_t>(Reason::none)) continue;
      const double slowness = map.slowness(z, x);
      const double wavenumber = 2 * std::numbers::pi * frequency_hz * slowness;
      const double share =
          finite_push_share(std::abs(lateral_m[x] - zone.lateral_m), wavenumber, options);
      const auto factor = static_cast<float>(1 + share);
      map.lateral_s_per_m(z, x) *= factor;
      map.axial_s_per_m(z, x) *= factor;
      map.systematic_s_per_m(z, x) = static_cast<float>(slowness * share / std::numbers::sqrt3);
    }
  }
}

}  // namespace stiff
