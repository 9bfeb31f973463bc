#include "stiff/io/myoton_rows.h"

#include "stiff/core/error.h"
#include "stiff/core/estimate.h"
#include "stiff/io/byte_file.h"
#include "stiff/io/device_readings.h"
#include "stiff/io/export_cells.h"
#include "stiff/io/number_text.h"
#include "stiff/io/table_text.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace stiff {
namespace {

constexpr int kMostIterations = 1000;

// Which column is which, by the names of the maker, without case, blanks and a unit in brackets.
class Columns {
 public:
  Columns(const std::vector<std::string>& header, const std::string& file) : count_(header.size()) {
    for (std::size_t i = 0; i < header.size(); ++i) {
      const std::string key = folded_name(header[i].substr(0, header[i].find_first_of("([")));
      if (!places_.emplace(key, i).second) twice_.push_back(key);
    }
    check(file);
  }

  std::size_t count() const { return count_; }
  bool has(std::string_view name) const { return places_.count(folded_name(name)) > 0; }
  std::size_t place(std::string_view name) const { return places_.at(folded_name(name)); }
  /// A row's cell; empty where there is no such column, or the row ends before it.
  std::string cell(const ExportLine& line, std::string_view name) const {
    const auto at = places_.find(folded_name(name));
    return at == places_.end() || at->second >= line.cells.size() ? std::string()
                                                                  : line.cells[at->second];
  }

 private:
  void check(const std::string& file) const {
    std::string lack;
    std::size_t found = 0;
    const std::array<std::string_view, 7> needed{
        "Subject ID", "Object", "Measurement time", "Frequency", "Stiffness", "Decrement", "Side"};
    for (const std::string_view name : needed) {
      if (has(name)) ++found;
      if (!has(name)) lack += (lack.empty() ? "'" : ", '") + std::string(name) + "'";
      const bool twice = std::find(twice_.begin(), twice_.end(), folded_name(name)) != twice_.end();
      if (twice) {
        throw Error(ErrorKind::bad_data,
                    file + ": the column '" + std::string(name) + "' is there twice");
      }
    }
    if (found == 0) {
      throw Error(ErrorKind::bad_data,
                  file + " is no export of a Myoton: its first line has none of the columns");
    }
    if (!lack.empty()) {
      throw Error(ErrorKind::bad_data,
                  file + " is no whole export of a Myoton: there is no column " + lack);
    }
  }

  std::size_t count_;
  std::map<std::string, std::size_t> places_;
  std::vector<std::string> twice_;
};

// Days, months and years in the order in which a file has them.
enum class DateOrder { day_first, month_first };

std::optional<std::array<int, 3>> year_month_day(std::string_view text, DateOrder order) {
  const auto parts = date_parts(text);
  if (!parts) return std::nullopt;
  const auto [a, b, last] = *parts;
  if (a > 31) return std::array{a, b, last};
  const int c = last >= 100 ? last : last + (last < 70 ? 2000 : 1900);
  return order == DateOrder::day_first ? std::array{c, b, a} : std::array{c, a, b};
}

std::optional<int> day_of(std::string_view text, DateOrder order) {
  const auto date = year_month_day(text, order);
  if (!date) return std::nullopt;
  return day_number((*date)[0], (*date)[1], (*date)[2]);
}

// The maker writes the day first. A file that a spreadsheet of another country has saved says so by
// days over 12, and by the column with the month.
DateOrder date_order(const std::vector<ExportLine>& lines, const Columns& columns) {
  std::array<std::size_t, 2> fit{};
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto month = export_number(columns.cell(lines[i], "Month"));
    for (const DateOrder order : {DateOrder::day_first, DateOrder::month_first}) {
      const std::string text = columns.cell(lines[i], "Measurement time");
      if (!day_of(text, order)) continue;
      if (month && *month != (*year_month_day(text, order))[1]) continue;
      ++fit[static_cast<std::size_t>(order)];
    }
  }
  return fit[1] > fit[0] ? DateOrder::month_first : DateOrder::day_first;
}

std::string sex_of(std::string_view cell) {
  const std::string word = folded_name(cell);
  for (const char* female :
       {"female", "f", "w", "woman", "weiblich", "femme", "mujer", "kobieta"}) {
    if (word == female) return "female";
  }
  for (const char* male : {"male", "m", "man", "maennlich", "mannlich", "homme", "hombre"}) {
    if (word == male) return "male";
  }
  return {};
}

// As a label: without case, so that "Relaxed" and "relaxed" are one state.
std::string lower_label(std::string_view text) {
  std::string label = bids_label(text);
  for (char& c : label) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return label;
}

class RowReader {
 public:
  RowReader(const Columns& columns, DateOrder order, const SiteMap& sites,
            const MuscleTable& muscles)
      : columns_(columns), order_(order), sites_(sites), muscles_(muscles) {}

  ExportRow read(const ExportLine& line) const {
    ExportRow row;
    row.line = line.number;
    for (std::size_t i = 0; i < line.cells.size(); ++i) {
      const bool number = columns_.has("Measurement ID") && i == columns_.place("Measurement ID");
      if (!number) row.all += line.cells[i] + '\n';
    }
    row.person = {columns_.cell(line, "Subject ID"), columns_.cell(line, "Subject name"),
                  columns_.cell(line, "Birth date")};
    row.fault = understand(line, row);
    return row;
  }

