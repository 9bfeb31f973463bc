#pragma once

#include "stiff/contact/passive_basis.h"
#include "stiff/contact/slow_force.h"
#include "stiff/core/estimate.h"

#include <span>
#include <vector>

#include <Eigen/Core>

namespace stiff {

/// A fall (or rise) of the force against its passive course: generalised least squares of
/// force = passive course + size * (0 before, -1 after the time) + coloured noise.
struct StepMatch {
  double time_s = kNaN;  ///< half of it is done; on the axis of `ReleaseScan`'s times
  double width_s = kNaN;
  double size_n = kNaN;    ///< > 0 a fall
  double information = 0;  ///< 1 / variance of the size, in units of the innovations' variance
  double t = 0;            ///< size over its standard error
  bool found() const { return information > 0; }
};

/// What the scan of one stretch of slow force gives.
struct ReleaseScanResult {
  StepMatch drop, rise;  ///< the clearest of each; not found where the stretch is too short
  /// Of a fall and of a rise at any time: log of the mean of e^(t^2 / 2) over times and widths, t
  /// of the other sign counted as 0.
  double drop_evidence = 0, rise_evidence = 0;
  ColouredNoise noise;           ///< of what is left beside basis and the clearer of the two
  double innovation_std = kNaN;  ///< N
  double dof = kNaN;
};

/// Scans slow force for a fall or rise at any time, of several widths, beside a passive basis.
///
/// For each time and width there is the size's t of generalised least squares beside the basis, its
/// weights of the variance it gives them, in noise that is autoregressive. The noise is estimated
/// twice: beside the basis alone, and again beside the basis and the clearest step, for a release
/// that is left in the residual looks like slow noise and hides itself. All steps share one shape,
/// moved, and wider falls are running means of steps: the whole scan costs O(samples x directions x
/// widths).
///
/// The evidence weighs all times of a width alike, and the widths too, however many times of theirs
/// are independent: the largest t of all is a step's, of which there are ten for each ramp of 1 s,
/// and a ramp would have to be as clear.
class ReleaseScan {
 public:
  /// \param time_s of `slow_force`. \param basis see `passive_basis`, and other columns, of no
  /// precision, that are no release. \param widths_s 0 is a step. Times are searched at the
  /// samples, `margin_s` and half a width away from both ends.
  ReleaseScan(Eigen::VectorXd time_s, PassiveBasis basis, double rate_hz,
              std::vector<double> widths_s, Eigen::Index noise_order, double margin_s = 0.5);

  ReleaseScanResult run(const Eigen::VectorXd& force_n) const;

  /// Steps of any time and width in a given noise; times need not fall on samples. `t` is in units
  /// of `innovation_std`.
  std::vector<StepMatch> match(const Eigen::VectorXd& force_n, const ColouredNoise& noise,
                               double innovation_std, std::span<const double> times_s,
                               std::span<const double> widths_s) const;

  /// The basis' part of the force beside a step (none where it is not found).
  Eigen::VectorXd passive(const Eigen::VectorXd& force_n, const ColouredNoise& noise,
                          const StepMatch& step) const;
  /// The step over the samples: size times its response, negative for a fall.
  Eigen::VectorXd response(const StepMatch& step) const;

  Eigen::Index samples() const { return time_s_.size(); }
  Eigen::Index directions() const { return basis_.columns.cols(); }
  /// Samples that are searched for a width; `last` before `first` where the stretch is too short.
  Eigen::Index first(double width_s) const;
  Eigen::Index last(double width_s) const;
  const Eigen::VectorXd& time_s() const { return time_s_; }
  const PassiveBasis& basis() const { return basis_; }

 private:
  struct Whitened;
  struct Pass {
    StepMatch drop, rise;
    double squares = 0;                  // of the force beside the basis
    std::vector<std::vector<double>> t;  // by width, over the times, as the innovations are
  };
  Eigen::VectorXd beside_basis(const Eigen::VectorXd& force_n) const;
  Whitened whiten(const Eigen::VectorXd& force_n, const ColouredNoise& noise) const;
  Pass pass(const Whitened& white, const ColouredNoise& noise) const;

  Eigen::VectorXd time_s_;
  PassiveBasis basis_;
  Eigen::MatrixXd weights_;  // of the basis in a force that is whitened by its noise
  double rate_hz_;
  std::vector<double> widths_s_;
  Eigen::Index order_;
  double margin_s_;
  SlowStep step_;
  Eigen::VectorXd shape_;  // of a step, sampled: from 0 to -1, its middle centred
};

}  // namespace stiff
