#include "stiff/io/trace_hdf5.h"

#include "stiff/core/error.h"
#include "stiff/io/hdf5_reader.h"
#include "stiff/io/mat_file.h"
#include "stiff/io/provenance.h"
#include "stiff/io/sidecar_keys.h"
#include "stiff/io/trace_arrays.h"
#include "stiff/io/trace_recording_file.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stiff {
namespace {

constexpr hdf5::Limits kLimits{.dataset_bytes = std::uint64_t{1} << 29};
constexpr std::size_t kMostArrays = 4096;

std::string units_of(const hdf5::InDataset& dataset) {
  for (const std::string_view name : {"units", "Units", "unit", "Unit"}) {
    const std::optional<std::string> units = dataset.text_attribute(name);
    if (units && !units->empty()) return *units;
  }
  return {};
}

void add_attributes(const hdf5::InObject& object, TraceTable& table) {
  for (const std::string& name : object.attribute_names()) {
    if (!is_sidecar_key(name)) continue;
    if (const std::optional<double> number = object.number_attribute(name)) {
      table.numbers.emplace_back(name, *number);
    } else if (std::optional<std::string> text = object.text_attribute(name)) {
      table.texts.emplace_back(name, std::move(*text));
    }
  }
}

// The one group of a root without datasets, where somebody's file has all its lines; else empty.
std::string only_group(const hdf5::InGroup& root) {
  std::string only;
  for (const std::string& name : root.names()) {
    if (root.has_dataset(name) || !only.empty()) return {};
    if (root.has_group(name)) only = name;
  }
  return only;
}

std::vector<TraceArray> arrays_of(const hdf5::InGroup& group) {
  std::vector<TraceArray> arrays;
  for (const hdf5::InDataset& dataset : group.datasets()) {
    const hdf5::Type type = dataset.type();
    if (type != hdf5::Type::integer && type != hdf5::Type::real) continue;
    if (dataset.shape().size() > 3 || dataset.size() == 0) continue;
    const bool scale = dataset.text_attribute("CLASS") == "DIMENSION_SCALE";
    if (scale && dataset.name() == "row") continue;
    if (arrays.size() == kMostArrays) {
      throw Error(ErrorKind::bad_data,
                  "'" + group.file_name() + "': it has too many datasets for a trace");
    }
    arrays.push_back(
        {dataset.name(), units_of(dataset), dataset.shape(), scale, dataset.values<double>()});
  }
  return arrays;
}

void refuse_other_formats(const hdf5::InGroup& root) {
  const std::string format = root.text_attribute("format").value_or("");
  if (format.starts_with("stiff ")) check_format(root, kTraceFormat);
}

}  // namespace

TraceTable read_trace_hdf5(const std::filesystem::path& file) {
  const hdf5::InGroup root = hdf5::open(file, kLimits);
  refuse_other_formats(root);
  TraceTable table;
  table.path = file;
  table.format = root.text_attribute("format") == kTraceFormat ? "stiff" : "hdf5";
  add_attributes(root, table);
  if (const std::string only = only_group(root); !only.empty()) {
    const hdf5::InGroup group = root.group(only);
    add_attributes(group, table);
    add_arrays(arrays_of(group), table);
  } else {
    add_arrays(arrays_of(root), table);
  }
  return table;
}

TraceTable read_trace_mat(const std::filesystem::path& file) {
  const MatFile mat(file);
  TraceTable table;
  table.path = file;
  table.format = "mat";
  std::vector<TraceArray> arrays;
  for (const MatEntry& entry : mat.entries()) {
    if (entry.kind == MatKind::text && is_sidecar_key(entry.name)) {
      table.texts.emplace_back(entry.name, mat.read(entry.name).text);
    }
    if (entry.kind != MatKind::numbers || entry.complex || entry.shape.size() > 3) continue;
    if (entry.name.find('/') != std::string::npos || arrays.size() == kMostArrays) continue;
    const MatValue value = mat.read(entry.name);
    if (value.count() == 0) continue;
    TraceArray array{entry.name, "", {}, false, to_numbers(value, entry.name)};
    // MATLAB's first index is the fastest: row-major, its sizes stand the other way round.
    for (const Index side : value.shape) array.shape.push_back(static_cast<std::size_t>(side));
    if (!value.row_major) std::reverse(array.shape.begin(), array.shape.end());
    arrays.push_back(std::move(array));
  }
  add_arrays(std::move(arrays), table);
  return table;
}

}  // namespace stiff
