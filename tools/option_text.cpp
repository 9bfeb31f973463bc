#include "tools/option_text.h"

#include "stiff/core/error.h"
#include "stiff/io/hdf5_strings.h"

#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

namespace stiff::tool {
namespace {

[[noreturn]] void refuse(std::string_view option, std::string_view text, std::string_view wanted) {
  throw Error(ErrorKind::usage, "--" + std::string(option) + " takes " + std::string(wanted) +
                                    ", not '" + std::string(text) + "'");
}

/// The factor of an SI prefix, or 0 where the letter is none.
double prefix_factor(char letter) {
  switch (letter) {
    case 'n':
      return 1e-9;
    case 'u':
      return 1e-6;
    case 'm':
      return 1e-3;
    case 'c':
      return 1e-2;
    case 'k':
      return 1e3;
    case 'M':
      return 1e6;
    case 'G':
      return 1e9;
    default:
      return 0;
  }
}

/// The factor of what stands behind a number, or 0 where it does not belong to the unit.
double suffix_factor(std::string_view suffix, std::string_view unit) {
  while (!suffix.empty() && suffix.front() == ' ') suffix.remove_prefix(1);
  if (suffix.empty()) return 1;
  if (unit.empty() || unit == "1") return 0;
  if (suffix == unit) return 1;
  return suffix.substr(1) == unit ? prefix_factor(suffix.front()) : 0;
}

/// 1 mm is 1 / 1000, which is rounded once; 1 * 0.001 would be rounded twice.
double scaled(double number, double factor) {
  return factor < 1 ? number / std::round(1 / factor) : number * factor;
}

template <class Integer>
Integer whole(std::string_view option, std::string_view text, std::string_view wanted) {
  Integer value{};
  const char* const end = text.data() + text.size();
  const auto [stop, fault] = std::from_chars(text.data(), end, value);
  if (fault != std::errc{} || stop != end || text.empty()) refuse(option, text, wanted);
  return value;
}

}  // namespace

std::string number_text(double value) {
  if (std::isnan(value)) return {};
  // The very shortest text of 0.0001 is 1e-04, which nobody writes.
  const double size = std::abs(value);
  const auto format = size == 0 || (size >= 1e-5 && size < 1e9) ? std::chars_format::fixed
                                                                : std::chars_format::scientific;
  std::array<char, 64> buffer{};
  const auto [end, fault] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format);
  return fault == std::errc{} ? std::string(buffer.data(), end) : std::string{};
}

double parse_number(std::string_view option, std::string_view unit, std::string_view text) {
  const bool has_unit = !unit.empty() && unit != "1";
  const std::string wanted =
      has_unit ? "a number in " + std::string(unit) : std::string("a number");
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, fault] = std::from_chars(text.data(), end, value);
  if (fault != std::errc{} || text.empty() || !std::isfinite(value)) refuse(option, text, wanted);
  const double factor = suffix_factor({stop, static_cast<std::size_t>(end - stop)}, unit);
  if (!(factor > 0)) refuse(option, text, wanted);
  return scaled(value, factor);
}

std::int64_t parse_integer(std::string_view option, std::string_view text) {
  return whole<std::int64_t>(option, text, "a whole number");
}

std::uint64_t parse_unsigned(std::string_view option, std::string_view text) {
  return whole<std::uint64_t>(option, text, "a whole number that is not negative");
}

bool parse_bool(std::string_view option, std::string_view text) {
  if (text == "true" || text == "yes" || text == "1") return true;
  if (text == "false" || text == "no" || text == "0") return false;
  refuse(option, text, "true or false");
}

void check_range(std::string_view option, std::string_view unit, double value, double low,
                 double high) {
  if (value >= low && value <= high) return;
  const std::string of = unit.empty() || unit == "1" ? "" : " " + std::string(unit);
  std::string bounds;
  if (std::isfinite(low)) bounds += "at least " + number_text(low) + of;
  if (std::isfinite(high)) {
    bounds += (bounds.empty() ? "at most " : " and at most ") + number_text(high) + of;
  }
  throw Error(ErrorKind::usage, "--" + std::string(option) + " must be " + bounds + ", not " +
                                    number_text(value) + of);
}

std::string one_line(std::string_view text) {
  std::string line = hdf5::as_utf8(text);
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return line;
}

}  // namespace stiff::tool
