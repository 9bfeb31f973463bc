#include "tools/demo_table.h"

#include "stiff/core/error.h"
#include "stiff/io/results_file.h"
#include "stiff/result/quantity.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <system_error>
#include <variant>
#include <vector>

#include "tools/truth_table.h"

namespace stiff::tool {
namespace {

/// A column of the estimates by its name and type.
template <class T>
const std::vector<T>& column(const Table& table, std::string_view name) {
  for (const Column& one : table.columns) {
    if (one.name != name) continue;
    if (const auto* values = std::get_if<std::vector<T>>(&one.values)) return *values;
  }
  throw Error(ErrorKind::bad_data,
              "the table '" + table.name + "' has no column '" + std::string(name) + "'");
}

/// What a person looks at first in each kind of recording; the rest stands in the files.
constexpr auto kShown = std::to_array<std::string_view>(
    {"shear_modulus", "dynamic_stiffness", "oscillation_frequency", "indentation_modulus",
     "instantaneous_modulus", "long_time_modulus", "hold_pressure", "release_time", "twitch_count",
     "twitch_onset"});

bool is_shown(const TruthRow& row) {
  return row.repeat == 0 && std::find(kShown.begin(), kShown.end(), row.quantity) != kShown.end();
}

/// The row that answers to a truth: the primary one of the whole, the first of a region (all rows
/// are of the default method first).
std::optional<std::size_t> find_row(const Table& estimates, const TruthRow& truth) {
  const auto& ids = column<std::string>(estimates, "recording_id");
  const auto& quantities = column<std::string>(estimates, "quantity");
  const auto& rois = column<std::string>(estimates, "roi");
  const auto& primary = column<std::int64_t>(estimates, "primary");
  const auto& repeats = column<std::int64_t>(estimates, "repeat");
  for (std::size_t row = 0; row < ids.size(); ++row) {
    if (ids[row] != truth.recording_id || quantities[row] != truth.quantity ||
        rois[row] != truth.roi || repeats[row] != truth.repeat) {
      continue;
    }
    if (truth.roi != "all" || primary[row] == 1) return row;
  }
  return std::nullopt;
}

std::string fixed(double value) {
  std::array<char, 64> text{};
  const auto [end, fault] =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 2);
  return fault == std::errc{} ? std::string(text.data(), end) : "?";
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size() + 1), ' ');
  return text;
}

}  // namespace

DemoTable demo_table(const std::filesystem::path& truth, const std::filesystem::path& results) {
  const Table estimates = read_table(results, "estimates");
  const auto& values = column<double>(estimates, "value");
  const auto& lows = column<double>(estimates, "ci_low");
  const auto& highs = column<double>(estimates, "ci_high");
  const auto& reasons = column<std::string>(estimates, "reason");

  DemoTable table;
  table.as_expected = true;
  table.text = padded("recording", 36) + padded("region", 10) + padded("quantity", 23) +
               padded("value", 21) + padded("95 % interval", 18) + "truth\n";
  for (const TruthRow& known : read_truth_table(truth)) {
    if (!is_shown(known)) continue;
    const bool expected = !std::isnan(known.value);
    const auto row = find_row(estimates, known);
    const bool valued = row && !std::isnan(values[*row]);
    table.as_expected = table.as_expected && row && valued == expected;
    const std::string units(quantity(known.quantity).units);
    std::string value = "no row";
    std::string interval;
    if (valued) {
      value = fixed(values[*row]) + (units == "1" ? "" : " " + units);
      if (!std::isnan(lows[*row])) interval = fixed(lows[*row]) + " to " + fixed(highs[*row]);
    } else if (row) {
      value = "no value: " + reasons[*row];
    }
    table.text += padded(known.recording_id, 36) + padded(known.roi, 10) +
                  padded(known.quantity, 23) + padded(value, 21) + padded(interval, 18) +
                  (expected ? fixed(known.value) : "none") + "\n";
  }
  return table;
}

}  // namespace stiff::tool
