#pragma once

#include <span>

#include <Eigen/Core>

namespace stiff {

/// What drives a ramp-and-hold test, at the samples that are fitted: the responses that a Prony
/// series' force is a sum of, F = c_0 constant() + sum c_i decay(tau_i), by the drive's course from
/// 0 to 1. The even ramp of t_r, with s = t - t_r after it:
///
///     ramp  (tau / t_r) (1 - e^(-t / tau))        hold  (tau / t_r) (1 - e^(-t_r / tau)) e^(-s /
///     tau)
class PronyRamp {
 public:
  /// An even ramp. \param time_s of the samples that are fitted, from the ramp's start.
  PronyRamp(Eigen::VectorXd time_s, double ramp_s);
  /// A drive given at each sample from the ramp's start on and straight between. \param first of
  /// the samples that are fitted. \param drive over its mean in the hold.
  PronyRamp(Eigen::VectorXd time_s, Eigen::VectorXd drive, Eigen::Index first);

  Eigen::Index samples() const { return constant_.size(); }
  const Eigen::VectorXd& constant() const { return constant_; }
  /// The response of e^(-t / tau), and its derivative by ln tau.
  void decay(double tau_s, Eigen::Ref<Eigen::VectorXd> value,
             Eigen::Ref<Eigen::VectorXd> slope) const;

 private:
  Eigen::VectorXd constant_;
  Eigen::VectorXd time_s_;
  double ramp_s_ = 0;
  double even_step_s_ = 0;         // 0: uneven samples
  Eigen::VectorXd step_s_, rate_;  // between samples of the drive; empty for an even ramp
  double jump_ = 0;                // of the drive at its first sample
  Eigen::Index first_ = 0;
};

}  // namespace stiff
