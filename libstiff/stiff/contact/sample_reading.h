#pragma once

#include "stiff/core/estimate.h"

#include <Eigen/Core>

namespace stiff {

/// A number read off a trace, with what each sample adds to it: its derivatives by the samples, one
/// each. What is made of several readings of one trace keeps what these share.
struct SampleReading {
  double value = kNaN;
  Eigen::VectorXd by_sample;
};

}  // namespace stiff
