#include "stiff/contact/contact_point.h"

#include "stiff/contact/loading_step.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <Eigen/Cholesky>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>

namespace stiff {
namespace {

using Eigen::Index;
using Series = std::span<const double>;

constexpr std::size_t kFewest = 32;

constexpr std::array<Choice<ContactRule>, 6> kRules{
    {{ContactRule::joint_fit, "joint_fit"},
     {ContactRule::baseline_deviation, "baseline_deviation"},
     {ContactRule::constant_line, "constant_line"},
     {ContactRule::constant_polynomial, "constant_polynomial"},
     {ContactRule::frechet, "frechet"},
     {ContactRule::gradient, "gradient"}}};

Estimate at_sample(Series depth, std::size_t i) {
  return make_estimate(depth[i], kNaN, kNaN, static_cast<std::int64_t>(depth.size()));
}

Estimate baseline_deviation(Series force, Series depth) {
  const std::size_t first = force.size() / 10;
  double mean = 0, largest = 0;
  for (std::size_t i = 0; i < first; ++i) mean += force[i] / static_cast<double>(first);
  for (std::size_t i = 0; i < first; ++i) largest = std::max(largest, std::abs(force[i] - mean));
  for (std::size_t i = first; i < force.size(); ++i) {
    if (force[i] - mean > 2 * largest) return at_sample(depth, i);
  }
  return no_estimate(Reason::no_contact);
}

// Both axes from 0 to 1: the sample furthest below the straight line from corner to corner.
Estimate frechet(Series force, Series depth) {
  const auto [low, high] = std::minmax_element(force.begin(), force.end());
  const auto [near, far] = std::minmax_element(depth.begin(), depth.end());
  if (!(*high > *low && *far > *near)) return no_estimate(Reason::no_contact);
  std::size_t best = 0;
  double furthest = -1;
  for (std::size_t i = 0; i < force.size(); ++i) {
    const double below = (depth[i] - *near) / (*far - *near) - (force[i] - *low) / (*high - *low);
    if (below > furthest) {
      furthest = below;
      best = i;
    }
  }
  return at_sample(depth, best);
}

std::vector<double> smoothed(const std::vector<double>& values, std::size_t width) {
  const std::size_t half = width / 2;
  std::vector<double> sums(values.size() + 1, 0), smooth(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) sums[i + 1] = sums[i] + values[i];
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t low = i > half ? i - half : 0;
    const std::size_t high = std::min(i + half + 1, values.size());
    smooth[i] = (sums[high] - sums[low]) / static_cast<double>(high - low);
  }
  return smooth;
}

// Two moving means, of the force and of its change from sample to sample, each of 1 % of them.
// (Over the depth the slope of noise at rest would be without bound.)
Estimate gradient(Series force, Series depth) {
  const std::size_t width = std::max<std::size_t>(5, force.size() / 100);
  const std::vector<double> f = smoothed({force.begin(), force.end()}, width);
  std::vector<double> slope(force.size(), 0);
  for (std::size_t i = width; i + width < f.size(); ++i) {
    slope[i] = f[i + width] - f[i - width];
  }
  slope = smoothed(slope, width);
  const std::size_t last = f.size() - 2 * width;
  const double largest = *std::max_element(slope.begin(), slope.end());
  if (!(largest > 0)) return no_estimate(Reason::no_contact);
  for (std::size_t i = last; i > width; --i) {
    // Half of the widths that were smoothed over lies before the contact.
    if (slope[i] <= 0.01 * largest) return at_sample(depth, std::min(i + width, depth.size() - 1));
  }
  return no_estimate(Reason::no_contact);
}

Estimate constant_line(Series time, Series force, Series depth) {
  // Any flat end will do: its stiffness is a free factor.
  const Indenter line(ProbeShape::flat, 1e-3, 0.5, kNaN);
  const double deepest = *std::max_element(depth.begin(), depth.end());
  const LoadingFit fit =
      fit_loading(time, force, depth, line, deepest, {.most_terms = 1, .drift = false});
  return fit.contact_depth_m;
}

// d + x^3 / (a x^2 + b x + c), x = depth - contact over the travel, force over its range; a, b, c
// as exponentials, so that they stay positive. Marquardt's descent with differences for slopes.
class Polynomial {
 public:
  using Vector = Eigen::Matrix<double, 5, 1>;  // contact, d, ln a, ln b, ln c
  using Matrix = Eigen::Matrix<double, 5, 5>;

  Polynomial(const ThinnedLoading& data, double low, double travel, double range)
      : data_(data), low_(low), travel_(travel), range_(range) {}

  Estimate fit(double contact_share) {
    Vector p;
    p << contact_share, data_.force_n[0] / range_, std::log(1 - contact_share + 0.01), -2.0, -4.0;
    double damping = 1e-3, cost = squares(p);
    for (int step = 0; step < 200; ++step) {
      linearise(p);
      Matrix damped = normal_;
      damped.diagonal() *= 1 + damping;
      const Vector change = damped.ldlt().solve(pull_);
      const double next = squares(p + change);
      if (next <= cost) {
        const bool last = cost - next < 1e-6 * cost;
        p += change;
        cost = next;
        damping = std::max(damping * 0.2, 1e-10);
        if (last) return answer(p, cost);
      } else if ((damping *= 5) > 1e10) {
        return answer(p, cost);
      }
    }
    return answer(p, cost);
  }

