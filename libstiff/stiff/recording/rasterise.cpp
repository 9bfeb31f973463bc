#include "stiff/core/error.h"
#include "stiff/recording/region.h"

#include <algorithm>
#include <string>

namespace stiff {
namespace {

// A pixel whose centre is on the border is inside, also where rounding has put it a little beyond.
constexpr double kOnBorder_m = 1e-9;

bool contains(const Circle& circle, Point p) {
  const double dx = p.lateral_m - circle.centre.lateral_m;
  const double dz = p.axial_m - circle.centre.axial_m;
  const double reach = circle.radius_m + kOnBorder_m;
  return dx * dx + dz * dz <= reach * reach;
}

bool contains(const Box& box, Point p) {
  return p.lateral_m >= box.low.lateral_m - kOnBorder_m &&
         p.lateral_m <= box.high.lateral_m + kOnBorder_m &&
         p.axial_m >= box.low.axial_m - kOnBorder_m && p.axial_m <= box.high.axial_m + kOnBorder_m;
}

// Even-odd: a ray towards larger lateral positions crosses the border an odd number of times. An
// edge holds its lower end and not its upper one, so that a ray through a corner counts once.
bool contains(const Polygon& polygon, Point p) {
  bool inside = false;
  const auto& corners = polygon.corners;
  for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
    // From its upper end, so that both senses of rotation round alike.
    const bool down = corners[i].axial_m < corners[j].axial_m;
    const Point a = down ? corners[i] : corners[j];
    const Point b = down ? corners[j] : corners[i];
    if ((a.axial_m > p.axial_m) == (b.axial_m > p.axial_m)) continue;
    const double crossing = a.lateral_m + (p.axial_m - a.axial_m) / (b.axial_m - a.axial_m) *
                                              (b.lateral_m - a.lateral_m);
    if (p.lateral_m < crossing) inside = !inside;
  }
  return inside;
}

template <class Shape>
Picture<unsigned char> fill(const Shape& shape, const Axis& axial_m, const Axis& lateral_m) {
  Picture<unsigned char> inside(axial_m.size, lateral_m.size);
  for (Index z = 0; z < axial_m.size; ++z) {
    for (Index x = 0; x < lateral_m.size; ++x) {
      inside(z, x) = contains(shape, {lateral_m[x], axial_m[z]}) ? 1 : 0;
    }
  }
  return inside;
}

}  // namespace

Picture<unsigned char> rasterise(const Region& region, const Axis& axial_m, const Axis& lateral_m) {
  if (const auto* mask = std::get_if<LabelMask>(&region.shape)) {
    if (mask->inside.rows() != axial_m.size || mask->inside.cols() != lateral_m.size) {
      throw Error(ErrorKind::bad_data,
                  "the label mask of region '" + region.name + "' has " +
                      std::to_string(mask->inside.rows()) + " x " +
                      std::to_string(mask->inside.cols()) + " pixels, the recording " +
                      std::to_string(axial_m.size) + " x " + std::to_string(lateral_m.size));
    }
    return (mask->inside != 0).cast<unsigned char>();
  }
  if (const auto* circle = std::get_if<Circle>(&region.shape))
    return fill(*circle, axial_m, lateral_m);
  if (const auto* box = std::get_if<Box>(&region.shape)) return fill(*box, axial_m, lateral_m);
  return fill(std::get<Polygon>(region.shape), axial_m, lateral_m);
}

}  // namespace stiff
