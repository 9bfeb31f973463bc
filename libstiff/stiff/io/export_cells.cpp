#include "stiff/io/export_cells.h"

#include "stiff/io/number_text.h"
#include "stiff/io/table_text.h"

#include <cstddef>

namespace stiff {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The cells of one line; quotes may hold separators and doubled quotes.
ExportLine cells_of(std::string_view line, char separator) {
  ExportLine out;
  std::string cell;
  bool quoted = false;
  const auto take = [&] {
    out.cells.emplace_back(trimmed(cell));
    cell.clear();
  };
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
      cell.push_back(line[++i]);
    } else if (c == '"' && (quoted || trimmed(cell).empty())) {
      quoted = !quoted;
    } else if (c == separator && !quoted) {
      take();
    } else {
      cell.push_back(c);
    }
  }
  take();
  out.open_quote = quoted;
  return out;
}

bool is_empty(const ExportLine& line) {
  for (const std::string& cell : line.cells) {
    if (!cell.empty()) return false;
  }
  return true;
}

}  // namespace

std::vector<ExportLine> export_lines(const std::string& text) {
  std::vector<ExportLine> lines;
  std::string_view rest(text);
  char separator = 0;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (separator == 0 && line.size() == 5 && line.starts_with("sep=")) {
      separator = line[4];
      continue;
    }
    if (separator == 0 && !trimmed(line).empty()) separator = find_separator(line);
    ExportLine cells = cells_of(line, separator);
    cells.number = number;
    if (!is_empty(cells)) lines.push_back(std::move(cells));
  }
  return lines;
}

std::optional<std::array<int, 3>> date_parts(std::string_view text) {
  std::array<int, 3> parts{};
  std::size_t at = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at]) && at - begin < 5) {
      parts[i] = 10 * parts[i] + (text[at++] - '0');
    }
    if (at == begin || at - begin > 4) return std::nullopt;
    if (i == 2) break;
    if (at == text.size() || std::string_view("/.-").find(text[at]) == std::string_view::npos) {
      return std::nullopt;
    }
    ++at;
  }
  // A clock time may follow, and nothing that would make it another kind of text.
  if (at < text.size() && text[at] != ' ' && text[at] != 'T') return std::nullopt;
  return parts;
}

std::optional<double> export_number(std::string_view cell) {
  return parse_number(cell, cell.find(',') != std::string_view::npos ? ',' : '.');
}

}  // namespace stiff
