#include "stiff/phantom/speed_map.h"

#include "stiff/dsp/random_field.h"

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

/// A place in the nodule's own axes.
Point in_axes_of(const Nodule& nodule, Point at) {
  const double dx = at.lateral_m - nodule.centre.lateral_m;
  const double dz = at.axial_m - nodule.centre.axial_m;
  const double c = std::cos(nodule.tilt_rad), s = std::sin(nodule.tilt_rad);
  return {c * dx + s * dz, -s * dx + c * dz};
}

/// How far inside: of an ellipse to first order at its border, (1 - q)/|grad q| with q = 1 on the
/// border.
double depth_into(const Nodule& nodule, Point at) {
  const Point place = in_axes_of(nodule, at);
  if (nodule.shape == NoduleShape::bar) {
    const double straight = nodule.semi_lateral_m - nodule.semi_axial_m;
    const double beyond = std::max(std::abs(place.lateral_m) - straight, 0.0);
    return nodule.semi_axial_m - std::hypot(beyond, place.axial_m);
  }
  const double p = place.lateral_m / nodule.semi_lateral_m;
  const double q = place.axial_m / nodule.semi_axial_m;
  const double radius = std::hypot(p, q);
  if (radius == 0) return std::min(nodule.semi_lateral_m, nodule.semi_axial_m);
  const double gradient = std::hypot(p / nodule.semi_lateral_m, q / nodule.semi_axial_m) / radius;
  return (1 - radius) / gradient;
}

/// Its border with the semi-axes given.
Polygon border(const Nodule& nodule, double semi_lateral_m, double semi_axial_m) {
  constexpr int kCorners = 48;
  const double c = std::cos(nodule.tilt_rad), s = std::sin(nodule.tilt_rad);
  const bool bar = nodule.shape == NoduleShape::bar;
  Polygon polygon;
  for (int n = 0; n < kCorners; ++n) {
    const double angle = 2 * std::numbers::pi * n / kCorners;
    const double round = bar ? semi_axial_m : semi_lateral_m;
    const double straight = std::copysign(semi_lateral_m - round, std::cos(angle));
    const double p = straight + round * std::cos(angle);
    const double q = semi_axial_m * std::sin(angle);
    polygon.corners.push_back(
        {nodule.centre.lateral_m + c * p - s * q, nodule.centre.axial_m + s * p + c * q});
  }
  return polygon;
}

/// The part of it that its soft edge does not reach.
Polygon inner_part(const Nodule& nodule) {
  constexpr double kShare = 0.7;
  const double cut = (1 - kShare) * nodule.semi_axial_m;
  return nodule.shape == NoduleShape::bar
             ? border(nodule, nodule.semi_lateral_m - cut, nodule.semi_axial_m - cut)
             : border(nodule, kShare * nodule.semi_lateral_m, kShare * nodule.semi_axial_m);
}

/// Where the unevenness is drawn.
constexpr Axis kFieldAxial{-10e-3, 0.3e-3, 368};
constexpr Axis kFieldLateral{-60e-3, 0.3e-3, 401};

constexpr double kTrendFromM = 20e-3;

Picture<float> uneven_field(const UnevenMuscle& uneven, std::uint64_t seed) {
  const RandomField field(
      kFieldAxial.size, kFieldLateral.size,
      powered_exponential(uneven.axial_length_m / kFieldAxial.step,
                          uneven.lateral_length_m / kFieldLateral.step, uneven.exponent));
  RandomFieldPair pair;
  field.draw(seed, 0, pair);
  return pair.first;
}

}  // namespace

bool is_uniform(const PhantomMedium& medium) {
  return medium.uneven.cv == 0 && medium.uneven.trend_per_m == 0 && layers(medium).empty() &&
         nodules(medium).empty() && bands(medium).empty();
}

double share_inside(const Nodule& nodule, double edge_m, Point at) {
  return inside_share(depth_into(nodule, at), edge_m);
}

MediumSpeed::MediumSpeed(const PhantomMedium& medium)
    : background_(medium.speed_m_per_s),
      edge_m_(medium.edge_m),
      layers_(layers(medium)),
      nodules_(bands(medium)),
      trend_per_m_(medium.uneven.trend_per_m) {
  const std::vector<Nodule> over = nodules(medium);
  nodules_.insert(nodules_.end(), over.begin(), over.end());
  if (!(medium.uneven.cv > 0)) return;
  log_sd_ = std::sqrt(std::log1p(medium.uneven.cv * medium.uneven.cv));
  field_ = std::make_shared<const Picture<float>>(uneven_field(medium.uneven, medium.uneven_seed));
}

double MediumSpeed::uneven(Point at) const {
  const double trend = trend_per_m_ * (at.axial_m - kTrendFromM);
  if (!field_) return std::exp(trend);
  const auto place = [](const Axis& axis, double coordinate) {
    return std::clamp(axis.index_of(coordinate), 0.0, static_cast<double>(axis.size - 1) - 1e-9);
  };
  const double row = place(kFieldAxial, at.axial_m), column = place(kFieldLateral, at.lateral_m);
  const auto i = static_cast<Index>(row), j = static_cast<Index>(column);
  const double u = row - static_cast<double>(i), v = column - static_cast<double>(j);
  const Picture<float>& f = *field_;
  const double g =
      (1 - u) * ((1 - v) * static_cast<double>(f(i, j)) + v * static_cast<double>(f(i, j + 1))) +
      u * ((1 - v) * static_cast<double>(f(i + 1, j)) + v * static_cast<double>(f(i + 1, j + 1)));
  return std::exp(log_sd_ * g - log_sd_ * log_sd_ / 2 + trend);
}

double MediumSpeed::operator()(Point at) const {
  double c2 = background_ * background_;
  const auto blend = [&](double share, double speed) {
    c2 = (1 - share) * c2 + share * speed * speed;
  };
  for (const Layer& layer : layers_) {
    blend(inside_share(at.axial_m - layer.depth_m, edge_m_), layer.speed_m_per_s);
  }
  c2 *= uneven(at);
  for (const Nodule& nodule : nodules_) {
    blend(share_inside(nodule, edge_m_, at), nodule.speed_m_per_s);
  }
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
  const auto add = [&](const std::vector<Nodule>& places, const std::string& name) {
    int number = 0;
    for (const Nodule& place : places) {
      result.push_back(
          {{name + "-" + std::to_string(++number), inner_part(place)}, place.speed_m_per_s});
    }
  };
  add(nodules(medium), "nodule");
  add(bands(medium), "band");
  return result;
}

}  // namespace stiff
