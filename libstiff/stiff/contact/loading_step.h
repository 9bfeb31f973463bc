#pragma once

#include "stiff/contact/indenter.h"
#include "stiff/contact/loading_start.h"

#include <span>
#include <vector>

#include <Eigen/Core>

/// The descent of `fit_loading`, apart from its choices.
namespace stiff {

// Contact, offset, drift and four terms at the most: on the stack.
using LoadingMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, 7, 7>;
using LoadingVector = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, 7, 1>;

/// The way in with, for each sample, a depth whose noise is not its own.
struct LoadingData {
  std::span<const double> time_s, force_n, depth_m;
  std::vector<double> instrument_m;  ///< mean depth of the neighbours, as many before as after
  double deepest_m = kNaN;
};
LoadingData loading_data(std::span<const double> time_s, std::span<const double> force_n,
                         std::span<const double> depth_m, double deepest_m);

/// A point in the space of the model's parameters; a contact that is not free is not moved.
struct LoadingState {
  LoadingModel model;
  double contact_m = kNaN, scale_m = kNaN, mid_s = kNaN;
  LoadingVector linear;  ///< offset, [drift,] A_0, ...

  Eigen::Index first_term() const { return model.drift ? 2 : 1; }
};

/// Force at a time and travel; `by` takes its derivatives by contact, offset, [drift,] A_0, ....
double loading_force_n(const LoadingState& state, const Indenter& indenter, double time_s,
                       double travel_m, LoadingVector* by = nullptr);

/// Standard deviation of the residuals in the air and in the tissue.
struct LoadingScatter {
  double air_n = kNaN, tissue_n = kNaN;
};
/// The same, at least a billionth of a force and a thousandth of each other: weights stay finite.
LoadingScatter bounded(LoadingScatter scatter, double force_n);

/// One Gauss-Newton step by instruments, and the scatter of the residuals at its start.
struct LoadingStep {
  LoadingVector change;  ///< contact, offset, [drift,] A_0, ...
  LoadingMatrix covariance;
  LoadingScatter scatter;
};
LoadingStep loading_step(const LoadingData& data, const Indenter& indenter,
                         const LoadingState& state, LoadingScatter weigh_by);

struct LoadingDescent {
  LoadingState state;
  LoadingStep last;
  bool converged = false;
};
/// \param scatter to begin with. \param force_n the size of the force.
LoadingDescent descend(const LoadingData& data, const Indenter& indenter, LoadingState state,
                       LoadingScatter scatter, double force_n);

/// Variance of the means of runs of residuals in the tissue over what white ones would have, where
/// that is more than chance at `level`; else 1.
double loading_misfit(const LoadingData& data, const Indenter& indenter, const LoadingState& state,
                      double level);

}  // namespace stiff
