#include "stiff/phantom/swe_phantom.h"

#include <cmath>

namespace stiff {

namespace {

/// 0 well outside to 1 well inside, 1/2 on the border; `depth_m` is the way into the body.
double inside_share(double depth_m, double edge_m) {
  if (edge_m == 0) return depth_m >= 0 ? 1 : 0;
  return 0.5 * (1 + std::tanh(depth_m / edge_m));
}

/// How far inside an ellipse, to first order at its border: (1 - q)/|grad q| with q = 1 on the
/// border.
double depth_into(const Nodule& nodule, double x_m, double z_m) {
  const double dx = x_m - nodule.centre.lateral_m, dz = z_m - nodule.centre.axial_m;
  const double c = std::cos(nodule.tilt_rad), s = std::sin(nodule.tilt_rad);
  const double p = (c * dx + s * dz) / nodule.semi_lateral_m;
  const double q = (-s * dx + c * dz) / nodule.semi_axial_m;
  const double radius = std::hypot(p, q);
  if (radius == 0) return std::min(nodule.semi_lateral_m, nodule.semi_axial_m);
  const double gradient = std::hypot(p / nodule.semi_lateral_m, q / nodule.semi_axial_m) / radius;
  return (1 - radius) / gradient;
}

}  // namespace

Picture<float> speed_map(const PhantomMedium& medium, const Axis& axial_m, const Axis& lateral_m) {
  const std::vector<Layer> all_layers = layers(medium);
  const std::vector<Nodule> all_nodules = nodules(medium);
  Picture<float> map(axial_m.size, lateral_m.size);
  for (Index i = 0; i < axial_m.size; ++i) {
    for (Index j = 0; j < lateral_m.size; ++j) {
      const double x = lateral_m[j], z = axial_m[i];
      double c2 = medium.speed_m_per_s * medium.speed_m_per_s;
      const auto blend = [&](double depth_m, double speed) {
        const double share = inside_share(depth_m, medium.edge_m);
        c2 = (1 - share) * c2 + share * speed * speed;
      };
      for (const Layer& layer : all_layers) blend(z - layer.depth_m, layer.speed_m_per_s);
      for (const Nodule& nodule : all_nodules)
        blend(depth_into(nodule, x, z), nodule.speed_m_per_s);
      map(i, j) = static_cast<float>(std::sqrt(c2));
    }
  }
  return map;
}

}  // namespace stiff
