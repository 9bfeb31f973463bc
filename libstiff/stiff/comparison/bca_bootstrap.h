#pragma once

#include "stiff/core/estimate.h"
#include "stiff/core/options.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stiff {

struct BootstrapOptions {
  int draws = 10000;  ///< Monte Carlo error of an end: about 0.02 standard errors of the mean
  std::uint64_t seed = 1;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"draws", "", "Bootstrap draws", 999, 1e7}, self.draws);
    visit(Option{"seed", "", "Seed of the bootstrap"}, self.seed);
  }
};

/// Bias-corrected and accelerated bootstrap interval (Efron1987) of a mean, people being drawn with
/// replacement. With G the distribution of the drawn means, Phi the normal one:
///
///     z0 = Phi^-1(share of draws below the mean)
///     a  = sum d_i^3 / (6 (sum d_i^2)^1.5),  d_i = x_i - mean
///     end = G^-1(Phi(z0 + (z0 + z) / (1 - a (z0 + z)))),  z = Phi^-1(0.025), Phi^-1(0.975)
///
/// Needs no distribution's shape, but people: of 12 normal changes it holds 90.7 % and not
/// 95 %, of 30 92.9 %; Student's t is the interval to quote of few. Draws come from the seed alone:
/// the order of the people, of the contrasts and the number of workers change no bit.
struct BcaInterval {
  double ci_low = kNaN;
  double ci_high = kNaN;
  double bias_correction = kNaN;  ///< z0
  double acceleration = kNaN;     ///< a
  Reason reason = Reason::none;  ///< `too_few` below 3 people; `bad_input` where one is not finite;
                                 ///< `low_signal` where all are equal
};

BcaInterval bca_mean(std::span<const double> values, const BootstrapOptions& options = {},
                     double confidence = 0.95);

/// The same of mean(a) - mean(b), each group drawn within itself; the acceleration is that of
/// several samples (Davison1997, section 5.3): d_i / n of its group for d_i.
BcaInterval bca_mean_difference(std::span<const double> a, std::span<const double> b,
                                const BootstrapOptions& options = {}, double confidence = 0.95);

/// One mean, or where `b` is not empty one difference of means.
struct BootstrapSample {
  std::vector<double> a;
  std::vector<double> b;
};

/// Many intervals by several threads, in the order of the samples. \pre workers >= 1.
std::vector<BcaInterval> bca_intervals(std::span<const BootstrapSample> samples,
                                       const BootstrapOptions& options, int workers);

}  // namespace stiff
