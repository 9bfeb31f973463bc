#pragma once

#include "stiff/contact/hold_noise.h"
#include "stiff/contact/prony_ramp.h"

#include <vector>

#include <Eigen/Core>

namespace stiff {

/// A Prony series of a given number of terms fitted to a force under noise that is known:
/// amplitudes linear and solved for at each step, logarithms of the time constants by
/// Levenberg-Marquardt on what the amplitudes leave (variable projection, Golub1973). Amplitudes of
/// the terms stay above 0; that of the constant is free, so that its error can be told.
struct PronyOrder {
  bool ok = false;         ///< there is a fit
  bool converged = false;  ///< it ended at a minimum
  int terms = 0;
  Eigen::VectorXd amplitude;  ///< of the constant, then of the terms
  Eigen::VectorXd log_tau;    ///< ln s, rising
  Eigen::MatrixXd inverse;    ///< of the normal equations of (amplitudes, log_tau)
  double cost = 0;            ///< squares of the innovations, N^2
  HoldNoise noise;            ///< estimated from the residuals at the end, if that was asked for
  Eigen::VectorXd residual;
};

struct PronyDescent {
  double log_shortest, log_longest;  ///< a term that goes beyond is held there
  bool estimate_noise;
  /// The fit ends where a step promises to lower the cost by less than this share of a variance:
  /// parameters are then within its root of their standard errors.
  double tolerance;
  int most_steps;
};

/// \param tau_s where to start, one a term; empty: a constant alone.
PronyOrder fit_prony_order(const PronyRamp& ramp, const Eigen::VectorXd& force_n,
                           const std::vector<double>& tau_s, const HoldNoise& noise,
                           const PronyDescent& descent);

}  // namespace stiff
