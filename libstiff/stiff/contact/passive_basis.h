#pragma once

#include "stiff/contact/coloured_noise.h"

#include <Eigen/Core>

namespace stiff {

/// Every course that passive relaxation can take, and how far along each direction it may go.
struct PassiveBasis {
  Eigen::MatrixXd columns;    ///< (samples, directions), orthonormal, the constant first
  Eigen::MatrixXd precision;  ///< of the columns' weights, in 1 / variance of the innovations
  /// (samples, directions - 1), in innovations: with independent standard normal weights they add
  /// up to a course that is as likely as `precision` says, but for the constant, which is free.
  Eigen::MatrixXd courses;
  ColouredNoise noise;    ///< that it was made for
  Eigen::Index seen = 0;  ///< columns, from the first, along which a single decay stands out
};

/// The random effects of a mixed model of a hold (Robinson1991).
///
/// Relaxation of a material that stores and loses energy, and does nothing else, is completely
/// monotone: a constant and a sum of e^(-t / tau) with weights above 0, be it a Prony series of any
/// order or log t (a continuum of taus). As the weights add up to the amplitude, no direction is
/// free: taken as independent over log tau, of zero mean and together of the amplitude's mean
/// square, they give each direction of the decays' matrix (its singular vectors, seen through the
/// noise's whitening filter) a variance, which falls by about five from one to the next. Directions
/// of less than a quarter of an innovation are left out. Decays are scaled to fall by the amplitude
/// within the samples, for that is what is known of a slow one. A single decay of the whole
/// amplitude is the furthest that a course goes from this: in AR(1) noise of 0.95, 50 SD over 30 s,
/// taus of 3, 30, 100 s raised 13, 11, 14 alarms of 200 at 5 %.
///
/// Free weights along the same directions find a ramp of 1 s and 3 SD in that noise in some 80 %,
/// these in 86 % (with the same share of false alarms).
/// \param time_s increasing, even. Taus from 0.1 s to ten times the time that is covered.
/// \param amplitude_n the force that relaxation takes within the samples, or somewhat more.
/// \param noise, innovation_std_n its noise. \returns 16 directions at most.
PassiveBasis passive_basis(const Eigen::VectorXd& time_s, double amplitude_n,
                           const ColouredNoise& noise, double innovation_std_n);

}  // namespace stiff
