#include "stiff/contact/relaxation_start.h"

#include "stiff/contact/gram_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include <Eigen/Cholesky>

namespace stiff {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;
constexpr int kTaus = 16;
constexpr int kNoiseTurns = 2;
constexpr double kLittleMemory = 1.2;

// Columns of the grid's products: the taus, the constant, the force.
constexpr int kConstant = kTaus;
constexpr int kForce = kTaus + 1;

GramFit fit_of(const Matrix& gram, std::vector<int> columns) {
  columns.push_back(kForce);
  return gram_fit(gram(columns, columns));
}

// The columns that a non-negative fit of all uses, the constant always; Lawson and Hanson's.
std::vector<int> non_negative_columns(const Matrix& all) {
  std::vector<int> used{kConstant};
  GramFit fit = fit_of(all, used);
  for (int turn = 0; fit.ok && turn < 3 * kTaus; ++turn) {
    Vector slope = all.col(kForce).head(kTaus);
    for (std::size_t i = 0; i < used.size(); ++i) {
      slope -= fit.value[static_cast<Eigen::Index>(i)] * all.col(used[i]).head(kTaus);
    }
    slope = slope.cwiseQuotient(all.diagonal().head(kTaus).cwiseSqrt());
    for (const int column : used) {
      if (column != kConstant) slope[column] = 0;
    }
    Eigen::Index steepest = 0;
    // What a column would take off: its slope squared; below a part in 1e10 of the whole, none.
    if (!(slope.maxCoeff(&steepest) > 1e-5 * std::sqrt(std::max(fit.cost, 0.0)))) break;
    std::vector<int> next = used;
    next.push_back(static_cast<int>(steepest));
    GramFit tried = fit_of(all, next);
    // Those that turn negative leave, the most negative first; the new one may be among them.
    while (tried.ok) {
      int worst = -1;
      double lowest = 0;
      for (std::size_t i = 1; i < next.size(); ++i) {
        const double v = tried.value[static_cast<Eigen::Index>(i)];
        if (v < lowest) {
          lowest = v;
          worst = static_cast<int>(i);
        }
      }
      if (worst < 0) break;
      next.erase(next.begin() + worst);
      tried = fit_of(all, next);
    }
    if (!tried.ok || !(tried.cost < fit.cost)) break;
    used = next;
    fit = tried;
  }
  return used;
}

Matrix products(const Matrix& columns, const HoldNoise& noise) {
  if (noise.white()) return column_products(columns);
  Matrix whitened = columns;
  NoiseWhitener(noise, columns.rows()).apply(whitened);
  return column_products(whitened);
}

// The best choice of so many of the taus.
template <int kTerms>
std::vector<int> best_choice(const Matrix& all) {
  std::array<int, kTerms + 1> choice;  // the constant last
  std::iota(choice.begin(), choice.end(), 0);
  choice[kTerms] = kConstant;
  std::vector<int> best;
  double most = -std::numeric_limits<double>::infinity();
  for (;;) {
    Eigen::Matrix<double, kTerms + 1, kTerms + 1> h;
    Eigen::Matrix<double, kTerms + 1, 1> g;
    for (int i = 0; i <= kTerms; ++i) {
      const int column = choice[static_cast<std::size_t>(i)];
      for (int j = 0; j <= kTerms; ++j) h(i, j) = all(column, choice[static_cast<std::size_t>(j)]);
      g[i] = all(column, kForce);
    }
    const Eigen::Matrix<double, kTerms + 1, 1> value = h.llt().solve(g);
    const double taken = value.dot(g);
    if (value.allFinite() && value.template head<kTerms>().minCoeff() > 0 && taken > most) {
      most = taken;
      best.assign(choice.begin(), choice.end() - 1);
    }
    int i = kTerms - 1;
    while (i >= 0 && choice[static_cast<std::size_t>(i)] == kTaus - kTerms + i) --i;
    if (i < 0) return best;
    ++choice[static_cast<std::size_t>(i)];
    for (int j = i + 1; j < kTerms; ++j) {
      choice[static_cast<std::size_t>(j)] = choice[static_cast<std::size_t>(j - 1)] + 1;
    }
  }
}

}  // namespace

RelaxationStart relaxation_start(const PronyRamp& ramp, const Vector& force_n, double shortest_s,
                                 double longest_s, int most_terms, bool coloured) {
  const auto tau = [&](int i) {
    return shortest_s * std::pow(longest_s / shortest_s, static_cast<double>(i) / (kTaus - 1));
  };
  Matrix columns(ramp.samples(), kTaus + 2);
  Vector slope(ramp.samples());
  for (int i = 0; i < kTaus; ++i) ramp.decay(tau(i), columns.col(i), slope);
  columns.col(kConstant) = ramp.constant();
  columns.col(kForce) = force_n;
  Matrix all = products(columns, {});
  RelaxationStart start;
  for (int turn = 0; turn < kNoiseTurns && coloured; ++turn) {
    const std::vector<int> used = non_negative_columns(all);
    const GramFit fit = fit_of(all, used);
    if (!fit.ok) break;
    const Vector residual = force_n - columns(Eigen::all, used) * fit.value;
    start.noise = likely_hold_noise(residual, force_n.squaredNorm());
    // Little memory: the columns in use were chosen rightly without it.
    if (start.noise.mean_inflation() < kLittleMemory) break;
    all = products(columns, start.noise);
  }
  for (int terms = 1; terms <= most_terms; ++terms) {
    auto& taus = start.tau_s[static_cast<std::size_t>(terms - 1)];
    const std::vector<int> best = terms == 1   ? best_choice<1>(all)
                                  : terms == 2 ? best_choice<2>(all)
                                               : best_choice<3>(all);
    for (const int i : best) taus.push_back(tau(i));
  }
  return start;
}

}  // namespace stiff
