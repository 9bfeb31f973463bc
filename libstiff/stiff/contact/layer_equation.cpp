#include "stiff/contact/layer_equation.h"

#include <cmath>
#include <numbers>
#include <vector>

#include <Eigen/Core>
#include <Eigen/LU>
#include <boost/math/special_functions/legendre.hpp>

namespace stiff {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

struct Rule {
  Vector x, weight;
};

// Gauss-Legendre on [0, length].
Rule gauss_legendre(int n, double length) {
  Rule rule{Vector(n), Vector(n)};
  const std::vector<double> zeros = boost::math::legendre_p_zeros<double>(n);  // of x >= 0, n even
  for (int i = 0; i < n / 2; ++i) {
    const double x = zeros[static_cast<std::size_t>(i)];
    const double slope = boost::math::legendre_p_prime(n, x);
    const double weight = 2 / ((1 - x * x) * slope * slope);
    rule.x[n / 2 + i] = 0.5 * length * (1 + x);
    rule.x[n / 2 - 1 - i] = 0.5 * length * (1 - x);
    rule.weight[n / 2 + i] = rule.weight[n / 2 - 1 - i] = 0.5 * length * weight;
  }
  return rule;
}

struct Rules {
  Rule contact, waves;
};

// 1 - M falls as l^2 e^(-2 l): below 1e-14 of its integral beyond 20. phi steepens towards the rim
// as a / h grows, and the cosines turn a / h times l / pi times. Against rules twice as large:
// 1e-9 up to a / h of 4 with the small ones, up to 8 with the large ones.
const Rules& rules_for(double radius_over_thickness) {
  static const Rules small{gauss_legendre(16, 1), gauss_legendre(48, 20)};
  static const Rules large{gauss_legendre(32, 1), gauss_legendre(128, 20)};
  return radius_over_thickness <= 4 ? small : large;
}

// 1 - M, numerator and denominator times e^(-2 l) so that neither overflows.
double lacking(double l, double nu) {
  const double e = std::exp(-2 * l), k = 3 - 4 * nu;
  const double sinh_cosh = (1 - e * e) / 4, sinh2 = (1 - e) * (1 - e) / 4;
  return 1 - (k * sinh_cosh - l * e) / ((l * l + 4 * (1 - nu) * (1 - nu)) * e + k * sinh2);
}

// The kernel is a sum over l of products of cosines: no integral for each pair of points.
struct Equation {
  const Rules& rules;
  double ratio;
  Vector share;  // of each l: (a/h) (2/pi) (1 - M) and its weight
  Matrix cosines;
  Eigen::PartialPivLU<Matrix> factors;

  Equation(double ratio_, double nu) : rules(rules_for(ratio_)), ratio(ratio_) {
    const Vector& l = rules.waves.x;
    share.resize(l.size());
    for (Eigen::Index i = 0; i < l.size(); ++i) {
      share[i] = ratio * 2 / std::numbers::pi * rules.waves.weight[i] * lacking(l[i], nu);
    }
    cosines = (ratio * rules.contact.x * l.transpose()).array().cos();
    const Matrix kernel = cosines * share.asDiagonal() * cosines.transpose();
    factors.compute(Matrix::Identity(kernel.rows(), kernel.cols()) -
                    kernel * rules.contact.weight.asDiagonal());
  }

  // The solution at the rim, t = 1, from that at the points: the equation itself interpolates.
  double rim(const Vector& solution, double right_side) const {
    const Vector at_rim = (ratio * rules.waves.x).array().cos();
    const Vector by_l = cosines.transpose() * rules.contact.weight.cwiseProduct(solution);
    return right_side + at_rim.cwiseProduct(share).dot(by_l);
  }
};

}  // namespace

double layer_punch_factor(double radius_over_thickness, double poisson_ratio) {
  const Equation equation(radius_over_thickness, poisson_ratio);
  const Vector& weight = equation.rules.contact.weight;
  return weight.dot(Vector(equation.factors.solve(Vector::Ones(weight.size()))));
}

LayerSphere layer_sphere(double radius_over_thickness, double poisson_ratio) {
  const Equation equation(radius_over_thickness, poisson_ratio);
  const Rule& rule = equation.rules.contact;
  const Vector flat = equation.factors.solve(Vector::Ones(rule.x.size()));
  const Vector bowl = equation.factors.solve(rule.x.cwiseAbs2());
  // w = (a^2 / R) depth; Hertz: depth 1 and a force of 2/3 in these units.
  const double depth = equation.rim(bowl, 1) / equation.rim(flat, 1);
  const double force = rule.weight.dot(depth * flat - bowl);
  return {radius_over_thickness * std::sqrt(depth), 1.5 * force / (depth * std::sqrt(depth))};
}

}  // namespace stiff
