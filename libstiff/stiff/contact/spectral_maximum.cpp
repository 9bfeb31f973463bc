#include "stiff/contact/spectral_maximum.h"

#include "stiff/core/error.h"
#include "stiff/core/estimate.h"

#include <algorithm>

#include <boost/math/tools/minima.hpp>

namespace stiff {

std::vector<double> spectral_grid(double step_hz, double lowest_hz, double highest_hz) {
  if (!(step_hz > 0) || !(highest_hz > lowest_hz)) {
    throw Error(ErrorKind::usage, "a spectrum's maximum needs a grid within bounds");
  }
  const auto steps = static_cast<int>((highest_hz - lowest_hz) / step_hz);
  std::vector<double> grid;
  for (int i = 0; i <= steps; ++i) grid.push_back(lowest_hz + step_hz * i);
  return grid;
}

double spectral_maximum(const std::function<double(double)>& power_at_hz,
                        std::span<const double> grid_hz, std::span<const double> grid_power) {
  if (grid_hz.size() != grid_power.size()) {
    throw Error(ErrorKind::usage, "a spectrum's grid needs one power a frequency");
  }
  const auto best = std::max_element(grid_power.begin(), grid_power.end());
  if (grid_power.size() < 3 || best == grid_power.begin() || best == grid_power.end() - 1) {
    return kNaN;
  }
  const auto at = static_cast<std::size_t>(best - grid_power.begin());
  // 24 bits of the abscissa; near a maximum no more than half of a double's bits tell.
  return boost::math::tools::brent_find_minima([&](double f) { return -power_at_hz(f); },
                                               grid_hz[at - 1], grid_hz[at + 1], 24)
      .first;
}

}  // namespace stiff
