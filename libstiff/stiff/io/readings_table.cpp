#include "stiff/io/readings_table.h"

#include "stiff/core/error.h"
#include "stiff/io/muscles_table.h"
#include "stiff/io/number_text.h"
#include "stiff/io/units.h"
#include "stiff/result/quantity.h"

#include <array>
#include <cmath>
#include <optional>

namespace stiff {
namespace {

using Column = std::optional<std::size_t>;

struct Word {
  std::string_view word, quantity;
};
constexpr auto kWords = std::to_array<Word>({
    {"shearwavespeed", "shear_wave_speed"},
    {"shearwavevelocity", "shear_wave_speed"},
    {"speed", "shear_wave_speed"},
    {"swv", "shear_wave_speed"},
    {"sws", "shear_wave_speed"},
    {"shearmodulus", "shear_modulus"},
    {"mu", "shear_modulus"},
    {"g", "shear_modulus"},
    {"youngmodulus", "young_modulus"},
    {"young'smodulus", "young_modulus"},
    {"youngsmodulus", "young_modulus"},
    {"e", "young_modulus"},
});

std::string folded(std::string_view word) {
  std::string key;
  for (const char c : word) {
    if (c == ' ' || c == '_' || c == '-') continue;
    key.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return key;
}

// A column that holds values: of the row's own quantity and unit, or of those in its name.
struct ValueColumn {
  std::size_t column = 0;
  std::string quantity, units;
};

// "young_modulus (kPa)" or "[kPa]".
std::optional<ValueColumn> value_column(const std::string& name, std::size_t column) {
  const std::size_t open = name.find_first_of("([");
  if (open == std::string::npos || name.find_first_of(")]", open) != name.size() - 1)
    return std::nullopt;
  std::string quantity = reading_quantity(name.substr(0, open));
  if (quantity.empty()) return std::nullopt;
  const std::string inside = name.substr(open + 1, name.size() - open - 2);
  return ValueColumn{column, std::move(quantity), std::string(trimmed(inside))};
}

std::vector<ValueColumn> value_columns(const DelimitedTable& table) {
  std::vector<ValueColumn> columns;
  if (const Column value = table.find({"value"})) columns.push_back({*value, "", ""});
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (auto found = value_column(table.columns[c], c)) columns.push_back(std::move(*found));
  }
  if (columns.empty()) {
    throw Error(ErrorKind::bad_data, table.path.filename().string() +
                                         ": no column 'value', nor one as 'young_modulus (kPa)'");
  }
  return columns;
}

// What no tissue reaches; beyond it the unit or the quantity is not the declared one.
double largest(const std::string& quantity) {
  return quantity == "shear_wave_speed" ? 50 : 3000;
}

class Reader {
 public:
  Reader(const DelimitedTable& table, const ReadingsOptions& options)
      : table_(table), options_(options) {}

  std::vector<Reading> read() const {
    std::vector<Reading> readings;
    const std::vector<ValueColumn> columns = value_columns(table_);
    const auto std_errors = optional_numbers({"std_error", "standard_error", "se"});
    const auto qualities = optional_numbers({"quality"});
    const auto counts = optional_numbers({"n"});
    const auto repeats = optional_numbers({"repeat", "repetition"});
    for (const ValueColumn& column : columns) {
      const std::vector<double> values = table_.numbers(column.column);
      for (std::size_t i = 0; i < values.size(); ++i) {
        Reading reading = row_reading(i);
        const double factor = declare(column, i, reading);
        reading.value = values[i] * factor;
        reading.std_error = at(std_errors, i) * factor;
        reading.quality = at(qualities, i);
        reading.n = static_cast<std::int64_t>(whole(at(counts, i), {"n"}, i));
        reading.repeat = static_cast<int>(whole(at(repeats, i), {"repeat", "repetition"}, i));
        const bool possible = std::isnan(reading.value) ||
                              (reading.value > 0 && reading.value <= largest(reading.quantity));
        if (!possible) {
          table_.refuse(i, column.column,
                        "'" + table_.rows[i][column.column] + "' is no " + reading.quantity +
                            " of any tissue: is its quantity or unit another?");
        }
        readings.push_back(std::move(reading));
      }
    }
    return readings;
  }

