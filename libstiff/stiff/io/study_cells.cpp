#include "stiff/io/study_cells.h"

#include "stiff/core/error.h"
#include "stiff/core/estimate.h"
#include "stiff/io/number_text.h"

#include <algorithm>
#include <array>

namespace stiff {

std::string as_label(std::string_view text) {
  std::string label;
  for (const char c : trimmed(text)) {
    if (c >= 'A' && c <= 'Z') {
      label.push_back(static_cast<char>(c - 'A' + 'a'));
    } else if (c == ' ' || c == '-' || c == '_') {
      if (!label.empty() && label.back() != '_') label.push_back('_');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               static_cast<unsigned char>(c) >= 0x80) {
      label.push_back(c);
    }
  }
  while (!label.empty() && label.back() == '_') label.pop_back();
  return label;
}

bool is_missing_text(std::string_view text) {
  constexpr std::array<std::string_view, 6> kMissing{"n/a", "na", "nan", "-", "--", "?"};
  std::string word(trimmed(text));
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return word.empty() || std::find(kMissing.begin(), kMissing.end(), word) != kMissing.end();
}

std::optional<std::size_t> StudyCells::find(std::initializer_list<std::string_view> names) const {
  const auto column = table_.find(names);
  if (column) used_.insert(*column);
  return column;
}

std::size_t StudyCells::required(std::initializer_list<std::string_view> names) const {
  if (const auto column = find(names)) return *column;
  throw Error(ErrorKind::bad_data, table_.path.filename().string() + ": the column '" +
                                       std::string(*names.begin()) + "' is missing");
}

std::string StudyCells::text(std::size_t row, std::optional<std::size_t> column) const {
  if (!column) return "";
  const std::string& cell = table_.rows[row][*column];
  return is_missing_text(cell) ? "" : cell;
}

std::string StudyCells::label(std::size_t row, std::optional<std::size_t> column,
                              std::string_view prefix) const {
  std::string label = text(row, column);
  if (label.starts_with(prefix)) label.erase(0, prefix.size());
  return label;
}

std::vector<double> StudyCells::numbers(std::optional<std::size_t> column) const {
  if (!column) return std::vector<double>(table_.rows.size(), kNaN);
  return table_.numbers(*column);
}

std::vector<std::string> StudyCells::not_kept() const {
  std::vector<std::string> names;
  for (std::size_t c = 0; c < table_.columns.size(); ++c) {
    if (!used_.contains(c) && !table_.columns[c].empty()) names.push_back(table_.columns[c]);
  }
  return names;
}

}  // namespace stiff
