#include "stiff/phantom/speed_map.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace stiff {

namespace {

/// 0 well outside to 1 well inside, 1/2 on the border; `depth_m` is the way into the body.
double inside_share(double depth_m, double edge_m) {
  if (edge_m == 0) return depth_m >= 0 ? 1 : 0;
  return 0.5 * (1 + std::tanh(depth_m / edge_m));
}

/// How far inside an ellipse, to first order at its border: (1 - q)/|grad q| with q = 1 on the
/// border.
double depth_into(const Nodule& nodule, Point at) {
  const double dx = at.lateral_m - nodule.centre.lateral_m;
  const double dz = at.axial_m - nodule.centre.axial_m;
  const double c = std::cos(nodule.tilt_rad), s = std::sin(nodule.tilt_rad);
  const double p = (c * dx + s * dz) / nodule.semi_lateral_m;
  const double q = (-s * dx + c * dz) / nodule.semi_axial_m;
  const double radius = std::hypot(p, q);
  if (radius == 0) return std::min(nodule.semi_lateral_m, nodule.semi_axial_m);
  const double gradient = std::hypot(p / nodule.semi_lateral_m, q / nodule.semi_axial_m) / radius;
  return (1 - radius) / gradient;
}

Polygon ellipse(const Nodule& nodule, double scale) {
  constexpr int kCorners = 48;
  const double c = std::cos(nodule.tilt_rad), s = std::sin(nodule.tilt_rad);
  Polygon polygon;
  for (int n = 0; n < kCorners; ++n) {
    const double angle = 2 * std::numbers::pi * n / kCorners;
    const double p = scale * nodule.semi_lateral_m * std::cos(angle);
    const double q = scale * nodule.semi_axial_m * std::sin(angle);
    polygon.corners.push_back(
        {nodule.centre.lateral_m + c * p - s * q, nodule.centre.axial_m + s * p + c * q});
  }
  return polygon;
}

}  // namespace

MediumSpeed::MediumSpeed(const PhantomMedium& medium)
    : background_(medium.speed_m_per_s),
      edge_m_(medium.edge_m),
      layers_(layers(medium)),
      nodules_(nodules(medium)) {}

double MediumSpeed::operator()(Point at) const {
  double c2 = background_ * background_;
  const auto blend = [&](double depth_m, double speed) {
    const double share = inside_share(depth_m, edge_m_);
    c2 = (1 - share) * c2 + share * speed * speed;
  };
  for (const Layer& layer : layers_) blend(at.axial_m - layer.depth_m, layer.speed_m_per_s);
  for (const Nodule& nodule : nodules_) blend(depth_into(nodule, at), nodule.speed_m_per_s);
  return std::sqrt(c2);
}

Picture<float> speed_map(const PhantomMedium& medium, const Axis& axial_m, const Axis& lateral_m) {
  const MediumSpeed speed(medium);
  Picture<float> map(axial_m.size, lateral_m.size);
  for (Index i = 0; i < axial_m.size; ++i) {
    for (Index j = 0; j < lateral_m.size; ++j) {
      map(i, j) = static_cast<float>(speed({lateral_m[j], axial_m[i]}));
    }
  }
  return map;
}

std::vector<RegionTruth> true_regions(const PhantomMedium& medium) {
  std::vector<RegionTruth> result;
  for (const Nodule& nodule : nodules(medium)) {
    const std::string name = "nodule-" + std::to_string(result.size() + 1);
    result.push_back({{name, ellipse(nodule, 0.7)}, nodule.speed_m_per_s});
  }
  return result;
}

}  // namespace stiff
