#include "stiff/io/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace stiff {
namespace {

constexpr std::string_view kNoBreakSpace = "\xc2\xa0";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  for (bool again = true; again;) {
    again = false;
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    if (text.starts_with(kNoBreakSpace)) {
      text.remove_prefix(kNoBreakSpace.size());
      again = true;
    }
    if (text.ends_with(kNoBreakSpace)) {
      text.remove_suffix(kNoBreakSpace.size());
      again = true;
    }
  }
  return text;
}

std::optional<double> parse_number(std::string_view text, char decimal) {
  std::string_view digits = trimmed(text);
  std::string with_point;
  if (decimal != '.') {
    if (digits.find('.') != std::string_view::npos) return std::nullopt;
    with_point = digits;
    std::replace(with_point.begin(), with_point.end(), decimal, '.');
    digits = with_point;
  }
  const char* first = digits.data();
  const char* last = first + digits.size();
  if (first != last && *first == '+' && last - first > 1 && first[1] != '-') ++first;
  if (first == last || (*first != '-' && *first != '.' && (*first < '0' || *first > '9')))
    return std::nullopt;
  double value = 0;
  const auto parsed = std::from_chars(first, last, value);
  if (parsed.ec != std::errc{} || parsed.ptr != last || !std::isfinite(value)) return std::nullopt;
  return value;
}

bool is_missing(std::string_view text) {
  constexpr std::array<std::string_view, 9> kMissing{"n/a", "na", "nan", "null", "none",
                                                     "-",   "--", ".",   "?"};
  std::string word(trimmed(text));
  std::transform(word.begin(), word.end(), word.begin(), lower);
  return word.empty() || std::find(kMissing.begin(), kMissing.end(), word) != kMissing.end();
}

}  // namespace stiff
