#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/dsp/fft.h"

#include <complex>
#include <cstdint>
#include <functional>
#include <vector>

namespace stiff {

/// The correlation of two pixels that lie so far apart: 1 at (0, 0), even in both lags. Lags are in
/// pixels.
using FieldCorrelation = std::function<double(double row_lag, double column_lag)>;

/// exp(-r^exponent), r^2 = (row_lag/row_length)^2 + (column_lag/column_length)^2, 0 < exponent <=
/// 2: the lengths, in pixels, are those at which it has fallen to 1/e.
FieldCorrelation powered_exponential(double row_length, double column_length, double exponent = 1);

struct RandomFieldOptions {
  /// Where the correlation is below this it may come back round the period's other end.
  double wrap_tolerance = 0.01;
  /// Share of the variance that may lie in eigenvalues that had to be cut off at 0; the period
  /// grows until it holds.
  double clip_tolerance = 1e-3;
};

/// Two independent fields (rows, columns), mean 0, variance 1, and the memory that a draw works in.
struct RandomFieldPair {
  Picture<float> first;
  Picture<float> second;
  std::vector<std::complex<float>> by_row, row_spectra, by_column, column_spectra;
};

/// Stationary Gaussian random fields on a grid by circulant embedding (Dietrich1997, WoodChan1994):
/// the correlation is laid round a torus, its discrete Fourier transform gives the eigenvalues
/// lambda_k >= 0, and
///   first + i second = sum_k sqrt(lambda_k/N) (a_k + i b_k) exp(-2 pi i k n/N),  a, b ~ N(0, 1),
/// has the correlation exactly. Departures, all bounded:
/// - The torus is the grid and the way on which the correlation falls below `wrap_tolerance`
///   (never more than twice the grid, where nothing comes round). So a lag h has the error
///   C(period - h) <= wrap_tolerance at most, at the largest lags only.
/// - Eigenvalues below 0 are set to 0 and the variance is put right: `clipped_share`.
/// - A mode with under 1e-4 of the variance gets a sum of four uniform bytes for a normal number.
///   A pixel's excess kurtosis is then above -0.3e-4, its sixth cumulant below 5e-9: at
///   4 SD its tail is within 1e-3 of the normal one (Edgeworth, first term).
/// Single precision: 1e-6 of the SD.
class RandomField {
 public:
  /// \throws Error (usage) where the grid is empty, the correlation is not 1 at no lag or not
  /// finite, or so long against the grid that a period of eight times the grid does not hold it.
  RandomField(Index rows, Index columns, const FieldCorrelation& correlation,
              const RandomFieldOptions& options = {});

  /// The pair number `pair` of the endless sequence that belongs to `seed`: any order and any
  /// split over threads gives the same bits. Safe from several threads, each with its own `result`.
  void draw(std::uint64_t seed, std::uint64_t pair, RandomFieldPair& result) const;

  Index rows() const { return rows_; }
  Index columns() const { return columns_; }
  /// Sum of the eigenvalues below 0 over the sum of all sizes.
  double clipped_share() const { return clipped_share_; }

 private:
  void embed(const FieldCorrelation& correlation, Index row_period, Index column_period);

  Index rows_, columns_;
  Index row_period_ = 0, column_period_ = 0;
  double clipped_share_ = 0;
  std::vector<float> amplitude_;     ///< sqrt(lambda/N), (row_period, column_period)
  std::vector<std::size_t> strong_;  ///< modes whose numbers are normal
  ComplexFft<float> along_rows_{FftShape{}};
  ComplexFft<float> along_columns_{FftShape{}};
};

}  // namespace stiff
