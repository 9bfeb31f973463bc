#include "stiff/io/mat_hdf5.h"

#include "stiff/core/error.h"
#include "stiff/io/utf16_text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>

namespace stiff {
namespace {

constexpr int kDeepest = 16;
constexpr std::size_t kMostEntries = 10000;
constexpr std::size_t kLargestPrecise = 65536;

std::string matlab_class(const hdf5::InObject& object) {
  return object.text_attribute("MATLAB_class").value_or("");
}

std::vector<Index> shape_of(const hdf5::InDataset& dataset, bool matlab) {
  std::vector<Index> shape(dataset.shape().begin(), dataset.shape().end());
  if (matlab) std::reverse(shape.begin(), shape.end());
  return shape;
}

MatKind kind_of(const hdf5::InDataset& dataset, const std::string& matlab) {
  if (matlab == "char" || dataset.type() == hdf5::Type::text) return MatKind::text;
  if (matlab == "cell") return MatKind::cell;
  switch (dataset.type()) {
    case hdf5::Type::integer:
    case hdf5::Type::real:
    case hdf5::Type::complex:
      return MatKind::numbers;
    case hdf5::Type::reference:
      return MatKind::cell;
    default:
      return MatKind::other;
  }
}

template <class T>
void keep(std::vector<T> numbers, NumberType type, Index step, MatValue& value) {
  auto owner = std::make_shared<const std::vector<T>>(std::move(numbers));
  const auto* data = reinterpret_cast<const std::byte*>(owner->data());
  const auto count = static_cast<Index>(owner->size());
  value.real = {type, data, count, step, false};
  if (step == 2) value.imaginary = {type, data + sizeof(float), count, step, false};
  value.owner = std::move(owner);
}

void take_numbers(const hdf5::InDataset& dataset, MatValue& value) {
  value.complex = dataset.type() == hdf5::Type::complex;
  if (value.complex) {
    keep(dataset.complex_values(), NumberType::float32, 2, value);
  } else if (dataset.size() > kLargestPrecise && dataset.shape().size() > 1) {
    keep(dataset.values<float>(), NumberType::float32, 1, value);  // samples: a float holds them
  } else {
    keep(dataset.values<double>(), NumberType::float64, 1, value);
  }
}

std::string take_text(const hdf5::InDataset& dataset) {
  if (dataset.type() == hdf5::Type::text) {
    const std::vector<std::string> texts = dataset.texts();
    return texts.empty() ? std::string{} : texts[0];
  }
  const std::vector<std::uint16_t> units = dataset.values<std::uint16_t>();
  return utf16_text(std::as_bytes(std::span<const std::uint16_t>(units)), false);
}

MatValue from_dataset(const hdf5::InDataset& dataset, int depth) {
  if (depth > kDeepest) throw Error(ErrorKind::bad_data, "cells are nested too deeply");
  const std::string matlab = matlab_class(dataset);
  MatValue value;
  value.shape = shape_of(dataset, !matlab.empty());
  value.row_major = matlab.empty();
  value.kind = kind_of(dataset, matlab);
  if (dataset.number_attribute("MATLAB_empty").value_or(0) != 0) {
    // An empty array is stored as the list of its sizes.
    value.shape = {0, 0};
    return value;
  }
  if (value.kind == MatKind::numbers) take_numbers(dataset, value);
  if (value.kind == MatKind::text) value.text = take_text(dataset);
  if (value.kind == MatKind::cell) {
    for (const hdf5::InDataset& element : dataset.referenced()) {
      value.elements.push_back(from_dataset(element, depth + 1));
    }
  }
  return value;
}

MatValue from_group(const hdf5::InGroup& group, int depth);

// The fields of one structure are values; those of an array of structures are lists of references,
// one an element, all of one shape.
MatValue from_member(const hdf5::InGroup& group, const std::string& name, int depth) {
  if (group.has_group(name)) return from_group(group.group(name), depth + 1);
  return from_dataset(group.dataset(name), depth + 1);
}

MatValue from_group(const hdf5::InGroup& group, int depth) {
  if (depth > kDeepest) throw Error(ErrorKind::bad_data, "groups are nested too deeply");
  MatValue structure;
  structure.kind = MatKind::structure;
  structure.shape = {1, 1};
  std::vector<MatValue> fields;
  std::size_t elements = 0;
  bool is_array = true;
  for (const std::string& name : group.names_in_order()) {
    MatValue field = from_member(group, name, depth);
    // Within a structure a dataset of references without a class is not a cell but the array's
    // elements.
    const bool list = field.kind == MatKind::cell && field.row_major;
    is_array = is_array && list && (fields.empty() || field.elements.size() == elements);
    elements = field.elements.size();
    structure.field_names.push_back(name);
    fields.push_back(std::move(field));
  }
  if (!is_array || fields.empty()) {
    structure.elements = std::move(fields);
    return structure;
  }
  structure.shape = {1, static_cast<Index>(elements)};
  for (std::size_t i = 0; i < elements; ++i) {
    for (MatValue& field : fields) structure.elements.push_back(std::move(field.elements[i]));
  }
  return structure;
}

void add_entries(const hdf5::InGroup& group, const std::string& prefix, int depth,
                 std::vector<MatEntry>& entries) {
  if (depth > kDeepest || entries.size() > kMostEntries) {
    throw Error(ErrorKind::bad_data, "it has more groups and datasets than can be looked at");
  }
  for (const std::string& name : group.names()) {
    if (name.starts_with('#')) continue;
    const std::string path = prefix + name;
    if (group.has_group(name)) {
      const hdf5::InGroup member = group.group(name);
      entries.push_back({path, {1, 1}, MatKind::structure, false});
      add_entries(member, path + "/", depth + 1, entries);
    } else if (group.has_dataset(name)) {
      const hdf5::InDataset dataset = group.dataset(name);
      const std::string matlab = matlab_class(dataset);
      entries.push_back({path, shape_of(dataset, !matlab.empty()), kind_of(dataset, matlab),
                         dataset.type() == hdf5::Type::complex});
    }
  }
}

}  // namespace

std::vector<MatEntry> hdf5_entries(const hdf5::InGroup& root) {
  std::vector<MatEntry> entries;
  add_entries(root, "", 0, entries);
  return entries;
}

MatValue read_hdf5_value(const hdf5::InGroup& root, const std::string& name) {
  return from_member(root, name, 0);
}

}  // namespace stiff
