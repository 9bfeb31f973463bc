#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace stiff {

/// Where a wave is sampled: distances from the push's axis and depths from the focus, both in m.
struct WaveGrid {
  std::vector<double> distance_m;
  std::vector<double> depth_m;  ///< relative; the middle one nearest 0

  bool has_depth() const { return depth_m.size() >= 5; }
};

/// The complex wavenumber (rad/m) of a wave of one frequency from its complex amplitude on a grid
/// (depth, distance), row-major; see helmholtz_speed.h. `expected` is about its real part: the
/// phase is taken out before it is unwrapped. Also without each of `kBlocks` blocks of distances,
/// for a jackknife.
struct LocalWavenumber {
  static constexpr std::size_t kBlocks = 8;
  std::complex<double> all;  ///< NaN where there is none
  std::array<std::complex<double>, kBlocks> without;
  /// Weighted root mean square of what the fit leaves of log u: the noise of a pixel by the wave.
  double misfit = 0;
  /// By distance: what the lateral wavenumber's square has more than the wave's own, Re(k_r^2 -
  /// k^2), in rad^2/m^2. Below 0 where a lateral line reads too fast.
  std::vector<double> excess;
};
LocalWavenumber local_wavenumber(const WaveGrid& grid, std::span<const std::complex<double>> wave,
                                 double expected, bool point_spreading);

}  // namespace stiff
