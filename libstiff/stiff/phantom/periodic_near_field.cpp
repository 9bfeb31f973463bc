#include "stiff/phantom/periodic_near_field.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace stiff {

namespace {

constexpr double kPi = std::numbers::pi;

/// The dipole field of a Gaussian unit force in free space: d^2 chi/dz^2, laplace(chi) = -Gaussian.
double free_field(double x, double z, double width, int dimensions) {
  const double r = std::hypot(x, z);
  const double s = r / width;
  const double gaussian = std::exp(-s * s / 2) / std::pow(width * std::sqrt(2 * kPi), dimensions);
  if (s < 1e-4) return -gaussian / dimensions;
  const double bell = std::exp(-s * s / 2);
  const double inside = dimensions == 2
                            ? -std::expm1(-s * s / 2)
                            : std::erf(s / std::numbers::sqrt2) - std::sqrt(2 / kPi) * s * bell;
  const double slope = -inside / (dimensions == 2 ? 2 * kPi * r : 4 * kPi * r * r);
  const double curvature = -gaussian - (dimensions - 1) * slope / r;
  return slope / r + (z * z) / (r * r) * (curvature - slope / r);
}

/// The same of the periodic copies and the source itself: a cosine sum over the wavenumbers.
class PeriodicField {
 public:
  PeriodicField(const PeriodicBox& box, double width) {
    x_step_ = 2 * kPi / box.lateral_m;
    z_step_ = 2 * kPi / box.axial_m;
    const double y_step = box.elevational_m > 0 ? 2 * kPi / box.elevational_m : 0;
    const auto count = [&](double step) {
      return step > 0 ? static_cast<Index>(std::ceil(6.5 / (width * step))) : Index{0};
    };
    const Index ny = count(y_step);
    const double volume = box.lateral_m * box.axial_m * (y_step > 0 ? box.elevational_m : 1);
    weight_ = Eigen::MatrixXd::Zero(count(z_step_) + 1, count(x_step_) + 1);
    for (Index l = 0; l < weight_.rows(); ++l) {
      for (Index n = 0; n < weight_.cols(); ++n) {
        double sum = 0;
        for (Index m = 0; m <= ny; ++m) {
          const double kx = x_step_ * static_cast<double>(n), ky = y_step * static_cast<double>(m);
          const double kz = z_step_ * static_cast<double>(l);
          const double k2 = kx * kx + ky * ky + kz * kz;
          // At k = 0 the wave counts 0 = 1 - 1.
          const double share = k2 > 0 ? kz * kz / k2 : 1;
          sum -= (m == 0 ? 1 : 2) * share * std::exp(-k2 * width * width / 2);
        }
        weight_(l, n) = (l == 0 ? 1 : 2) * (n == 0 ? 1 : 2) * sum / volume;
      }
    }
  }

  /// Over all pairs of the coordinates, relative to the source.
  Eigen::MatrixXd operator()(const Eigen::ArrayXd& x, const Eigen::ArrayXd& z) const {
    return cosines(z, z_step_, weight_.rows()) * weight_ *
           cosines(x, x_step_, weight_.cols()).transpose();
  }

 private:
  static Eigen::MatrixXd cosines(const Eigen::ArrayXd& place, double step, Index count) {
    Eigen::MatrixXd result(place.size(), count);
    for (Index n = 0; n < count; ++n) {
      result.col(n) = (place * (step * static_cast<double>(n))).cos().matrix();
    }
    return result;
  }

  double x_step_ = 0, z_step_ = 0;
  Eigen::MatrixXd weight_;
};

Eigen::ArrayXd places(const Axis& axis, double centre) {
  Eigen::ArrayXd result(axis.size);
  for (Index i = 0; i < axis.size; ++i) result[i] = axis[i] - centre;
  return result;
}

}  // namespace

Picture<double> near_field_of_copies(const PeriodicBox& box, const GaussianPush& push,
                                     const Axis& axial_m, const Axis& lateral_m) {
  Picture<double> result = Picture<double>::Zero(axial_m.size, lateral_m.size);
  if (box.axial_m == 0) return result;
  const int dimensions = box.elevational_m > 0 ? 3 : 2;
  // Narrow against the copies' distance (nothing but their dipole is left there, to exp(-18)), wide
  // against the sum's wavenumbers.
  double width = std::min(box.lateral_m, box.axial_m) / 12;
  if (dimensions == 3) width = std::min(width, box.elevational_m / 12);
  const PeriodicField periodic(box, width);
  const double variance =
      push.axial_sigma_m * push.axial_sigma_m - push.lateral_sigma_m * push.lateral_sigma_m;
  const double node_m = std::sqrt(3 * std::abs(variance));
  const double side = variance < 0 ? -1.0 / 6 : 1.0 / 6;
  const Eigen::ArrayXd x = places(lateral_m, push.lateral_m), z = places(axial_m, push.axial_m);
  for (const auto& [shift, weight] :
       {std::pair{0.0, 1 - 2 * side}, std::pair{node_m, side}, std::pair{-node_m, side}}) {
    const Eigen::MatrixXd all = periodic(x, z + shift);
    for (Index i = 0; i < axial_m.size; ++i) {
      for (Index j = 0; j < lateral_m.size; ++j) {
        result(i, j) += weight * (all(i, j) - free_field(x[j], z[i] + shift, width, dimensions));
      }
    }
  }
  return result;
}

double force_over_density(const GaussianPush& push, double density_kg_per_m3) {
  const double root = std::sqrt(2 * kPi);
  double volume = root * push.lateral_sigma_m;
  if (!std::isinf(push.elevational_sigma_m)) volume *= root * push.elevational_sigma_m;
  if (!std::isinf(push.axial_sigma_m)) volume *= root * push.axial_sigma_m;
  return push.force_n_per_m3 * volume / density_kg_per_m3;
}

double near_field_ramp(const GaussianPush& push, double time_s, bool rate) {
  if (push.duration_s == 0) return time_s < 0 ? 0 : (rate ? 1 : time_s);
  const double since_s = time_s + push.duration_s;
  if (since_s <= 0) return 0;
  if (time_s <= 0) return rate ? since_s : since_s * since_s / 2;
  return rate ? push.duration_s : push.duration_s * (push.duration_s / 2 + time_s);
}

}  // namespace stiff
