#pragma once

#include "stiff/contact/indenter.h"

#include <span>

#include <Eigen/Core>

namespace stiff {

/// A model of the way in: which terms it has (`loading_fit.h`).
struct LoadingModel {
  int terms = 1;
  bool drift = false;
  bool contact_free = true;
  int linear() const { return terms + 1 + (drift ? 1 : 0); }
  int parameters() const { return linear() + (contact_free ? 1 : 0); }
};

/// A candidate's best linear part and what it leaves.
struct LoadingCandidate {
  double contact_m = kNaN;
  Eigen::VectorXd linear;  ///< offset, [drift,] A_0, ...
  double squares = kNaN;   ///< infinite where the curve does not rise everywhere in the tissue
};

/// The way in, thinned to some hundred means, for the search.
struct ThinnedLoading {
  Eigen::VectorXd time_s;  ///< about `mid_s`
  Eigen::VectorXd force_n, depth_m;
  double mid_s = 0;
  double deepest_m = 0;
};
ThinnedLoading thin(std::span<const double> time_s, std::span<const double> force_n,
                    std::span<const double> depth_m, double deepest_m);

/// The best linear part at a given contact. \param scale_m by which u is scaled.
LoadingCandidate solve_at(const ThinnedLoading& data, const Indenter& indenter,
                          const LoadingModel& model, double contact_m);

/// The contact with the smallest sum of squares: every one of a grid, then golden section about the
/// best three.
LoadingCandidate search_contact(const ThinnedLoading& data, const Indenter& indenter,
                                const LoadingModel& model);

/// The squares that offset and drift alone leave.
double squares_of_air(const ThinnedLoading& data, bool drift);

/// n ln(squares / n) + parameters ln n.
double bayes_criterion(const ThinnedLoading& data, double squares, int parameters);

}  // namespace stiff
