#pragma once

#include "stiff/contact/coloured_noise.h"

#include <Eigen/Core>

namespace stiff {

/// Every course that passive relaxation can take, as an orthonormal basis.
///
/// Relaxation of a material that stores and loses energy, and does nothing else, is completely
/// monotone: a constant and a sum of e^(-t / tau) with weights above 0, be it a Prony series of any
/// order or log t (a continuum of taus). The matrix of such decays over a dense grid of taus, seen
/// through the noise's whitening filter, has singular values that fall by about three from one to
/// the next: a few directions carry all. A direction is kept if a single decay of all the amplitude
/// reaches beyond two innovations along it. As the weights of a relaxation add up to the amplitude,
/// its part along a direction is at most the largest of the single decays', and where it is
/// spread over several taus, as log t is, a fraction of it: what is left out is below what the
/// search for a release can see (its false alarms are measured at the worst single tau too).
/// \param time_s increasing, even. Taus from 0.1 s to ten times the time that is covered; decays
/// are 1 at the first sample (where they began does not matter). \param amplitude_n the force that
/// relaxation takes within the samples. \param noise, innovation_std_n its noise. \returns
/// (samples, directions), the constant first; at most 16.
Eigen::MatrixXd passive_basis(const Eigen::VectorXd& time_s, double amplitude_n,
                              const ColouredNoise& noise, double innovation_std_n);

}  // namespace stiff
