#pragma once

#include <string>
#include <variant>
#include <vector>

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"

namespace stiff {

struct Point {
  double lateral_m = 0;
  double axial_m = 0;
};

struct Circle {
  Point centre;
  double radius_m = 0;
};
struct Box {
  Point low;
  Point high;
};
/// Closed by itself; even-odd rule.
struct Polygon {
  std::vector<Point> corners;
};
/// A picture on the recording's own grid; the region is where it is not 0.
struct LabelMask {
  Picture<unsigned char> inside;
};

/// A named region of a picture, in the recording's own frame.
struct Region {
  std::string name;
  std::variant<Circle, Box, Polygon, LabelMask> shape;
};

/// Which pixels of a grid have their centre in the region: (axial, lateral), 1 inside, 0 outside.
/// \throws Error (bad_data) where a label mask is not of the grid's size.
Picture<unsigned char> rasterise(const Region& region, const Axis& axial_m, const Axis& lateral_m);

}  // namespace stiff
