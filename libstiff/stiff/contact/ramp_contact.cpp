#include "stiff/contact/ramp_contact.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <Eigen/Cholesky>

namespace stiff {
namespace {

constexpr int kGoldenSteps = 36;
constexpr double kReach = 0.25;  // of the depth
constexpr double kFewest = 16;

// What a series is made of, from the fit's own parameters: F0 g_inf, F0 g_1, .., ln tau_1, ...
struct Law {
  double held;
  std::vector<double> g, tau_s;

  explicit Law(const Eigen::VectorXd& value) : held(value[0]) {
    const Eigen::Index terms = (value.size() - 1) / 2;
    for (Eigen::Index i = 0; i < terms; ++i) {
      g.push_back(value[1 + i]);
      tau_s.push_back(std::exp(value[1 + terms + i]));
    }
  }
};

struct Ramp {
  std::span<const double> time_s, force_n;
  const IndentationCycle& cycle;
  Law law;

  double shape(double s) const {
    if (!(s > 0)) return 0;
    double sum = law.held * s;
    for (std::size_t i = 0; i < law.g.size(); ++i) {
      sum -= law.g[i] * law.tau_s[i] * std::expm1(-s / law.tau_s[i]);
    }
    return sum;
  }

  // What offset and height leave at a contact.
  double squares(double contact_m) const {
    const double start_s = cycle.ramp_end_s - (cycle.deepest_m - contact_m) / cycle.speed_m_per_s;
    double x = 0, y = 0, xx = 0, xy = 0, yy = 0;
    const auto n = static_cast<double>(time_s.size());
    const double middle = force_n[force_n.size() / 2];  // sums of small numbers
    for (std::size_t i = 0; i < time_s.size(); ++i) {
      const double one = shape(time_s[i] - start_s), f = force_n[i] - middle;
      x += one;
      y += f;
      xx += one * one;
      xy += one * f;
      yy += f * f;
    }
    const double sxx = xx - x * x / n, sxy = xy - x * y / n;
    return yy - y * y / n - (sxx > 0 ? sxy * sxy / sxx : 0);
  }
};

// Golden section within `reach` of a contact.
double best_contact(const Ramp& ramp, double near_m, double reach) {
  constexpr double kGolden = 0.6180339887498949;
  double a = near_m - reach, b = near_m + reach;
  double c = b - kGolden * (b - a), d = a + kGolden * (b - a);
  double at_c = ramp.squares(c), at_d = ramp.squares(d);
  for (int i = 0; i < kGoldenSteps; ++i) {
    const bool left = at_c <= at_d;
    (left ? b : a) = left ? d : c;
    if (left) {
      d = c;
      at_d = at_c;
      c = b - kGolden * (b - a);
      at_c = ramp.squares(c);
    } else {
      c = d;
      at_c = at_d;
      d = a + kGolden * (b - a);
      at_d = ramp.squares(d);
    }
  }
  return 0.5 * (a + b);
}

RampContact none(Reason reason) {
  return {no_estimate(reason), {}};
}

}  // namespace

RampContact ramp_contact(std::span<const double> time_s, std::span<const double> force_n,
                         const IndentationCycle& cycle, const RelaxationFit& relaxation,
                         double near_m) {
  if (!relaxation.ok() || relaxation.terms < 1 || !relaxation.g_inf.has_value() ||
      !relaxation.value.allFinite() || !relaxation.covariance.allFinite()) {
    return none(Reason::low_signal);
  }
  for (std::size_t i = 0; i < relaxation.g.size(); ++i) {
    if (!relaxation.g[i].has_value() || !relaxation.tau_s[i].has_value()) {
      return none(Reason::low_signal);
    }
  }
  const auto n = static_cast<double>(time_s.size());
  if (!(n >= kFewest)) return none(Reason::too_few);
  const Ramp ramp{time_s, force_n, cycle, Law(relaxation.value)};
  const double reach = kReach * (cycle.deepest_m - near_m);
  const double best = best_contact(ramp, near_m, reach), least = ramp.squares(best);
  if (!(std::abs(best - near_m) < 0.99 * reach)) return none(Reason::not_converged);
  // A parabola over a step that is well beyond a sample's: half a per cent of the depth.
  const double step = 0.005 * (cycle.deepest_m - best);
  const double bend =
      (ramp.squares(best - step) - 2 * least + ramp.squares(best + step)) / (step * step);
  if (!(bend > 0)) return none(Reason::not_converged);
  double variance = 2 * std::max(least, 0.0) / (n - 3) / bend;
  // What each of the series' own independent errors moves.
  const Eigen::LDLT<Eigen::MatrixXd> factors(relaxation.covariance);
  const Eigen::MatrixXd root =
      factors.transpositionsP().transpose() *
      (Eigen::MatrixXd(factors.matrixL()) * factors.vectorD().cwiseMax(0).cwiseSqrt().asDiagonal());
  Eigen::VectorXd with = Eigen::VectorXd::Zero(root.rows());
  for (Eigen::Index k = 0; k < root.cols(); ++k) {
    const Ramp other{time_s, force_n, cycle, Law(relaxation.value + root.col(k))};
    const double moved = best_contact(other, best, reach) - best;
    variance += moved * moved;
    with += moved * root.col(k);
  }
  return {
      make_estimate(best, std::sqrt(variance), 1, static_cast<std::int64_t>(time_s.size()), n - 3),
      with};
}

}  // namespace stiff
