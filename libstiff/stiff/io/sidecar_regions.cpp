#include "stiff/io/sidecar_regions.h"

#include "stiff/core/error.h"
#include "stiff/io/json_text.h"
#include "stiff/io/mat_file.h"

#include <cmath>

namespace stiff {
namespace {

using Json = nlohmann::json;

// Reads the shapes of one key, and says that key's place in every error.
class RegionReader {
 public:
  RegionReader(std::string place, std::filesystem::path file)
      : place_(std::move(place)), file_(std::move(file)) {}

  Region read(const Json& json, bool named) const {
    if (!json.is_object()) refuse("a region is an object, { ... }");
    Region region;
    int shapes = 0;
    for (const auto& [key, value] : json.items()) {
      if (key == "Name" && value.is_string() && named) {
        region.name = value.get<std::string>();
        continue;
      }
      region.shape = shape(key, value);
      ++shapes;
    }
    if (named && region.name.empty()) refuse("a region has no Name");
    if (shapes != 1) refuse("a region has one of Circle, Box, Polygon and LabelMask");
    return region;
  }

  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(ErrorKind::bad_data, place_ + ": " + what);
  }

 private:
  decltype(Region::shape) shape(const std::string& key, const Json& value) const {
    if (key == "Circle") {
      return Circle{{number(value, "Lateral"), number(value, "Axial")}, number(value, "Radius")};
    }
    if (key == "Box") return box(value);
    if (key == "Polygon") return polygon(value);
    if (key == "LabelMask") return label_mask(value);
    refuse("'" + key + "' is not known in a region");
  }

  const Json& part(const Json& object, const char* key) const {
    if (!object.is_object() || !object.contains(key))
      refuse(std::string("'") + key + "' is missing in a region");
    return object.at(key);
  }

  double number(const Json& object, const char* key) const {
    const Json& value = part(object, key);
    if (!value.is_number()) refuse(std::string("'") + key + "' must be a number, in m");
    return value.get<double>();
  }

  Point pair(const Json& value, const std::string& what) const {
    if (!value.is_array() || value.size() != 2 || !value[0].is_number() || !value[1].is_number()) {
      refuse(what + " must be two numbers, in m");
    }
    return {value[0].get<double>(), value[1].get<double>()};
  }

  Box box(const Json& value) const {
    const Point lateral = pair(part(value, "Lateral"), "'Lateral' of a box");
    const Point axial = pair(part(value, "Axial"), "'Axial' of a box");
    return {{lateral.lateral_m, axial.lateral_m}, {lateral.axial_m, axial.axial_m}};
  }

  Polygon polygon(const Json& value) const {
    if (!value.is_array() || value.size() < 3) refuse("a polygon has at least three corners");
    Polygon polygon;
    for (const Json& corner : value) {
      polygon.corners.push_back(pair(corner, "a corner, [lateral, axial],"));
    }
    return polygon;
  }

  std::filesystem::path mask_file(const Json& value) const {
    if (!value.contains("File")) return file_;
    const std::filesystem::path name =
        value.at("File").is_string() ? value.at("File").get<std::string>() : "";
    // Beside the recording, so that a study is whole and a sidecar reads no other file of the
    // machine.
    if (name.empty() || name != name.filename() || name == "..") {
      refuse("'File' must be the name of a file beside the recording");
    }
    return file_.parent_path() / name;
  }

  LabelMask label_mask(const Json& value) const {
    const Json& variable = part(value, "Variable");
    if (!variable.is_string()) refuse("'Variable' must be a text");
    const std::string name = variable.get<std::string>();
    const bool lateral_first =
        value.contains("Order") && value.at("Order") == Json::array({"lateral", "axial"});
    if (value.contains("Order") && !lateral_first &&
        value.at("Order") != Json::array({"axial", "lateral"})) {
      refuse("'Order' of a label mask is [\"axial\", \"lateral\"] or [\"lateral\", \"axial\"]");
    }
    const bool any = !value.contains("Label");
    const double label = any ? 0 : number(value, "Label");
    const MatValue labels = MatFile(mask_file(value)).read_part(name);
    if (labels.complex) refuse("'" + name + "' holds complex numbers, not labels");
    const SampleLayout s =
        sample_layout(labels, lateral_first ? 1 : 0, lateral_first ? 0 : 1, -1, name);
    LabelMask mask{Picture<unsigned char>(s.axial, s.lateral)};
    for (Index z = 0; z < s.axial; ++z) {
      for (Index x = 0; x < s.lateral; ++x) {
        const double at = labels.real[z * s.axial_stride + x * s.lateral_stride];
        mask.inside(z, x) = (any ? at != 0 && !std::isnan(at) : at == label) ? 1 : 0;
      }
    }
    return mask;
  }

  std::string place_;
  std::filesystem::path file_;
};

}  // namespace

std::vector<Region> sidecar_regions(const Sidecar& sidecar, const std::filesystem::path& file) {
  if (!sidecar.has("Regions")) return {};
  const RegionReader reader(sidecar.place("Regions"), file);
  const Json list = parse_json(sidecar.raw("Regions"), sidecar.place("Regions"));
  if (!list.is_array()) reader.refuse("must be a list of regions, [ ... ]");
  std::vector<Region> regions;
  for (const Json& one : list) regions.push_back(reader.read(one, true));
  return regions;
}

std::optional<Region> sidecar_mask(const Sidecar& sidecar, const std::filesystem::path& file) {
  if (!sidecar.has("Mask")) return std::nullopt;
  Region mask = RegionReader(sidecar.place("Mask"), file)
                    .read(parse_json(sidecar.raw("Mask"), sidecar.place("Mask")), false);
  mask.name = "mask";
  return mask;
}

std::vector<std::filesystem::path> region_files(const Sidecar& sidecar,
                                                const std::filesystem::path& file) {
  std::vector<std::filesystem::path> files;
  const auto add = [&](const Json& region) {
    if (!region.is_object() || !region.contains("LabelMask")) return;
    const Json& mask = region.at("LabelMask");
    if (!mask.is_object() || !mask.contains("File") || !mask.at("File").is_string()) return;
    const std::filesystem::path name = mask.at("File").get<std::string>();
    if (name == name.filename()) files.push_back(file.parent_path() / name);
  };
  if (sidecar.has("Mask")) add(parse_json(sidecar.raw("Mask"), sidecar.place("Mask")));
  if (sidecar.has("Regions")) {
    const Json list = parse_json(sidecar.raw("Regions"), sidecar.place("Regions"));
    for (const Json& region : list) add(region);
  }
  return files;
}

}  // namespace stiff
