#pragma once

#include "stiff/contact/hold_noise.h"
#include "stiff/contact/prony_ramp.h"

#include <array>
#include <vector>

#include <Eigen/Core>

namespace stiff {

/// Where the fit of a Prony series starts: for one to three terms those of 16 time constants,
/// evenly spaced in their logarithm, that leave least with all amplitudes positive; every choice is
/// tried.
struct RelaxationStart {
  /// Of what a relaxation of any number of terms leaves: non-negative least squares (Lawson1974) on
  /// all 16, then likelihood. It is one noise for all orders, lest
  /// an order that is too low calls its misfit noise.
  HoldNoise noise;
  std::array<std::vector<double>, 3> tau_s;  ///< by terms less one; empty if none is positive
};

RelaxationStart relaxation_start(const PronyRamp& ramp, const Eigen::VectorXd& force_n,
                                 double shortest_s, double longest_s, int most_terms,
                                 bool coloured);

}  // namespace stiff
