#include "stiff/contact/spectral_maximum.h"

#include "stiff/core/error.h"
#include "stiff/core/estimate.h"

#include <boost/math/tools/minima.hpp>

namespace stiff {

double spectral_maximum(const std::function<double(double)>& power_at_hz, double grid_hz,
                        double lowest_hz, double highest_hz) {
  if (!(grid_hz > 0) || !(highest_hz > lowest_hz)) {
    throw Error(ErrorKind::usage, "a spectrum's maximum needs a grid within bounds");
  }
  const auto points = static_cast<int>((highest_hz - lowest_hz) / grid_hz);
  int best = 0;
  double largest = -1;
  for (int i = 0; i <= points; ++i) {
    const double power = power_at_hz(lowest_hz + grid_hz * i);
    if (power > largest) {
      largest = power;
      best = i;
    }
  }
  if (best == 0 || best == points) return kNaN;
  const double middle = lowest_hz + grid_hz * best;
  // 24 bits of the abscissa; near a maximum no more than half of a double's bits tell.
  return boost::math::tools::brent_find_minima([&](double f) { return -power_at_hz(f); },
                                               middle - grid_hz, middle + grid_hz, 24)
      .first;
}

}  // namespace stiff
