#include "stiff/io/mat_value.h"

#include "stiff/core/error.h"

#include <charconv>

namespace stiff {
namespace {

struct Step {
  std::string_view name;
  Index element = 0;  // from 0
  std::string_view rest;
};

// Takes "PData(2)" off "PData(2).Size"; nothing where the bracket is not closed or holds no number.
bool take_step(std::string_view path, Step& step) {
  const std::size_t stop = path.find_first_of(".({");
  step.name = path.substr(0, stop);
  step.element = 0;
  step.rest = stop == std::string_view::npos ? std::string_view{} : path.substr(stop);
  if (!step.rest.empty() && step.rest[0] != '.') {
    const std::size_t close = step.rest.find_first_of(")}");
    if (close == std::string_view::npos) return false;
    const char* end = step.rest.data() + close;
    Index number = 0;
    const auto parsed = std::from_chars(step.rest.data() + 1, end, number);
    if (parsed.ec != std::errc{} || parsed.ptr != end || number < 1) return false;
    step.element = number - 1;
    step.rest.remove_prefix(close + 1);
  }
  if (!step.rest.empty()) {
    if (step.rest[0] != '.') return false;
    step.rest.remove_prefix(1);
  }
  return true;
}

const MatValue* cell_element(const MatValue& cell, Index element) {
  const auto i = static_cast<std::size_t>(element);
  return i < cell.elements.size() ? &cell.elements[i] : nullptr;
}

const MatValue* structure_field(const MatValue& structure, Index element, std::string_view field) {
  const std::size_t fields = structure.field_names.size();
  for (std::size_t f = 0; f < fields; ++f) {
    if (structure.field_names[f] != field) continue;
    const std::size_t i = static_cast<std::size_t>(element) * fields + f;
    return i < structure.elements.size() ? &structure.elements[i] : nullptr;
  }
  return nullptr;
}

}  // namespace

Index MatValue::count() const {
  Index product = 1;
  for (const Index n : shape) product *= n;
  return product;
}

// The path's first name is the value's own; a name after that is a field.
const MatValue* find_part(const MatValue& value, std::string_view path) {
  Step step;
  const MatValue* at = &value;
  while (take_step(path, step)) {
    path = step.rest;
    if (at->kind == MatKind::cell) {
      at = cell_element(*at, step.element);
      step.element = 0;
    }
    if (at == nullptr || path.empty()) return at;
    if (at->kind != MatKind::structure) return nullptr;
    const std::size_t stop = path.find_first_of(".({");
    at = structure_field(*at, step.element, path.substr(0, stop));
    if (at == nullptr) return nullptr;
  }
  return nullptr;
}

std::vector<double> to_numbers(const MatValue& value, const std::string& name) {
  if (value.kind != MatKind::numbers || value.complex) {
    throw Error(ErrorKind::bad_data, "'" + name + "' does not hold real numbers");
  }
  std::vector<double> numbers(static_cast<std::size_t>(value.real.count));
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = value.real[static_cast<Index>(i)];
  return numbers;
}

double to_number(const MatValue& value, const std::string& name) {
  if (value.kind != MatKind::numbers || value.complex || value.real.count != 1) {
    throw Error(ErrorKind::bad_data, "'" + name + "' is not a single number");
  }
  return value.real[0];
}

std::vector<Index> dimension_strides(const MatValue& value) {
  const std::size_t dimensions = value.shape.size();
  std::vector<Index> stride(dimensions);
  Index next = 1;
  for (std::size_t i = 0; i < dimensions; ++i) {
    const std::size_t d = value.row_major ? dimensions - 1 - i : i;
    stride[d] = next;
    next *= value.shape[d];
  }
  return stride;
}

SampleLayout sample_layout(const MatValue& value, int axial, int lateral, int time,
                           const std::string& name, int push) {
  if (value.kind != MatKind::numbers) {
    throw Error(ErrorKind::bad_data, "'" + name + "' does not hold numbers");
  }
  const std::size_t dimensions = value.shape.size();
  const std::vector<Index> stride = dimension_strides(value);
  SampleLayout layout;
  const auto place = [&](int position, Index& size, Index& step) {
    if (position < 0) return;
    const auto d = static_cast<std::size_t>(position);
    // MATLAB drops sizes of 1 at the end.
    size = d < dimensions ? value.shape[d] : 1;
    step = d < dimensions ? stride[d] : 0;
  };
  place(axial, layout.axial, layout.axial_stride);
  place(lateral, layout.lateral, layout.lateral_stride);
  place(time, layout.time, layout.time_stride);
  for (std::size_t d = 0; d < dimensions; ++d) {
    const int position = static_cast<int>(d);
    const bool named =
        position == axial || position == lateral || position == time || position == push;
    if (!named && value.shape[d] != 1) {
      throw Error(ErrorKind::bad_data, "'" + name + "' is " + shape_text(value.shape) +
                                           ": it has more dimensions than were said");
    }
  }
  return layout;
}

std::string shape_text(const std::vector<Index>& shape) {
  std::string text;
  for (const Index n : shape) text += (text.empty() ? "" : " x ") + std::to_string(n);
  return text;
}

}  // namespace stiff
