#pragma once

#include "stiff/contact/release_scan.h"
#include "stiff/core/options.h"

#include <span>
#include <vector>

namespace stiff {

struct ReleaseOptions {
  double alpha = 0.05;
  double rate_hz = 25;
  double longest_s = 1;
  int noise_order = 4;
  int draws = 199;
  int seed = 1;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"release-alpha", "1",
                 "Chance of calling a release in a hold without one; likewise for guarding", 1e-4,
                 0.5},
          self.alpha);
    visit(Option{"release-rate", "Hz",
                 "Force is low-passed and thinned to this rate before the search, and to a lower "
                 "one where there is a tremor",
                 4, 100},
          self.rate_hz);
    visit(Option{"release-longest", "s", "Longest time that a release may take", 0, 10},
          self.longest_s);
    visit(Option{"release-noise-order", "1", "Order of the noise's autoregressive model", 1, 20},
          self.noise_order);
    visit(Option{"release-draws", "1",
                 "Simulated holds without release on which a p-value is counted, at most", 19,
                 100000},
          self.draws);
    visit(Option{"release-seed", "1", "Seed of the simulated holds", 0, 2147483647}, self.seed);
  }
};

/// A fall (release) or rise (guarding) of the force against its passive course.
struct StepVerdict {
  bool found = false;     ///< p_value at or below alpha, and it is what it is called
  double p_value = kNaN;  ///< chance of a step as clear in a hold without one
  Estimate time_s;        ///< half of it is done; on the axis of the stretch; if found
  Estimate size_n;        ///< above 0; if found
  double width_s = kNaN;  ///< of the template that matches best
};

struct ReleaseDetection {
  Reason reason = Reason::none;  ///< `too_few` where the stretch is too short
  StepVerdict release, guarding;
  /// A fall that is no more than the end of the rise before it: guarding that went, no release.
  bool guarding_ended = false;
  double rate_hz = kNaN;           ///< of the search
  double noise_std_n = kNaN;       ///< of the slow force about the model
  double mean_std_error_n = kNaN;  ///< of the force's mean over the stretch, noise alone
  int draws = 0;
  Eigen::VectorXd time_s, force_n;  ///< the slow force
  Eigen::VectorXd passive_n;        ///< the passive course
  Eigen::VectorXd model_n;          ///< with release and guarding where they are found
  Eigen::MatrixXd basis;            ///< that the passive course lies in, orthonormal
  ColouredNoise noise;              ///< of the slow force
  std::vector<StepMatch> steps;     ///< release and guarding that are found

  /// The passive course between the slow force's samples, beyond them as at the nearest; and what
  /// release and guarding add to it, as sharp as they are.
  double passive_at(double time_s) const;
  double steps_at(double time_s) const;
};

/// Searches a hold for a release: a softening beyond passive relaxation.
///
/// The force, low-passed and thinned (`slow_force`), is scanned for a fall of no width or of
/// `longest_s` at any time, beside every passive course of the amplitude that is seen
/// (`passive_basis`), by generalised least squares in autoregressive noise (`release_scan.h`). Its
/// evidence for a fall at any time is the statistic, and that for a rise is guarding's.
///
/// Its p-value is counted on simulated holds without a step, which go the same way, their passive
/// course drawn, their noise estimated anew each: the parametric bootstrap of a statistic over a
/// time that the null does not have (Davies1987). The noise is that beside the clearest step, as a
/// release that is left in it would hide itself. The noise that is simulated is corrected for the
/// estimate's bias (Kilian1998) and spread as the estimates spread, for neither is what it is
/// estimated to be. Simulation stops once twenty are as clear (Besag1991): p is 20 over their
/// number, else (1 + exceedances) / (1 + draws). The seed is mixed with the data: each hold has its
/// own draws, and the same at every run.
///
/// Where a rise and a fall are both found, each is tested again beside the other, and a fall that
/// only takes back the rise before it is guarding that ended.
///
/// Time and size are the median and the mean over times (3 s to either side), widths and sizes,
/// each as likely as the others beforehand, given basis and noise; so are the time's 95 % interval
/// (2.5 to 97.5 %) and the size's standard error.
///
/// What can be reached (30 s, 100 Hz, a ramp of 1 s and 3 SD from 4 to 26 s, AR(1) noise of 0.95,
/// relaxing 50 SD; simulated, the noise known): the most powerful test of all at 5 % finds 97 % if
/// it knows size, width and how the relaxations are distributed (Gaussian, of their covariance), 93
/// % if all it knows of them is `passive_basis`, and 91 % beside seven free directions. This one,
/// which knows neither size, width nor noise, finds 86 % (257 of 300); a step of 3 SD 98 % (293 of
/// 300). The intervals hold (time, size; of those found): steps in AR(1) noise 96 and 97 %, ramps
/// 89 and 97 %; ramps of 1 SD in white noise 94 and 97 %, under a tremor 93 and 92 %.
///
/// \param force_n N, even samples, no NaN, from behind the ramp to before the hold is let go.
/// \param tremor_hz the search goes below it; NaN where there is none.
ReleaseDetection detect_release(std::span<const double> force_n, double sampling_frequency_hz,
                                double tremor_hz, const ReleaseOptions& options = {});

}  // namespace stiff
