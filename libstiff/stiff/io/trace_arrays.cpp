#include "stiff/io/trace_arrays.h"

#include "stiff/core/error.h"
#include "stiff/core/estimate.h"
#include "stiff/io/sidecar_keys.h"
#include "stiff/io/unit_spelling.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace stiff {
namespace {

[[noreturn]] void refuse(const TraceTable& table, const std::string& what) {
  throw Error(ErrorKind::bad_data, table.path.filename().string() + ": " + what);
}

bool is_time(const std::string& name) {
  std::string key;
  for (const char c : split_heading(name).name) {
    key.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return key == "time" || key == "t";
}

// Without the sides of one, as MATLAB and numpy add them.
std::vector<std::size_t> sides_of(const TraceArray& array) {
  std::vector<std::size_t> sides;
  for (const std::size_t side : array.shape) {
    if (side != 1) sides.push_back(side);
  }
  return sides;
}

std::size_t length_of(const std::vector<TraceArray>& arrays, const TraceTable& table) {
  std::size_t longest = 0;
  for (const TraceArray& array : arrays) {
    const std::vector<std::size_t> sides = sides_of(array);
    if (sides.size() == 1 && is_time(array.name)) return sides[0];
    if (sides.size() == 1 || sides.size() == 2) {
      longest = std::max(longest, *std::max_element(sides.begin(), sides.end()));
    }
  }
  if (longest == 0) refuse(table, "it holds no line of numbers in its root");
  return longest;
}

TraceColumn column_of(const TraceArray& array) {
  Heading heading = split_heading(array.name);
  if (array.units.empty()) return {std::move(heading.name), std::move(heading.units), {}};
  const std::string usual = usual_unit(array.units);
  return {std::move(heading.name), usual.empty() ? array.units : usual, {}};
}

// Columns of a rectangle: (column, sample), or (sample, column) where `across`.
void add_rectangle(const TraceArray& array, std::size_t count, std::size_t length, bool across,
                   TraceTable& table) {
  TraceColumn model = column_of(array);
  if (model.name == "taps" || model.name == "Taps") model.name.pop_back();
  for (std::size_t c = 0; c < count; ++c) {
    TraceColumn column{model.name + std::to_string(c + 1), model.units, {}};
    column.values.resize(length);
    for (std::size_t i = 0; i < length; ++i) {
      column.values[i] = array.values[across ? i * count + c : c * length + i];
    }
    table.columns.push_back(std::move(column));
  }
}

void add_array(TraceArray& array, std::size_t length, TraceTable& table) {
  const std::vector<std::size_t> sides = sides_of(array);
  if (sides.empty()) {
    if (is_sidecar_key(array.name)) table.numbers.emplace_back(array.name, array.values[0]);
    return;
  }
  if (sides.size() == 1) {
    TraceColumn column = column_of(array);
    if (array.values.size() == length) {
      column.values = std::move(array.values);
    } else {
      if (array.scale) return;
      column.fault = "it has " + std::to_string(array.values.size()) +
                     " values where the others have " + std::to_string(length);
      column.values.assign(length, kNaN);
    }
    table.columns.push_back(std::move(column));
    return;
  }
  if (sides.size() > 2 || (sides[0] != length && sides[1] != length)) return;
  if (sides[0] == sides[1]) {
    refuse(table,
           "'" + array.name + "' is as long as it is wide: which way is time cannot be told");
  }
  const bool across = sides[0] == length;
  add_rectangle(array, across ? sides[1] : sides[0], length, across, table);
}

}  // namespace

void add_arrays(std::vector<TraceArray> arrays, TraceTable& table) {
  const std::size_t length = length_of(arrays, table);
  for (TraceArray& array : arrays) add_array(array, length, table);
}

}  // namespace stiff