 private:
  double model(const Vector& p, Index i) const {
    const double x = (data_.depth_m[i] - low_) / travel_ - p[0];
    if (!(x > 0)) return p[1];
    return p[1] + x * x * x / (std::exp(p[2]) * x * x + std::exp(p[3]) * x + std::exp(p[4]));
  }
  double off(const Vector& p, Index i) const { return data_.force_n[i] / range_ - model(p, i); }
  double squares(const Vector& p) const {
    double sum = 0;
    for (Index i = 0; i < data_.force_n.size(); ++i) sum += off(p, i) * off(p, i);
    return sum;
  }
  void linearise(const Vector& p) {
    normal_.setZero();
    pull_.setZero();
    for (Index i = 0; i < data_.force_n.size(); ++i) {
      Vector by;
      for (int k = 0; k < 5; ++k) {
        Vector more = p, less = p;
        more[k] += 1e-6;
        less[k] -= 1e-6;
        by[k] = (model(more, i) - model(less, i)) / 2e-6;
      }
      normal_ += by * by.transpose();
      pull_ += by * off(p, i);
    }
    // A parameter at its bound has no slope.
    normal_.diagonal().array() += 1e-12 * normal_.trace();
  }
  Estimate answer(const Vector& p, double cost) {
    linearise(p);
    const double dof = static_cast<double>(data_.force_n.size() - 5);
    if (!p.allFinite() || !std::isfinite(cost)) return no_estimate(Reason::not_converged);
    const Matrix inverse = normal_.ldlt().solve(Matrix::Identity());
    return make_estimate(low_ + p[0] * travel_, travel_ * std::sqrt(cost / dof * inverse(0, 0)), 1,
                         data_.force_n.size(), dof);
  }

  const ThinnedLoading& data_;
  double low_, travel_, range_;
  Matrix normal_;
  Vector pull_;
};

Estimate constant_polynomial(Series time, Series force, Series depth) {
  const auto [near, far] = std::minmax_element(depth.begin(), depth.end());
  const auto [low, high] = std::minmax_element(force.begin(), force.end());
  const Estimate start = frechet(force, depth);
  if (!start.has_value()) return start;
  const ThinnedLoading thinned = thin(time, force, depth, *far);
  Polynomial polynomial(thinned, *near, *far - *near, *high - *low);
  return polynomial.fit((start.value - *near) / (*far - *near));
}

}  // namespace

std::span<const Choice<ContactRule>> choices(ContactRule) {
  return kRules;
}

std::string_view to_string(ContactRule rule) {
  return kRules[static_cast<std::size_t>(rule)].name;
}

Estimate contact_point(ContactRule rule, Series time, Series force, Series depth) {
  if (force.size() != time.size() || depth.size() != time.size()) {
    throw Error(ErrorKind::usage, "time, force and depth of a way in differ in length");
  }
  if (force.size() < kFewest) return no_estimate(Reason::too_few);
  switch (rule) {
    case ContactRule::baseline_deviation:
      return baseline_deviation(force, depth);
    case ContactRule::constant_line:
      return constant_line(time, force, depth);
    case ContactRule::constant_polynomial:
      return constant_polynomial(time, force, depth);
    case ContactRule::frechet:
      return frechet(force, depth);
    case ContactRule::gradient:
      return gradient(force, depth);
    case ContactRule::joint_fit:
      break;
  }
  throw Error(ErrorKind::usage, "the joint fit is no rule by itself: see fit_loading");
}

Estimate contact_point_with_error(ContactRule rule, Series time, Series force, Series depth,
                                  const LoadingFit& joint, const Indenter& indenter, int copies) {
  const Estimate found = contact_point(rule, time, force, depth);
  if (!found.has_value()) return found;
  // The curve once; its copies differ by the noise alone.
  std::vector<double> curve(time.size()), copy(time.size());
  for (std::size_t i = 0; i < time.size(); ++i) {
    curve[i] = loading_force_n(joint, indenter, time[i], depth[i]);
  }
  boost::random::mt19937_64 random(1);
  boost::random::normal_distribution<double> normal;
  double squares = 0;
  int answered = 0;
  for (int k = 0; k < copies; ++k) {
    for (std::size_t i = 0; i < time.size(); ++i) {
      const double noise =
          depth[i] > joint.contact_depth_m.value ? joint.noise_n : joint.air_noise_n;
      copy[i] = curve[i] + noise * normal(random);
    }
    const Estimate one = contact_point(rule, time, copy, depth);
    if (!one.has_value()) continue;
    const double off = one.value - joint.contact_depth_m.value;
    squares += off * off;
    ++answered;
  }
  if (2 * answered < copies) return found;
  return make_estimate(found.value, std::sqrt(squares / answered), 1,
                       static_cast<std::int64_t>(time.size()));
}

}  // namespace stiff
