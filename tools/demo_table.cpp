#include "tools/demo_table.h"

#include "stiff/core/error.h"
#include "stiff/io/delimited_table.h"
#include "stiff/io/results_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <system_error>
#include <variant>
#include <vector>

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

/// The row of a recording's shear modulus in a region: the primary one of the whole field, the
/// first of the others (all rows are of the default method first).
std::optional<std::size_t> find_row(const Table& estimates, const std::string& recording_id,
                                    const std::string& roi) {
  const auto& ids = column<std::string>(estimates, "recording_id");
  const auto& quantities = column<std::string>(estimates, "quantity");
  const auto& rois = column<std::string>(estimates, "roi");
  const auto& primary = column<std::int64_t>(estimates, "primary");
  const auto& repeats = column<std::int64_t>(estimates, "repeat");
  for (std::size_t row = 0; row < ids.size(); ++row) {
    if (ids[row] != recording_id || quantities[row] != "shear_modulus" || rois[row] != roi)
      continue;
    if (roi == "all" ? primary[row] == 1 : repeats[row] == 0) return row;
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
  const DelimitedTable known = read_delimited_table(truth);
  const auto id_column = known.find({"recording_id"});
  const auto roi_column = known.find({"roi"});
  const auto modulus_column = known.find({"shear_modulus_kpa"});
  if (!id_column || !roi_column || !modulus_column) {
    throw Error(ErrorKind::bad_data, truth.string() + ": is not the truth of a simulated study");
  }
  const std::vector<double> moduli = known.numbers(*modulus_column);
  const Table estimates = read_table(results, "estimates");
  const auto& values = column<double>(estimates, "value");
  const auto& lows = column<double>(estimates, "ci_low");
  const auto& highs = column<double>(estimates, "ci_high");
  const auto& reasons = column<std::string>(estimates, "reason");

  DemoTable table;
  table.as_expected = true;
  table.text = padded("recording", 28) + padded("region", 14) + padded("shear modulus, kPa", 21) +
               padded("95 % interval", 18) + "truth, kPa\n";
  for (std::size_t i = 0; i < known.rows.size(); ++i) {
    const std::string& id = known.rows[i][*id_column];
    const std::string& roi = known.rows[i][*roi_column];
    const bool wave = !std::isnan(moduli[i]);
    const auto row = find_row(estimates, id, roi);
    const bool valued = row && !std::isnan(values[*row]);
    table.as_expected = table.as_expected && row && valued == wave;
    std::string value = "no row";
    std::string interval;
    if (valued) {
      value = fixed(values[*row]);
      interval = fixed(lows[*row]) + " to " + fixed(highs[*row]);
    } else if (row) {
      value = "no value: " + reasons[*row];
    }
    table.text += padded(id, 28) + padded(roi, 14) + padded(value, 21) + padded(interval, 18) +
                  (wave ? fixed(moduli[i]) : "no wave") + "\n";
  }
  return table;
}

}  // namespace stiff::tool
