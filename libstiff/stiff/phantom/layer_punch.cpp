#include "stiff/phantom/layer_punch.h"

#include "stiff/core/error.h"

#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include <Eigen/LU>
#include <boost/math/interpolators/barycentric_rational.hpp>
#include <boost/math/quadrature/gauss.hpp>

namespace stiff {
namespace {

constexpr int kNodes = 20;  // of x in [0, 1]; phi is smooth
constexpr int kPanels = 12;
constexpr double kLastWave = 24;  // 1 - M falls as l^2 e^(-2 l)

struct Rule {
  std::vector<double> at, weight;
};

// A Gauss-Legendre rule on [from, to], both halves of Boost's symmetric one.
template <int n>
Rule rule(double from, double to) {
  using Gauss = boost::math::quadrature::gauss<double, n>;
  Rule all;
  const double middle = 0.5 * (from + to), half = 0.5 * (to - from);
  for (std::size_t i = 0; i < Gauss::abscissa().size(); ++i) {
    const double x = Gauss::abscissa()[i];
    for (const double side : {-1.0, 1.0}) {
      all.at.push_back(middle + side * half * x);
      all.weight.push_back(half * Gauss::weights()[i]);
    }
  }
  return all;
}

// 1 - M(l), written without the large exponentials.
double kernel_of_wave(double l, double nu) {
  const double k = 3 - 4 * nu, e = std::exp(-2 * l);
  // Times 4 e^(-2 l): sinh cosh -> 1 - e^2, sinh^2 -> (1 - e)^2.
  const double top = k * (1 - e * e) - 4 * l * e;
  const double bottom = 4 * e * (l * l + 4 * (1 - nu) * (1 - nu)) + k * (1 - e) * (1 - e);
  return 1 - top / bottom;
}

struct Solution {
  double flat, sphere;          // int phi of the right sides 1 and t^2
  double flat_rim, sphere_rim;  // phi(1)
};

// phi(t) = f(t) + int K(t, x) phi(x) dx at the nodes, then at t = 1 by the equation itself.
Solution solve(double a_over_h, double nu) {
  if (!(a_over_h > 0)) return {1, 1.0 / 3, 1, 1};
  const Rule x = rule<kNodes>(0, 1);
  Rule wave;
  for (int panel = 0; panel < kPanels; ++panel) {
    const Rule part = rule<20>(kLastWave * panel / kPanels, kLastWave * (panel + 1) / kPanels);
    wave.at.insert(wave.at.end(), part.at.begin(), part.at.end());
    wave.weight.insert(wave.weight.end(), part.weight.begin(), part.weight.end());
  }
  // cos(l a t / h) at each wave and node, the rim last.
  const auto waves = static_cast<Eigen::Index>(wave.at.size());
  Eigen::MatrixXd cosine(waves, kNodes + 1);
  Eigen::VectorXd strength(waves);
  for (Eigen::Index i = 0; i < waves; ++i) {
    const auto at = static_cast<std::size_t>(i);
    strength[i] =
        a_over_h * 2 / std::numbers::pi * wave.weight[at] * kernel_of_wave(wave.at[at], nu);
    for (Eigen::Index j = 0; j <= kNodes; ++j) {
      const double t = j < kNodes ? x.at[static_cast<std::size_t>(j)] : 1.0;
      cosine(i, j) = std::cos(wave.at[at] * a_over_h * t);
    }
  }
  Eigen::MatrixXd kernel = cosine.transpose() * strength.asDiagonal() * cosine;
  Eigen::VectorXd weight(kNodes);
  Eigen::MatrixXd right(kNodes, 2);
  for (Eigen::Index j = 0; j < kNodes; ++j) {
    const double t = x.at[static_cast<std::size_t>(j)];
    weight[j] = x.weight[static_cast<std::size_t>(j)];
    right(j, 0) = 1;
    right(j, 1) = t * t;
  }
  const Eigen::MatrixXd weighted = kernel.topLeftCorner(kNodes, kNodes) * weight.asDiagonal();
  const Eigen::MatrixXd phi =
      (Eigen::MatrixXd::Identity(kNodes, kNodes) - weighted).partialPivLu().solve(right);
  const Eigen::RowVectorXd rim = kernel.row(kNodes).head(kNodes) * weight.asDiagonal() * phi;
  const Eigen::RowVectorXd whole = weight.transpose() * phi;
  return {whole[0], whole[1], 1 + rim[0], 1 + rim[1]};
}

void check(bool ok, const char* what) {
  if (!ok) throw Error(ErrorKind::usage, what);
}

}  // namespace

// ln of the force over Hertz's, by sqrt(R w).
struct LayerPunch::Table {
  double radius_m, per_strain;
  boost::math::barycentric_rational<double> log_ratio;
};

LayerPunch::LayerPunch(bool sphere, double radius_m, double poisson_ratio, double thickness_m,
                       double deepest_m) {
  check(radius_m > 0 && std::isfinite(radius_m), "a punch needs a positive radius");
  check(poisson_ratio >= 0 && poisson_ratio <= 0.5, "Poisson's ratio lies between 0 and 0.5");
  check(std::isnan(thickness_m) || thickness_m > 0, "a layer needs a positive thickness");
  const double plane = 1 - poisson_ratio * poisson_ratio;
  const auto over_h = [&](double a) { return std::isnan(thickness_m) ? 0.0 : a / thickness_m; };
  if (!sphere) {
    flat_m_ = 2 * radius_m / plane * solve(over_h(radius_m), poisson_ratio).flat;
    return;
  }
  check(deepest_m > 0 && deepest_m < radius_m, "a sphere goes in by less than its radius");
  check(std::isnan(thickness_m) || deepest_m < thickness_m, "the sphere goes through the layer");
  // A layer needs a larger contact than a half space for the same depth: a^2 up to 2 R w.
  const double largest = 1.5 * std::sqrt(radius_m * deepest_m);
  constexpr int kContacts = 40;
  std::vector<double> root, log_ratio;
  for (int i = 0; i <= kContacts; ++i) {
    const double a = std::max(largest * i / kContacts, 1e-6 * largest);
    const Solution s = solve(over_h(a), poisson_ratio);
    const double depth = a * a / radius_m * s.sphere_rim / s.flat_rim;
    const double force = 2 * a / plane * (depth * s.flat - a * a / radius_m * s.sphere);
    root.push_back(std::sqrt(radius_m * depth));
    log_ratio.push_back(
        std::log(force / (4 / (3 * plane) * std::sqrt(radius_m) * std::pow(depth, 1.5))));
  }
  table_ = std::make_unique<Table>(
      Table{radius_m, 4 / (3 * plane),
            boost::math::barycentric_rational<double>(std::move(root), std::move(log_ratio), 5)});
}

LayerPunch::~LayerPunch() = default;
LayerPunch::LayerPunch(LayerPunch&&) noexcept = default;
LayerPunch& LayerPunch::operator=(LayerPunch&&) noexcept = default;

double LayerPunch::force_over_modulus_m2(double depth_m) const {
  if (!(depth_m > 0)) return 0;
  if (!table_) return flat_m_ * depth_m;
  const double root = std::sqrt(table_->radius_m * depth_m);
  return table_->per_strain * root * depth_m * std::exp(table_->log_ratio(root));
}

}  // namespace stiff
