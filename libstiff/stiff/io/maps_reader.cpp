#include "stiff/io/maps_reader.h"

#include "stiff/core/error.h"
#include "stiff/core/estimate.h"
#include "stiff/io/hdf5_reader.h"
#include "stiff/io/hdf5_text_check.h"
#include "stiff/io/picture_dataset.h"
#include "stiff/result/identity_fields.h"
#include "stiff/result/quantity.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace stiff {
namespace {

constexpr double kMetresPerMillimetre = 1e-3;
constexpr double kSecondsPerMillisecond = 1e-3;

std::vector<double> scaled(std::vector<double> values, double factor) {
  for (double& value : values) value *= factor;
  return values;
}

Axis read_axis(const hdf5::InGroup& group, const char* name, double factor) {
  return uniform_axis(scaled(group.dataset(name).values<double>(), factor), name);
}

bool is_quantity(const std::string& name) {
  const auto known = all_quantities();
  return std::any_of(known.begin(), known.end(),
                     [&](const Quantity& quantity) { return quantity.name == name; });
}

QuantityMap read_quantity(const hdf5::InGroup& root, const std::string& name, Index axial,
                          Index lateral) {
  QuantityMap map;
  map.quantity = name;
  map.attributes_note = root.dataset(name).text_attribute("comment").value_or("");
  map.value = read_picture<float>(root, name, axial, lateral);
  const std::string error = name + "_std_error";
  if (root.has_dataset(error)) map.std_error = read_picture<float>(root, error, axial, lateral);
  return map;
}

SpaceTime read_space_time(const hdf5::InGroup& group) {
  hdf5::check_texts(group);
  SpaceTime line;
  line.lateral_m = read_axis(group, "lateral", kMetresPerMillimetre);
  line.time_s = read_axis(group, "time", kSecondsPerMillisecond);
  line.axial_m = group.number_attribute("axial_mm").value_or(kNaN) * kMetresPerMillimetre;
  line.quantity = group.has_dataset("velocity") ? "velocity" : "displacement";
  line.value = read_picture<float>(group, line.quantity, line.lateral_m.size, line.time_s.size);
  const auto arrivals = [&](const char* name) {
    if (!group.has_dataset(name)) return std::vector<double>{};
    const hdf5::InDataset dataset = group.dataset(name);
    check_shape(dataset, {line.lateral_m.size});
    return scaled(dataset.values<double>(), kSecondsPerMillisecond);
  };
  line.arrival_s = arrivals("arrival");
  line.fit_arrival_s = arrivals("fit_arrival");
  return line;
}

}  // namespace

MapsFile read_maps(const std::filesystem::path& path) {
  const hdf5::InGroup root = hdf5::open(path);
  check_format(root, "stiff maps");
  hdf5::check_texts(root);
  MapsFile out;
  out.provenance = read_provenance(root);
  for (const IdentityField& field : identity_fields()) {
    out.identity.*field.member = root.text_attribute(field.name).value_or("");
  }
  Maps& maps = out.maps;
  maps.recording_id = out.identity.recording_id;
  if (!root.has_dataset("axial") || !root.has_dataset("lateral")) {
    throw Error(ErrorKind::bad_data,
                "'" + path.string() + "': holds no pictures: it is of a trace");
  }
  maps.axial_m = read_axis(root, "axial", kMetresPerMillimetre);
  maps.lateral_m = read_axis(root, "lateral", kMetresPerMillimetre);
  const Index axial = maps.axial_m.size;
  const Index lateral = maps.lateral_m.size;
  for (const std::string& name : root.names_in_order()) {
    if (is_quantity(name)) maps.quantities.push_back(read_quantity(root, name, axial, lateral));
  }
  if (root.has_dataset("quality")) {
    maps.quality = read_picture<float>(root, "quality", axial, lateral);
  }
  if (root.has_dataset("reason")) {
    maps.reason = read_picture<std::int8_t>(root, "reason", axial, lateral);
  }
  if (root.has_dataset("bmode")) maps.bmode = read_picture<float>(root, "bmode", axial, lateral);
  for (std::size_t push = 1;; ++push) {
    const std::string name = push == 1 ? "space_time" : "space_time_" + std::to_string(push);
    if (!root.has_group(name)) break;
    maps.space_time.push_back(read_space_time(root.group(name)));
  }
  return out;
}

}  // namespace stiff
