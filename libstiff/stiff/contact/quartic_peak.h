#pragma once

#include "stiff/contact/sample_reading.h"
#include "stiff/core/axis.h"

#include <span>

namespace stiff {

/// A quartic through the samples first..last of a trace by least squares: its values and its
/// extremum, each with its derivatives by the samples. Positions are in samples of the trace.
class QuarticPeak {
 public:
  /// \pre 0 <= first, first + 4 <= last, last within the trace.
  QuarticPeak(std::span<const double> trace, Index first, Index last);

  SampleReading at(double sample) const;
  double slope_at(double sample) const;  ///< per sample
  /// Where the slope is 0, by Newton's steps from a sample near it; within first..last. Its
  /// derivatives are in samples per unit of the trace.
  SampleReading extremum(double sample) const;

 private:
  using Powers = Eigen::Matrix<double, 5, 1>;
  double scaled(double sample) const { return (sample - middle_) / half_; }
  Eigen::VectorXd weights(const Powers& at) const;

  Index size_, first_, last_;
  double middle_, half_;
  Powers c_;
  Eigen::Matrix<double, 5, 5> inverse_;
};

}  // namespace stiff