 private:
  static double at(const std::vector<double>& values, std::size_t i) {
    return values.empty() ? kNaN : values[i];
  }

  std::vector<double> optional_numbers(std::initializer_list<std::string_view> names) const {
    const Column column = table_.find(names);
    return column ? table_.numbers(*column) : std::vector<double>{};
  }

  double whole(double value, std::initializer_list<std::string_view> names, std::size_t row) const {
    if (std::isnan(value)) return 0;
    if (!(value >= 1 && value <= 1e6) || value != std::floor(value)) {
      table_.refuse(row, *table_.find(names), "it counts from 1 in whole numbers");
    }
    return value;
  }

  std::string text(std::initializer_list<std::string_view> names, std::size_t row) const {
    const Column column = table_.find(names);
    if (!column || is_missing(table_.rows[row][*column])) return {};
    return table_.rows[row][*column];
  }

  Reading row_reading(std::size_t row) const {
    Reading reading;
    reading.row = row;
    RecordingIdentity& id = reading.identity;
    id.recording_id = text({"recording_id"}, row);
    id.participant = text({"participant", "participant_id", "subject", "subject_id"}, row);
    if (id.participant.starts_with("sub-")) id.participant.erase(0, 4);
    id.session = text({"session", "session_id", "visit"}, row);
    if (id.session.starts_with("ses-")) id.session.erase(0, 4);
    id.muscle = text({"muscle"}, row);
    const std::string side = text({"side"}, row);
    id.side = side_of_word(side).value_or(side);
    id.site = text({"site"}, row);
    id.state = text({"state"}, row);
    id.posture = text({"posture"}, row);
    id.probe_direction = text({"probe_direction"}, row);
    id.device = text({"device", "scanner"}, row);
    if (id.device.empty()) id.device = options_.device;
    id.run = text({"run"}, row);
    id.modality = "swe";
    id.source = table_.path.filename().string();
    reading.region = text({"region", "roi"}, row);
    if (reading.region.empty()) reading.region = "all";
    return reading;
  }

  // Sets the quantity and returns the factor from the declared unit to the quantity's own.
  double declare(const ValueColumn& column, std::size_t row, Reading& reading) const {
    std::string quantity_word = column.quantity;
    std::string units = column.units;
    if (quantity_word.empty()) quantity_word = text({"quantity"}, row);
    if (quantity_word.empty()) quantity_word = options_.quantity;
    if (units.empty()) units = text({"units", "unit"}, row);
    if (units.empty()) units = options_.units;
    if (quantity_word.empty() || units.empty()) {
      table_.refuse(row, column.column,
                    std::string(quantity_word.empty() ? "its quantity" : "its unit") +
                        " is not declared: by a column, an option, or Quantity and Units in "
                        "the table's sidecar");
    }
    reading.quantity = reading_quantity(quantity_word);
    if (reading.quantity.empty()) {
      table_.refuse(row, column.column,
                    "'" + quantity_word +
                        "' is not shear_wave_speed, shear_modulus or "
                        "young_modulus: a scanner's stiffness may be any of them");
    }
    const bool speed = reading.quantity == "shear_wave_speed";
    const std::string where =
        table_.path.filename().string() + ", line " + std::to_string(table_.lines[row]);
    const double si = unit_in_si(units, speed ? Dimension::speed : Dimension::modulus, where);
    return speed ? si
                 : si / unit_in_si(quantity(reading.quantity).units, Dimension::modulus, where);
  }

  const DelimitedTable& table_;
  const ReadingsOptions& options_;
};

}  // namespace

std::string reading_quantity(std::string_view word) {
  const std::string key = folded(word);
  for (const Word& known : kWords) {
    if (known.word == key) return std::string(known.quantity);
  }
  return {};
}

std::vector<Reading> table_readings(const DelimitedTable& table, const ReadingsOptions& options) {
  return Reader(table, options).read();
}

}  // namespace stiff
