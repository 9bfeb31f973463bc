#include "stiff/io/region_group.h"

#include "stiff/core/error.h"
#include "stiff/io/picture_dataset.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace stiff {
namespace {

struct Written {
  std::string_view shape;
  std::vector<double> values;
};

Written describe(const Circle& circle) {
  return {"circle", {circle.centre.lateral_m, circle.centre.axial_m, circle.radius_m}};
}
Written describe(const Box& box) {
  return {"box", {box.low.lateral_m, box.low.axial_m, box.high.lateral_m, box.high.axial_m}};
}
Written describe(const Polygon& polygon) {
  Written written{"polygon", {}};
  for (const Point& corner : polygon.corners) {
    written.values.push_back(corner.lateral_m);
    written.values.push_back(corner.axial_m);
  }
  return written;
}
Written describe(const LabelMask&) {
  return {"mask", {}};
}

}  // namespace

hdf5::OutGroup write_region(hdf5::OutGroup& parent, std::string_view name, const Region& region) {
  hdf5::OutGroup group = parent.group(name);
  const Written written =
      std::visit([](const auto& shape) { return describe(shape); }, region.shape);
  group.attribute("Name", region.name);
  group.attribute("Shape", written.shape);
  if (!written.values.empty()) group.attribute("Values", std::span<const double>(written.values));
  if (const auto* mask = std::get_if<LabelMask>(&region.shape)) {
    std::vector<std::int8_t> inside(static_cast<std::size_t>(mask->inside.size()));
    std::transform(mask->inside.data(), mask->inside.data() + mask->inside.size(), inside.begin(),
                   [](unsigned char pixel) { return static_cast<std::int8_t>(pixel != 0); });
    group.variable("inside", std::span<const std::int8_t>(inside), {"axial", "lateral"},
                   {"1", "1 inside the region"});
  }
  return group;
}

Region read_region(const hdf5::InGroup& group, const Axis& axial_m, const Axis& lateral_m) {
  Region region;
  region.name = group.text_attribute("Name").value_or("");
  const std::string shape = group.text_attribute("Shape").value_or("");
  const std::vector<double> values = group.numbers_attribute("Values");
  const std::size_t count = values.size();
  if (shape == "circle" && count == 3) {
    region.shape = Circle{{values[0], values[1]}, values[2]};
  } else if (shape == "box" && count == 4) {
    region.shape = Box{{values[0], values[1]}, {values[2], values[3]}};
  } else if (shape == "polygon" && count >= 6 && count % 2 == 0) {
    Polygon polygon;
    for (std::size_t i = 0; i < count; i += 2)
      polygon.corners.push_back({values[i], values[i + 1]});
    region.shape = polygon;
  } else if (shape == "mask") {
    region.shape =
        LabelMask{read_picture<unsigned char>(group, "inside", axial_m.size, lateral_m.size)};
  } else {
    throw Error(
        ErrorKind::bad_data,
        "'" + group.file_name() + "': '" + group.path() +
            "' is not a region: Shape is circle, box or polygon with its Values in m, or mask");
  }
  return region;
}

}  // namespace stiff
