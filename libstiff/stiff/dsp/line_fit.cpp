#include "stiff/dsp/line_fit.h"

#include "stiff/core/error.h"
#include "stiff/dsp/robust_scale.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>

namespace stiff {
namespace {

struct Points {
  std::vector<double> x, y, w;
  std::vector<std::size_t> source;
};

Points usable(std::span<const double> x, std::span<const double> y,
              std::span<const double> weights) {
  if (x.size() != y.size() || (!weights.empty() && weights.size() != x.size())) {
    throw Error(ErrorKind::usage, "a line fit was given arrays of different sizes");
  }
  Points points;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double w = weights.empty() ? 1.0 : weights[i];
    if (std::isfinite(x[i]) && std::isfinite(y[i]) && std::isfinite(w) && w > 0) {
      points.x.push_back(x[i]);
      points.y.push_back(y[i]);
      points.w.push_back(w);
      points.source.push_back(i);
    }
  }
  return points;
}

struct Moments {
  double weight = 0, x_mean = 0, y_mean = 0, xx = 0, xy = 0;
};

Moments moments(const Points& p, std::span<const double> factor) {
  Moments m;
  const auto weight = [&](std::size_t i) { return factor.empty() ? p.w[i] : p.w[i] * factor[i]; };
  for (std::size_t i = 0; i < p.x.size(); ++i) {
    m.weight += weight(i);
    m.x_mean += weight(i) * p.x[i];
    m.y_mean += weight(i) * p.y[i];
  }
  if (!(m.weight > 0)) {
    return m;
  }
  m.x_mean /= m.weight;
  m.y_mean /= m.weight;
  for (std::size_t i = 0; i < p.x.size(); ++i) {
    const double dx = p.x[i] - m.x_mean;
    m.xx += weight(i) * dx * dx;
    m.xy += weight(i) * dx * (p.y[i] - m.y_mean);
  }
  return m;
}

// Variances of a line whose residuals have variance `variance` at weight 1.
void set_variances(LineFit& fit, const Moments& m, double variance) {
  fit.slope_variance = variance / m.xx;
  fit.intercept_variance = variance / m.weight + fit.slope_variance * m.x_mean * m.x_mean;
  fit.covariance = -fit.slope_variance * m.x_mean;
}

LineFit weighted_fit(const Points& p, std::span<const double> factor = {}) {
  LineFit fit;
  const Moments m = moments(p, factor);
  fit.used = static_cast<Index>(p.x.size());
  if (p.x.size() < 2 || !(m.xx > 0)) {
    return fit;
  }
  fit.slope = m.xy / m.xx;
  fit.intercept = m.y_mean - fit.slope * m.x_mean;
  if (p.x.size() > 2) {
    double squares = 0, plain = 0;
    for (std::size_t i = 0; i < p.x.size(); ++i) {
      const double r = p.y[i] - fit.at(p.x[i]);
      squares += p.w[i] * (factor.empty() ? 1.0 : factor[i]) * r * r;
      plain += r * r;
    }
    const auto dof = static_cast<double>(p.x.size() - 2);
    fit.residual_std = std::sqrt(plain / dof);
    set_variances(fit, m, squares / dof);
  }
  return fit;
}

std::vector<double> residuals(const Points& p, const LineFit& fit) {
  std::vector<double> r(p.x.size());
  for (std::size_t i = 0; i < r.size(); ++i) {
    r[i] = p.y[i] - fit.at(p.x[i]);
  }
  return r;
}

}  // namespace

double LineFit::slope_std_error() const {
  return std::sqrt(slope_variance);
}

LineFit least_squares_line(std::span<const double> x, std::span<const double> y,
                           std::span<const double> weights) {
  return weighted_fit(usable(x, y, weights));
}

LineFit theil_sen_line(std::span<const double> x, std::span<const double> y) {
  const Points p = usable(x, y, {});
  std::vector<double> slopes;
  slopes.reserve(p.x.size() * (p.x.size() + 1) / 2);
  for (std::size_t i = 0; i < p.x.size(); ++i) {
    for (std::size_t j = i + 1; j < p.x.size(); ++j) {
      if (p.x[j] != p.x[i]) {
        slopes.push_back((p.y[j] - p.y[i]) / (p.x[j] - p.x[i]));
      }
    }
  }
  LineFit fit;
  fit.used = static_cast<Index>(p.x.size());
  fit.slope = median(std::move(slopes));
  if (!fit.ok()) {
    return fit;
  }
  fit.intercept = 0;
  fit.intercept = median(residuals(p, fit));
  if (p.x.size() > 2) {
    // MAD is blind to the two parameters fitted.
    const auto n = static_cast<double>(p.x.size());
    fit.residual_std = mad_std(residuals(p, fit)) * std::sqrt(n / (n - 2));
    set_variances(fit, moments(p, {}), std::numbers::pi / 3 * fit.residual_std * fit.residual_std);
  }
  return fit;
}

