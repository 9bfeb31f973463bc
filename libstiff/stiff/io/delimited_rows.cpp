#include "stiff/io/delimited_rows.h"

#include "stiff/core/error.h"
#include "stiff/core/estimate.h"
#include "stiff/io/number_text.h"
#include "stiff/io/table_text.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace stiff {
namespace {

constexpr std::size_t kMostColumns = 4096;

// "1,234" in a file whose separator is the comma: its writer's decimals are points.
bool looks_like_thousands(std::string_view cell) {
  const std::size_t comma = cell.find(',');
  const std::string_view after = cell.substr(comma + 1);
  return comma >= 1 && comma <= 3 && after.size() == 3 &&
         std::all_of(after.begin(), after.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

DelimitedRows::DelimitedRows(std::string_view text, std::filesystem::path path)
    : text_(text), path_(std::move(path)) {
  if (text_.find('\0') != std::string_view::npos) refuse_line(1, "it is no text");
  take_separator();
  if (!split()) refuse_line(1, "the table is empty");
  columns_.assign(cells_.begin(), cells_.end());
  while (!columns_.empty() && columns_.back().empty()) columns_.pop_back();
  if (columns_.empty()) refuse_line(row_line_, "the header is empty");
  for (auto at = columns_.begin(); at != columns_.end(); ++at) {
    if (!at->empty() && std::find(columns_.begin(), at, *at) != at) {
      const bool number = parse_number(*at).has_value();
      refuse_line(row_line_, "two columns are called '" + *at + "'" +
                                 (number ? ": the first line should name the columns" : ""));
    }
  }
}

// Excel says which it is in a first line of its own, "sep=;".
void DelimitedRows::take_separator() {
  if (text_.starts_with("sep=") && text_.size() > 5 && text_[5] == '\n') {
    separator_ = text_[4];
    at_ = 6;
    line_ = 2;
  } else {
    separator_ = find_separator(text_);
  }
}

bool DelimitedRows::next() {
  if (!split()) return false;
  const std::size_t columns = columns_.size();
  if (!closed_ && cells_.size() < columns) {
    refuse_line(row_line_, "the file ends in the middle of a row");
  }
  while (cells_.size() > columns && cells_.back().empty()) cells_.pop_back();
  if (cells_.size() > columns) {
    const bool commas = separator_ == ',' && cells_.size() == 2 * columns;
    refuse_line(row_line_, "it has " + std::to_string(cells_.size()) + " cells, the header " +
                               std::to_string(columns) +
                               (commas ? " (numbers with decimal commas need semicolons or tabs "
                                         "between them)"
                                       : ""));
  }
  cells_.resize(columns);
  return true;
}

bool DelimitedRows::split() {
  skip_blank_lines();
  if (at_ == text_.size()) return false;
  cells_.clear();
  unquoted_.clear();
  row_line_ = line_;
  do {
    cells_.push_back(cell());
    if (cells_.size() > kMostColumns) refuse_line(row_line_, "it has too many columns");
  } while (take(separator_));
  if (!take('\n') && at_ != text_.size()) refuse_line(row_line_, "text follows a closing quote");
  closed_ = text_[at_ - 1] == '\n';
  return true;
}

// Also lines of separators alone, as spreadsheets leave them, and comments.
void DelimitedRows::skip_blank_lines() {
  while (at_ < text_.size()) {
    std::size_t to = at_;
    while (to < text_.size() && (text_[to] == ' ' || text_[to] == '\t' || text_[to] == separator_))
      ++to;
    const bool blank = to == text_.size() || text_[to] == '\n';
    if (!blank && text_[at_] != '#') return;
    to = std::min(text_.find('\n', to), text_.size());
    at_ = std::min(to + 1, text_.size());
    ++line_;
  }
}

std::string_view DelimitedRows::cell() {
  while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  if (at_ < text_.size() && text_[at_] == '"') return quoted();
  const std::size_t from = at_;
  while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') ++at_;
  return trimmed(text_.substr(from, at_ - from));
}

std::string_view DelimitedRows::quoted() {
  const std::size_t opened = line_;
  std::string& inside = unquoted_.emplace_back();
  ++at_;
  for (; at_ < text_.size(); ++at_) {
    if (text_[at_] == '"') {
      if (at_ + 1 == text_.size() || text_[at_ + 1] != '"') {
        ++at_;
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
        return trimmed(inside);
      }
      ++at_;
    }
    if (text_[at_] == '\n') ++line_;
    inside.push_back(text_[at_]);
  }
  refuse_line(opened, "a quote is not closed");
}

bool DelimitedRows::take(char c) {
  if (at_ == text_.size() || text_[at_] != c) return false;
  if (c == '\n') ++line_;
  ++at_;
  return true;
}

void DelimitedRows::refuse_line(std::size_t line, const std::string& what) const {
  throw Error(ErrorKind::bad_data,
              path_.filename().string() + ", line " + std::to_string(line) + ": " + what);
}

void DelimitedRows::refuse(std::size_t column, const std::string& what) const {
  throw Error(ErrorKind::bad_data, path_.filename().string() + ", line " +
                                       std::to_string(row_line_) + ", column '" + columns_[column] +
                                       "': " + what);
}

double NumberCells::read(std::string_view cell, std::string& fault) {
  const bool comma = cell.find(',') != std::string_view::npos;
  const std::optional<double> value = parse_number(cell, comma ? ',' : '.');
  if (!value && is_missing(cell)) return kNaN;
  points_ = points_ || cell.find('.') != std::string_view::npos;
  if (comma && separator_ == ',' && looks_like_thousands(cell)) {
    fault =
        "'" + std::string(cell) + "' may be thousands or a fraction: write it without the comma";
  } else if (!value) {
    fault = "'" + std::string(cell.substr(0, 40)) + "' is no number";
  } else {
    commas_ = commas_ || comma;
    if (points_ && commas_) {
      fault = "decimal points and decimal commas (or thousands separators) in one column";
    }
  }
  return fault.empty() ? *value : kNaN;
}

}  // namespace stiff