 private:
  // Fills the row; a fault in words where it is not good.
  std::string understand(const ExportLine& line, ExportRow& row) const {
    if (line.open_quote) return "a quote is left open";
    if (line.cells.size() > columns_.count()) {
      return "more cells than the header has: a separator within a number or a text";
    }
    if (!ExportPeople::is_known(row.person)) {
      return "nothing says whose it is: Subject ID is missing, or a spreadsheet has spoilt it";
    }
    const auto day = day_of(columns_.cell(line, "Measurement time"), order_);
    if (!day) return "Measurement time is no date";
    row.day = *day;
    const auto birth = day_of(columns_.cell(line, "Birth date"), order_);
    row.has_birth_day = birth.has_value();
    row.birth_day = birth.value_or(0);
    row.sex = sex_of(columns_.cell(line, "Gender"));
    row.state = lower_label(columns_.cell(line, "State"));
    row.posture = lower_label(columns_.cell(line, "Position"));
    if (std::string fault = iteration(line, row); !fault.empty()) return fault;
    if (std::string fault = place(line, row); !fault.empty()) return fault;
    return values(line, row);
  }

  std::string iteration(const ExportLine& line, ExportRow& row) const {
    if (!columns_.has("Iteration")) return {};
    const auto number = export_number(columns_.cell(line, "Iteration"));
    if (!number || !(*number >= 1 && *number <= kMostIterations) ||
        *number != std::floor(*number)) {
      return "Iteration is no number of a tap";
    }
    row.iteration = static_cast<int>(*number);
    return {};
  }

  std::string place(const ExportLine& line, ExportRow& row) const {
    const Place& place = place_of(columns_.cell(line, "Object"), columns_.cell(line, "Location"),
                                  columns_.cell(line, "Pattern"));
    if (!place.fault.empty()) return place.fault;
    row.site = place.site;
    const auto side = side_of_word(columns_.cell(line, "Side"));
    if (!muscles_.at(row.site.muscle).paired()) {
      row.site.side.clear();
      return {};
    }
    if (!side) return "Side is neither left nor right";
    if (!side->empty() && !row.site.side.empty() && *side != row.site.side) {
      return "Side says one side, and Object or Location the other";
    }
    if (!side->empty()) row.site.side = *side;
    return {};
  }

  // A file has few places and many rows: each place is looked for once.
  struct Place {
    ExportSite site;
    std::string fault;
  };
  const Place& place_of(const std::string& object, const std::string& location,
                        const std::string& pattern) const {
    const auto [at, fresh] = places_.try_emplace(object + '\n' + location + '\n' + pattern);
    Place& place = at->second;
    if (!fresh) return place;
    place.site = sites_.find(object, location, pattern);
    place.site.site = lower_label(place.site.site);
    if (!place.site.muscle.empty()) return place;
    place.fault = object.empty() ? "Object is missing" : "Object is no muscle that is known";
    if (object.empty()) return place;
    place.fault += "; the nearest names:";
    for (const std::string& name : muscles_.nearest(object)) {
      place.fault += (place.fault.back() == ':' ? " '" : ", '") + name + "'";
    }
    return place;
  }

  std::string values(const ExportLine& line, ExportRow& row) const {
    for (std::size_t i = 0; i < kExportQuantities.size(); ++i) {
      const ExportQuantity& quantity = kExportQuantities[i];
      const std::string name(quantity.column);
      const std::string cell = columns_.cell(line, name);
      row.values[i] = kNaN;
      if (is_missing(cell)) {
        if (quantity.needed) return name + " is missing";
        continue;
      }
      const auto value = export_number(cell);
      if (!value) return name + " is no number";
      if (!(*value >= quantity.lowest && *value <= quantity.highest)) {
        return name + " is out of the range of any tissue";
      }
      row.values[i] = *value;
    }
    return {};
  }

  const Columns& columns_;
  DateOrder order_;
  const SiteMap& sites_;
  const MuscleTable& muscles_;
  mutable std::map<std::string, Place> places_;
};

}  // namespace

std::optional<int> day_number(int year, int month, int day) {
  constexpr std::array<int, 12> kLengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1) return std::nullopt;
  const auto leaps = [](int y) { return y / 4 - y / 100 + y / 400; };
  const bool leap = leaps(year) != leaps(year - 1);
  const auto length = [&](int m) {
    return kLengths[static_cast<std::size_t>(m - 1)] + (m == 2 && leap ? 1 : 0);
  };
  if (day > length(month)) return std::nullopt;
  int days = 365 * (year - 1970) + leaps(year - 1) - leaps(1969);
  for (int m = 1; m < month; ++m) days += length(m);
  return days + day - 1;
}

ExportRows read_export_rows(const std::filesystem::path& path, std::size_t file_index,
                            const SiteMap& sites, const MuscleTable& muscles) {
  const std::string name = path.filename().string();
  const std::vector<ExportLine> lines = export_lines(table_text(read_text(path)));
  if (lines.empty()) throw Error(ErrorKind::bad_data, name + " is empty");
  const Columns columns(lines[0].cells, name);
  const RowReader reader(columns, date_order(lines, columns), sites, muscles);
  ExportRows out;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    ExportRow row = reader.read(lines[i]);
    row.file = file_index;
    row.is_header = lines[i].cells == lines[0].cells;
    out.rows.push_back(std::move(row));
    out.operators.push_back(columns.cell(lines[i], "Operator"));
  }
  return out;
}

}  // namespace stiff
