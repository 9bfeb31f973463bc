#include "stiff/comparison/trust_region.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <Eigen/Eigenvalues>

namespace stiff {
namespace {

struct Step {
  Eigen::VectorXd step;
  double promised;  ///< decrease of the quadratic model
  bool newton;      ///< the whole Newton step of a convex model
};

/// The minimum of the quadratic model within the radius.
Step best_step(const QuadraticModel& at, double radius) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(at.hessian);
  const Eigen::VectorXd& lambda = eigen.eigenvalues();
  const Eigen::VectorXd g = eigen.eigenvectors().transpose() * at.gradient;
  const double scale = std::max(lambda.cwiseAbs().maxCoeff(), 1e-300);
  // A direction in which neither slope nor curvature stand out of rounding moves nothing.
  const auto coordinates = [&](double shift) {
    Eigen::VectorXd z(g.size());
    for (Eigen::Index i = 0; i < g.size(); ++i) {
      const double curvature = lambda(i) + shift;
      z(i) = curvature > 1e-13 * scale ? -g(i) / curvature : 0;
    }
    return z;
  };
  Eigen::VectorXd z = coordinates(0);
  const bool convex = lambda(0) > -1e-10 * scale;
  bool newton = convex && z.norm() <= radius;
  if (!newton) {
    double low = std::max(0.0, -lambda(0));
    double high = low + g.norm() / radius + 1e-12 * scale;
    for (int i = 0; i < 200 && high - low > 1e-14 * high; ++i) {
      const double middle = (low + high) / 2;
      (coordinates(middle).norm() > radius ? low : high) = middle;
    }
    z = coordinates(high);
    // The hard case: no slope along the negative curvature; either way down is as good.
    const double left = radius * radius - z.squaredNorm();
    if (!convex && left > 1e-6 * radius * radius)
      z(0) += z(0) < 0 ? -std::sqrt(left) : std::sqrt(left);
  }
  const double promised = -(g.dot(z) + 0.5 * z.dot(lambda.cwiseProduct(z)));
  return {eigen.eigenvectors() * z, promised, newton};
}

}  // namespace

TrustRegionMinimum trust_region_minimum(
    const std::function<double(const Eigen::VectorXd&)>& value,
    const std::function<QuadraticModel(const Eigen::VectorXd&)>& model,
    const Eigen::VectorXd& start, int most_steps) {
  TrustRegionMinimum out{start, model(start)};
  if (start.size() == 0) {
    out.converged = true;
    return out;
  }
  double radius = std::max(0.5, 0.5 * start.norm());
  for (; out.steps < most_steps; ++out.steps) {
    const double rounding = 1e-15 * (1 + std::abs(out.at.value));
    const Step step = best_step(out.at, radius);
    if (!(step.promised <= 0) && !(step.promised > 0)) return out;  // not a number
    const bool last = step.promised < rounding && (step.newton || radius > 1e-3);
    const Eigen::VectorXd next = out.point + step.step;
    if (last) {
      out.point = next;
      out.at = model(next);
      out.converged = true;
      return out;
    }
    const double there = value(next);
    const double gained = out.at.value - there;
    // Near the minimum a difference of values is rounding: the model is trusted there.
    const bool good = gained >= 0.1 * step.promised || step.promised < 1e4 * rounding;
    if (!good) {
      radius = 0.25 * step.step.norm();
      if (!(radius > 1e-14 * (1 + out.point.norm()))) return out;
      continue;
    }
    if (gained > 0.75 * step.promised && !step.newton) radius *= 2;
    if (gained < 0.25 * step.promised) radius = std::max(0.5 * step.step.norm(), 1e-12);
    out.point = next;
    out.at = model(next);
  }
  return out;
}

}  // namespace stiff
