#pragma once

#include "stiff/core/estimate.h"
#include "stiff/core/options.h"

#include <array>
#include <span>
#include <vector>

#include <Eigen/Core>

namespace stiff {

enum class OrderCriterion { bic, aicc };
std::span<const Choice<OrderCriterion>> choices(OrderCriterion);

struct RelaxationOptions {
  int terms = 0;  ///< 0: chosen from the data
  int most_terms = 3;
  OrderCriterion criterion = OrderCriterion::bic;
  double longest_share = 1;   ///< of the hold
  double shortest_steps = 2;  ///< sampling intervals
  bool ramp_samples = false;
  bool coloured_noise = true;
  bool allow_step = false;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"relax-terms", "1", "Terms of the Prony series; 0: chosen by the criterion", 0, 3},
          self.terms);
    visit(Option{"relax-most-terms", "1", "Most terms of the Prony series to choose from", 1, 3},
          self.most_terms);
    visit(Option{"relax-criterion", "", "What chooses the number of terms"}, self.criterion);
    visit(Option{"relax-longest", "1", "Longest time constant that is answered, over the hold", 0,
                 10},
          self.longest_share);
    visit(Option{"relax-shortest", "1",
                 "Shortest time constant that is answered, in sampling intervals", 1, 1000},
          self.shortest_steps);
    visit(Option{"relax-ramp-samples", "", "Fit the samples of the ramp too"}, self.ramp_samples);
    visit(Option{"relax-coloured-noise", "",
                 "Let the noise have a slow part, AR(1) beside white, in fit and error"},
          self.coloured_noise);
    visit(Option{"relax-step", "", "Take a hold without a ramp as a step"}, self.allow_step);
  }
};

/// A ramp-and-hold test's force as a Prony series, F(t) = F0 int g(t - s) du(s), u from 0 to 1,
///
///     g(t) = g_inf + sum g_i e^(-t / tau_i),   g_inf + sum g_i = 1,  all g_i > 0
///
/// F0: the force had the ramp been a step (the ramp's part stands in prony_ramp.h). Terms are in
/// the order of tau, shortest first. g_inf is not held above 0: its error tells.
///
/// The number of terms is the one with the smallest n ln(cost / n) + k ln n, k = 2 + 2 terms (BIC,
/// Schwarz1978), cost the squares of the innovations under one noise for all orders (hold_noise.h).
/// A term costs 2 ln n (16 at 3000 samples), so that noise alone wins one seldom, where AICc's 4
/// (Hurvich1989) lets it through in several of a hundred holds and spoils the time constants'
/// intervals.
///
/// What the intervals do not hold: a term that is too weak to be chosen (F0 and the taus then are
/// of the fewer terms), a time constant below a quarter of the ramp (F0 is mostly extrapolation),
/// noise with several slow parts of unlike memory (tests/contact/test_relaxation_fit.cpp has the
/// figures of those that they do). Under a tremor they are wider than need be.
struct RelaxationFit {
  Reason reason = Reason::none;  ///< of the whole: see `fit_relaxation`
  int terms = 0;
  Estimate instantaneous_force_n;  ///< F0
  Estimate long_time_force_n;      ///< F0 g_inf
  Estimate g_inf;
  std::vector<Estimate> g;
  std::vector<Estimate> tau_s;

  Eigen::VectorXd value;       ///< F0 g_inf, F0 g_1, .., ln tau_1, .. (N, ln s): 1 + 2 terms
  Eigen::MatrixXd covariance;  ///< of `value`
  std::array<double, 4> criterion{kNaN, kNaN, kNaN, kNaN};  ///< by terms; smallest chosen
  double residual_std_n = kNaN;                             ///< of the force about the fit
  double noise_correlation = 0;  ///< between successive samples of the residuals
  double dof = kNaN;
  std::int64_t n = 0;  ///< samples fitted
  double ramp_start_s = kNaN, ramp_end_s = kNaN;
  std::vector<double> model_n;  ///< the fit at each sample of the recording; NaN where not fitted

  bool ok() const { return reason == Reason::none; }
  /// Whether the criterion would have chosen these terms.
  bool preferred() const;
  /// The model of an even ramp at a time on the recording's axis.
  double at(double time_s) const;
};

/// \param time_s rising, seconds. \param force_n offset removed, pressing positive; of one length.
/// An even ramp from `ramp_start_s` to `ramp_end_s`; all samples from the ramp's end to the last
/// are the hold. About 2 to 5 ms for 3000 samples, in proportion to them; longer holds are best
/// averaged in blocks, to some thousand samples. Reasons: `bad_input` (lengths, order, not finite,
/// negative force), `no_hold` (no ramp before it, or nothing after), `too_few`, `low_signal` (no
/// force out of its noise), `not_converged`. With a whole that is `none`, parts may be refused
/// alone: `outside_field` where a time constant is beyond the hold (that term, g_inf, the long-time
/// force), `sampling_too_slow` where one is below the sampling (that term, every g, the
/// instantaneous force), `low_signal` for g_inf where nothing relaxes (terms 0: both forces are the
/// mean).
RelaxationFit fit_relaxation(std::span<const double> time_s, std::span<const double> force_n,
                             double ramp_start_s, double ramp_end_s,
                             const RelaxationOptions& options = {});

/// The same with what drove the force measured at the same times (the depth under a flat punch,
/// depth^(3/2) under a sphere; any unit): 0 at `ramp_start_s`, straight from there to the first
/// sample after it and between samples, convolved exactly; samples before do not count. F0 belongs
/// to its mean over the hold. `model_n` is the fit; `at` draws an even ramp. Noise of the drive is
/// taken for drive: of a ramp that is even but noisy give the even one.
RelaxationFit fit_relaxation(std::span<const double> time_s, std::span<const double> force_n,
                             std::span<const double> drive, double ramp_start_s, double ramp_end_s,
                             const RelaxationOptions& options = {});

}  // namespace stiff