RansacLine ransac_line(std::span<const double> x, std::span<const double> y,
                       std::span<const double> weights, const RansacOptions& options) {
  const Points p = usable(x, y, weights);
  RansacLine result;
  result.inlier.assign(x.size(), 0);
  result.fit.used = static_cast<Index>(p.x.size());
  if (p.x.size() < 3) {
    return result;
  }
  double distance = options.inlier_distance;
  if (!(distance > 0)) {
    distance = 2.5 * theil_sen_line(p.x, p.y).residual_std;
  }
  const double limit = distance * distance;
  boost::random::mt19937 engine(options.seed);
  const boost::random::uniform_int_distribution<std::size_t> draw(0, p.x.size() - 1);
  LineFit best;
  double best_cost = std::numeric_limits<double>::infinity();
  for (int iteration = 0; iteration < options.iterations; ++iteration) {
    const std::size_t i = draw(engine), j = draw(engine);
    if (p.x[i] == p.x[j]) {
      continue;
    }
    LineFit line;
    line.slope = (p.y[j] - p.y[i]) / (p.x[j] - p.x[i]);
    line.intercept = p.y[i] - line.slope * p.x[i];
    double cost = 0;
    for (std::size_t k = 0; k < p.x.size(); ++k) {
      const double r = p.y[k] - line.at(p.x[k]);
      cost += p.w[k] * std::min(r * r, limit);
    }
    if (cost < best_cost) {
      best_cost = cost;
      best = line;
    }
  }
  if (!best.ok()) {
    return result;
  }
  // The consensus of the refined line in place of that of two noisy points; it settles in a few
  // turns.
  std::vector<double> inlier_weight(p.x.size());
  for (int turn = 0; turn < 10; ++turn) {
    std::vector<double> next(p.x.size(), 0.0);
    for (std::size_t k = 0; k < p.x.size(); ++k) {
      next[k] = std::abs(p.y[k] - best.at(p.x[k])) <= distance ? p.w[k] : 0.0;
    }
    if (next == inlier_weight) {
      break;
    }
    const LineFit refined = least_squares_line(p.x, p.y, next);
    if (!refined.ok()) {
      break;
    }
    inlier_weight = std::move(next);
    best = refined;
  }
  result.fit = best;
  for (std::size_t k = 0; k < p.x.size(); ++k) {
    result.inlier[p.source[k]] = inlier_weight[k] > 0 ? 1 : 0;
  }
  return result;
}

LineFit robust_line(std::span<const double> x, std::span<const double> y,
                    std::span<const double> weights, RobustLoss loss) {
  const Points p = usable(x, y, weights);
  if (p.x.size() < 3) {
    return weighted_fit(p);
  }
  const auto n = static_cast<double>(p.x.size());
  LineFit fit = theil_sen_line(p.x, p.y);
  if (!fit.ok()) {
    return fit;
  }
  const double mean_weight = std::accumulate(p.w.begin(), p.w.end(), 0.0) / n;
  // Residuals in units of their own standard deviation, up to one scale.
  const auto standard = [&](const LineFit& line) {
    std::vector<double> r = residuals(p, line);
    for (std::size_t i = 0; i < r.size(); ++i) {
      r[i] *= std::sqrt(p.w[i] / mean_weight);
    }
    return r;
  };
  const auto factor = [&](double u, bool huber) {
    if (huber) {
      return std::abs(u) <= 1.345 ? 1.0 : 1.345 / std::abs(u);
    }
    const double v = u / 4.685;
    return std::abs(v) < 1 ? (1 - v * v) * (1 - v * v) : 0.0;
  };
  double scale = 0;
  for (int turn = 0; turn < 50; ++turn) {
    const bool huber = loss == RobustLoss::huber || turn < 5;
    const std::vector<double> r = standard(fit);
    scale = mad_std(r) * std::sqrt(n / (n - 2));
    if (!(scale > 0)) {
      break;  // half of the points lie on the line
    }
    std::vector<double> factors(r.size());
    for (std::size_t i = 0; i < r.size(); ++i) {
      factors[i] = factor(r[i] / scale, huber);
    }
    const LineFit next = weighted_fit(p, factors);
    if (!next.ok()) {
      break;
    }
    const double change = std::abs(next.slope - fit.slope);
    fit = next;
    if (turn > 5 && change <= 1e-12 * std::abs(fit.slope)) {
      break;
    }
  }
  // Sandwich: sigma^2 E[psi^2] / E[psi']^2 over the weighted moments of x.
  double psi_squares = 0, psi_slope = 0;
  const std::vector<double> r = standard(fit);
  for (const double value : r) {
    const double u = scale > 0 ? value / scale : 0.0;
    const bool huber = loss == RobustLoss::huber;
    const double psi = u * factor(u, huber);
    psi_squares += psi * psi;
    const double v = u / 4.685;
    psi_slope += huber ? (std::abs(u) <= 1.345 ? 1.0 : 0.0)
                       : (std::abs(v) < 1 ? (1 - v * v) * (1 - 5 * v * v) : 0.0);
  }
  fit.used = static_cast<Index>(p.x.size());
  fit.residual_std = scale;
  if (psi_slope > 0) {
    const double inflation = (psi_squares / (n - 2)) / ((psi_slope / n) * (psi_slope / n));
    set_variances(fit, moments(p, {}), scale * scale * inflation * mean_weight);
  }
  return fit;
}

}  // namespace stiff
