#include "stiff/io/trace_table.h"

#include "stiff/core/error.h"
#include "stiff/core/estimate.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace stiff {
namespace {

std::string folded(std::string_view name) {
  std::string key;
  for (const char c : name) {
    if (c == ' ' || c == '_' || c == '-') continue;
    key.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return key;
}

std::string shown(const TraceColumn& column) {
  return "'" + column.name + (column.units.empty() ? "" : " [" + column.units + "]") + "'";
}

// The number behind `stem`: 0 where there is none, -1 where something else follows.
long long number_behind(std::string_view name, std::string_view stem) {
  if (!name.starts_with(stem)) return -1;
  const std::string_view digits = name.substr(stem.size());
  if (digits.empty()) return 0;
  long long number = -1;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return parsed.ec == std::errc{} && parsed.ptr == digits.data() + digits.size() ? number : -1;
}

std::string unit_examples(Dimension dimension) {
  switch (dimension) {
    case Dimension::time:
      return "'time [s]' or 'time [ms]'";
    case Dimension::force:
      return "'force [N]'";
    case Dimension::acceleration:
      return "'tap1 [m/s2]' or 'tap1 [g]'";
    case Dimension::length:
      return "'depth [mm]'";
    default:
      return "'name [unit]'";
  }
}

template <class Values>
auto value_of(const Values& values, std::string_view key,
              decltype(values.front().second) otherwise) {
  for (const auto& [name, value] : values) {
    if (name == key) return value;
  }
  return otherwise;
}

}  // namespace

std::optional<std::size_t> TraceTable::find(std::initializer_list<std::string_view> names) const {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string name = folded(columns[i].name);
    const bool wanted = std::any_of(names.begin(), names.end(),
                                    [&](std::string_view n) { return name == folded(n); });
    if (!wanted) continue;
    if (found) {
      throw Error(ErrorKind::bad_data, path.filename().string() + ": the columns " +
                                           shown(columns[*found]) + " and " + shown(columns[i]) +
                                           " may both be the " + std::string(*names.begin()) +
                                           "; keep one, or give the other another name");
    }
    found = i;
  }
  return found;
}

std::vector<std::size_t> TraceTable::find_numbered(
    std::initializer_list<std::string_view> names) const {
  std::vector<std::pair<long long, std::size_t>> found;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    for (const std::string_view name : names) {
      const long long number = number_behind(folded(columns[i].name), folded(name));
      if (number < 0) continue;
      found.emplace_back(number, i);
      break;
    }
  }
  std::sort(found.begin(), found.end());
  std::vector<std::size_t> columns_found;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (i > 0 && found[i].first == found[i - 1].first) {
      throw Error(ErrorKind::bad_data,
                  path.filename().string() + ": the columns " +
                      shown(columns[found[i - 1].second]) + " and " +
                      shown(columns[found[i].second]) +
                      " have one number; keep one, or give the other another name");
    }
    columns_found.push_back(found[i].second);
  }
  return columns_found;
}

std::vector<double> TraceTable::si(std::size_t column, Dimension dimension,
                                   std::string_view assumed) const {
  const TraceColumn& from = columns[column];
  if (!from.fault.empty()) refuse(column, from.fault);
  const std::string_view units = from.units.empty() ? assumed : std::string_view(from.units);
  if (units.empty()) {
    refuse(column, "it has no unit: write it behind the name, as " + unit_examples(dimension) +
                       ", or into the sidecar's 'Variables'");
  }
  const double factor =
      unit_in_si(units, dimension, path.filename().string() + ", column '" + from.name + "'");
  std::vector<double> values(from.values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(from.values[i])) {
      refuse(column, "row " + std::to_string(i + 1) + " of the data has no value");
    }
    values[i] = factor == 1 ? from.values[i] : from.values[i] * factor;
  }
  return values;
}

double TraceTable::number(std::string_view key) const {
  return value_of(numbers, key, kNaN);
}

std::string TraceTable::text(std::string_view key) const {
  return value_of(texts, key, std::string{});
}

std::string TraceTable::column_list() const {
  std::string list;
  for (const TraceColumn& column : columns) {
    if (list.size() > 200) return list + ", ...";
    list += (list.empty() ? "'" : ", '") + column.name + "'";
  }
  return list;
}

void TraceTable::refuse(std::size_t column, const std::string& what) const {
  throw Error(ErrorKind::bad_data,
              path.filename().string() + ", column '" + columns[column].name + "': " + what);
}

}  // namespace stiff
