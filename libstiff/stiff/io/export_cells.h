#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// The lines of a table with their cells, read so that no damage to one line reaches another: a
/// quote that is left open ends with its line.
struct ExportLine {
  std::size_t number = 0;  ///< in the file, from 1
  std::vector<std::string> cells;
  bool open_quote = false;
};

/// Lines that are not empty, the header first; `sep=;`, as Excel writes it, is taken.
std::vector<ExportLine> export_lines(const std::string& text);

/// Three numbers of a date in the order in which they stand: "09/03/2026 10:12", "2026-03-09".
/// Nothing for any other text.
std::optional<std::array<int, 3>> date_parts(std::string_view text);

/// A number with a decimal point or comma, in whichever the cell has; nothing where it has both.
std::optional<double> export_number(std::string_view cell);

}  // namespace stiff
