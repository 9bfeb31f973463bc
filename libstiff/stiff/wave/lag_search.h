#pragma once

#include "stiff/core/axis.h"

#include <complex>
#include <span>
#include <vector>

#include <Eigen/Core>

namespace stiff {

/// Finds the lag at which a cross-correlation given by its cross-spectrum is largest.
class LagSearch {
 public:
  struct Lag {
    double lag_s = 0;
    double correlation = 0;  ///< the maximum, in the cross-spectrum's unit
    bool inside = false;     ///< not at the end of the range searched
  };

  /// Lags in [shortest, longest] at uniformly spaced frequencies.
  LagSearch(const Axis& frequency_hz, double shortest_s, double longest_s);

  /// One lag for each of `count` cross-spectra, laid one after the other.
  void find(std::span<const std::complex<float>> cross_spectra, std::span<Lag> lags) const;

 private:
  using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  Lag refine(const std::complex<float>* cross_spectrum, Index start) const;

  Axis frequency_hz_;
  Axis grid_s_;
  RowMatrix kernel_;  ///< (2 bins, grid): cos and -sin
};

}  // namespace stiff
