#pragma once

#include "stiff/core/axis.h"

#include <complex>
#include <memory>
#include <span>

namespace stiff {

/// The smallest 2^a 3^b 5^c 7^d that is at least `size`: a length at which transforms are fast.
Index fast_fft_size(Index size);

/// What a transform works on: `count` blocks one after the other, each of `rows` x `columns`
/// samples, row-major. rows = 1 is a transform in one dimension, else in two.
struct FftShape {
  Index columns = 1;
  Index rows = 1;
  Index count = 1;
};

template <class Real>
class FftPlan;

/// Discrete Fourier transform of real samples, Real = float or double:
///   spectrum[k] = sum_n signal[n] exp(-2 pi i k n / N),
/// half of it stored (columns / 2 + 1 complex values a row). `inverse` undoes `forward`: it divides
/// by the number of samples of a block. Plans are made with FFTW_ESTIMATE, so that equal input
/// gives equal bits. The planner is guarded; both calls are safe from several threads on one
/// object.
template <class Real>
class RealFft {
 public:
  explicit RealFft(FftShape shape);
  ~RealFft();
  RealFft(RealFft&&) noexcept;
  RealFft& operator=(RealFft&&) noexcept;

  const FftShape& shape() const { return shape_; }
  Index signal_size() const { return shape_.columns * shape_.rows * shape_.count; }
  Index spectrum_columns() const { return shape_.columns / 2 + 1; }
  Index spectrum_size() const { return spectrum_columns() * shape_.rows * shape_.count; }

  /// \throws Error (usage) where a span is not of the size above. The two must not overlap.
  void forward(std::span<const Real> signal, std::span<std::complex<Real>> spectrum) const;
  void inverse(std::span<const std::complex<Real>> spectrum, std::span<Real> signal) const;

 private:
  FftShape shape_;
  std::unique_ptr<FftPlan<Real>> forward_;
  std::unique_ptr<FftPlan<Real>> inverse_;
};

/// The same for complex samples; the spectrum has the signal's shape.
template <class Real>
class ComplexFft {
 public:
  explicit ComplexFft(FftShape shape);
  ~ComplexFft();
  ComplexFft(ComplexFft&&) noexcept;
  ComplexFft& operator=(ComplexFft&&) noexcept;

  const FftShape& shape() const { return shape_; }
  Index size() const { return shape_.columns * shape_.rows * shape_.count; }

  /// \throws Error (usage) where a span is not of `size()`. The two must not overlap.
  void forward(std::span<const std::complex<Real>> signal,
               std::span<std::complex<Real>> spectrum) const;
  void inverse(std::span<const std::complex<Real>> spectrum,
               std::span<std::complex<Real>> signal) const;

 private:
  FftShape shape_;
  std::unique_ptr<FftPlan<Real>> forward_;
  std::unique_ptr<FftPlan<Real>> inverse_;
};

/// The frequency of each bin of a full transform in cycles per unit of `step`: 0, 1/(N step), ...,
/// then the negative ones. Of an even N the bin N/2 is negative.
double fft_frequency(Index bin, Index size, double step);

extern template class RealFft<float>;
extern template class RealFft<double>;
extern template class ComplexFft<float>;
extern template class ComplexFft<double>;

}  // namespace stiff
