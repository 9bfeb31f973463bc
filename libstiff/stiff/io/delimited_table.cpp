#include "stiff/io/delimited_table.h"

#include "stiff/core/error.h"
#include "stiff/core/estimate.h"
#include "stiff/io/byte_file.h"
#include "stiff/io/number_text.h"
#include "stiff/io/table_text.h"

#include <algorithm>

namespace stiff {
namespace {

constexpr std::size_t kMostColumns = 4096;

[[noreturn]] void refuse_line(const std::filesystem::path& path, std::size_t line,
                              const std::string& what) {
  throw Error(ErrorKind::bad_data,
              path.filename().string() + ", line " + std::to_string(line) + ": " + what);
}

struct Row {
  std::vector<std::string> cells;
  std::size_t line = 1;
  bool closed = true;  ///< a line end follows it
};

// Splits text into rows of cells.
class Splitter {
 public:
  Splitter(std::string_view text, char separator, const std::filesystem::path& path)
      : text_(text), separator_(separator), path_(path) {}

  bool next(Row& row) {
    skip_blank_lines();
    if (at_ == text_.size()) return false;
    row = {{}, line_, true};
    do {
      row.cells.push_back(cell());
      if (row.cells.size() > kMostColumns) refuse_line(path_, row.line, "it has too many columns");
    } while (take(separator_));
    row.closed = take('\n') || at_ == text_.size();
    if (!row.closed) refuse_line(path_, row.line, "text follows a closing quote");
    row.closed = text_[at_ - 1] == '\n';
    return true;
  }

 private:
  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    if (c == '\n') ++line_;
    ++at_;
    return true;
  }

  // Also lines of separators alone, as spreadsheets leave them, and comments.
  void skip_blank_lines() {
    while (at_ < text_.size()) {
      const std::size_t end = std::min(text_.find('\n', at_), text_.size());
      const std::string_view line = text_.substr(at_, end - at_);
      const bool blank = std::all_of(line.begin(), line.end(), [&](char c) {
        return c == separator_ || c == ' ' || c == '\t';
      });
      if (!blank && line[0] != '#') return;
      at_ = std::min(end + 1, text_.size());
      ++line_;
    }
  }

  std::string cell() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    if (at_ < text_.size() && text_[at_] == '"') return quoted();
    const std::size_t end = text_.find_first_of(std::string{separator_, '\n'}, at_);
    const std::string_view plain =
        text_.substr(at_, end == std::string_view::npos ? end : end - at_);
    at_ += plain.size();
    return std::string(trimmed(plain));
  }

  std::string quoted() {
    const std::size_t opened = line_;
    std::string inside;
    ++at_;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        if (at_ + 1 == text_.size() || text_[at_ + 1] != '"') {
          ++at_;
          while (at_ < text_.size() && text_[at_] == ' ') ++at_;
          return std::string(trimmed(inside));
        }
        ++at_;
      }
      if (text_[at_] == '\n') ++line_;
      inside.push_back(text_[at_]);
    }
    refuse_line(path_, opened, "a quote is not closed");
  }

  std::string_view text_;
  char separator_;
  const std::filesystem::path& path_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

// "1,234" in a file whose separator is the comma: its writer's decimals are points.
bool looks_like_thousands(std::string_view cell) {
  const std::size_t comma = cell.find(',');
  const std::string_view after = cell.substr(comma + 1);
  return comma >= 1 && comma <= 3 && after.size() == 3 &&
         std::all_of(after.begin(), after.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string folded(std::string_view name) {
  std::string key;
  for (const char c : name) {
    if (c == ' ' || c == '_' || c == '-') continue;
    key.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return key;
}

void take_header(const Row& header, DelimitedTable& table) {
  table.columns = header.cells;
  while (!table.columns.empty() && table.columns.back().empty()) table.columns.pop_back();
  if (table.columns.empty()) refuse_line(table.path, header.line, "the header is empty");
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto before = table.columns.begin() + static_cast<std::ptrdiff_t>(i);
    if (!table.columns[i].empty() &&
        std::find(table.columns.begin(), before, table.columns[i]) != before) {
      refuse_line(table.path, header.line, "two columns are called '" + table.columns[i] + "'");
    }
  }
}

void take_row(Row row, DelimitedTable& table) {
  const std::size_t columns = table.columns.size();
  if (!row.closed && row.cells.size() < columns) {
    refuse_line(table.path, row.line, "the file ends in the middle of a row");
  }
  while (row.cells.size() > columns && row.cells.back().empty()) row.cells.pop_back();
  if (row.cells.size() > columns) {
    refuse_line(table.path, row.line,
                "it has " + std::to_string(row.cells.size()) + " cells, the header " +
                    std::to_string(columns));
  }
  row.cells.resize(columns);
  table.rows.push_back(std::move(row.cells));
  table.lines.push_back(row.line);
}

}  // namespace

std::optional<std::size_t> DelimitedTable::find(
    std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (folded(columns[i]) == folded(name)) return i;
    }
  }
  return std::nullopt;
}

std::vector<double> DelimitedTable::numbers(std::size_t column) const {
  std::vector<double> values;
  values.reserve(rows.size());
  bool points = false;
  bool commas = false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string& cell = rows[i][column];
    if (is_missing(cell)) {
      values.push_back(kNaN);
      continue;
    }
    points = points || cell.find('.') != std::string::npos;
    const bool comma = cell.find(',') != std::string::npos;
    if (comma && separator == ',' && looks_like_thousands(cell)) {
      refuse(i, column,
             "'" + cell + "' may be thousands or a fraction: write it without the comma");
    }
    const std::optional<double> value = parse_number(cell, comma ? ',' : '.');
    if (!value) refuse(i, column, "'" + cell.substr(0, 40) + "' is no number");
    commas = commas || comma;
    if (points && commas) {
      refuse(i, column,
             "decimal points and decimal commas (or thousands separators) in one column");
    }
    values.push_back(*value);
  }
  return values;
}

void DelimitedTable::refuse(std::size_t row, std::size_t column, const std::string& what) const {
  throw Error(ErrorKind::bad_data, path.filename().string() + ", line " +
                                       std::to_string(lines[row]) + ", column '" + columns[column] +
                                       "': " + what);
}

DelimitedTable parse_delimited_table(std::string text, const std::filesystem::path& path) {
  DelimitedTable table;
  table.path = path;
  const std::string clean = table_text(std::move(text));
  if (clean.find('\0') != std::string::npos) refuse_line(path, 1, "it is no text");
  table.separator = find_separator(clean);
  Splitter splitter(clean, table.separator, path);
  Row row;
  if (!splitter.next(row)) refuse_line(path, 1, "the table is empty");
  take_header(row, table);
  while (splitter.next(row)) take_row(std::move(row), table);
  return table;
}

DelimitedTable read_delimited_table(const std::filesystem::path& path) {
  return parse_delimited_table(read_text(path), path);
}

}  // namespace stiff
