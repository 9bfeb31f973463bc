#include "stiff/io/maps_file.h"

#include "stiff/core/reason.h"
#include "stiff/io/hdf5_writer.h"
#include "stiff/io/picture_dataset.h"
#include "stiff/result/identity_fields.h"
#include "stiff/result/quantity.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {
namespace {

const std::vector<std::string> kPixels{"axial", "lateral"};

constexpr double kMillimetres = 1e3;
constexpr double kMilliseconds = 1e3;

std::vector<double> scaled(std::vector<double> values, double factor) {
  for (double& value : values) value *= factor;
  return values;
}

void write_axis(hdf5::OutGroup& group, std::string_view name, const Axis& axis, double factor,
                const hdf5::Label& label) {
  const std::vector<double> values = scaled(axis.values(), factor);
  group.scale(name, std::span<const double>(values), label);
}

void write_identity(hdf5::OutGroup& root, const RecordingIdentity& identity) {
  for (const IdentityField& field : identity_fields()) {
    root.attribute(field.name, identity.*field.member);
  }
}

void write_quantity(hdf5::OutGroup& root, const QuantityMap& map) {
  const Quantity& known = quantity(map.quantity);
  hdf5::OutObject value =
      root.variable(map.quantity, samples(map.value), kPixels, {known.units, known.long_name});
  if (!map.attributes_note.empty()) value.attribute("comment", map.attributes_note);
  value.attribute("ancillary_variables", map.quantity + "_std_error quality reason");
  if (map.std_error.size() == 0) return;
  root.variable(map.quantity + "_std_error", samples(map.std_error), kPixels,
                {known.units, "standard error of " + map.quantity});
}

void write_reason(hdf5::OutGroup& root, const Picture<std::int8_t>& reason) {
  hdf5::OutObject variable =
      root.variable("reason", samples(reason), kPixels, {"", "why a pixel has no value"});
  std::vector<std::int8_t> values;
  std::string meanings;
  for (const Reason known : all_reasons()) {
    values.push_back(static_cast<std::int8_t>(known));
    meanings += (meanings.empty() ? "" : " ") + std::string(to_string(known));
  }
  variable.attribute("flag_values", std::span<const std::int8_t>(values));
  variable.attribute("flag_meanings", meanings);
}

void write_space_time(hdf5::OutGroup& root, const SpaceTime& line, std::size_t push) {
  hdf5::OutGroup group =
      root.group(push == 1 ? "space_time" : "space_time_" + std::to_string(push));
  group.attribute("push", static_cast<std::int32_t>(push));
  group.attribute("axial_mm", line.axial_m * kMillimetres);
  write_axis(group, "lateral", line.lateral_m, kMillimetres, {"mm", "position along the probe"});
  write_axis(group, "time", line.time_s, kMilliseconds, {"ms", "time after the push"});
  const bool velocity = line.quantity == "velocity";
  group.variable(line.quantity, samples(line.value), {"lateral", "time"},
                 {velocity ? "mm s-1" : "um", line.quantity + " away from the probe"});
  const auto arrival = [&](std::string_view name, const std::vector<double>& seconds,
                           std::string_view long_name) {
    if (seconds.empty()) return;
    const std::vector<double> values = scaled(seconds, kMilliseconds);
    group.variable(name, std::span<const double>(values), {"lateral"}, {"ms", long_name});
  };
  arrival("arrival", line.arrival_s, "arrival of the wave");
  arrival("fit_arrival", line.fit_arrival_s, "arrival on the fitted line");
}

}  // namespace

void write_maps(const std::filesystem::path& path, const Maps& maps,
                const RecordingIdentity& identity, const Provenance& provenance) {
  hdf5::Writer writer;
  hdf5::OutGroup root = writer.root();
  write_provenance(root, "stiff maps", provenance);
  write_identity(root, identity);
  write_axis(root, "axial", maps.axial_m, kMillimetres, {"mm", "depth below the probe"});
  write_axis(root, "lateral", maps.lateral_m, kMillimetres, {"mm", "position along the probe"});
  for (const QuantityMap& map : maps.quantities) write_quantity(root, map);
  if (maps.quality.size() > 0) {
    root.variable("quality", samples(maps.quality), kPixels, {"1", "quality, 0 to 1"});
  }
  if (maps.reason.size() > 0) write_reason(root, maps.reason);
  if (maps.bmode.size() > 0) {
    root.variable("bmode", samples(maps.bmode), kPixels, {"dB", "B-mode picture"});
  }
  for (std::size_t i = 0; i < maps.space_time.size(); ++i) {
    write_space_time(root, maps.space_time[i], i + 1);
  }
  writer.save(path);
}

}  // namespace stiff
