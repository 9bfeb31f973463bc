#include "stiff/io/calendar_date.h"

#include "stiff/io/number_text.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace stiff {
namespace {

/// The digits at the front, exactly `count` of them.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  const std::string_view digits = text.substr(0, count);
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return std::nullopt;
  }
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<long> serial_day(int year, int month, int day) {
  using namespace std::chrono;
  const year_month_day date{std::chrono::year(year),
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || year < 1900) return std::nullopt;
  return static_cast<long>(sys_days(date).time_since_epoch().count());
}

std::optional<long> take_day(std::string_view& text) {
  std::string_view rest = text;
  if (const auto year = take_digits(rest, 4)) {
    const bool dashes = take(rest, '-');
    const auto month = take_digits(rest, 2);
    if (!month || (dashes && !take(rest, '-'))) return std::nullopt;
    const auto day = take_digits(rest, 2);
    if (!day) return std::nullopt;
    text = rest;
    return serial_day(*year, *month, *day);
  }
  rest = text;
  const auto part = [&]() -> std::optional<int> {
    const bool two = rest.size() > 1 && rest[1] >= '0' && rest[1] <= '9';
    const auto value = take_digits(rest, two ? 2 : 1);
    return value && take(rest, '.') ? value : std::nullopt;
  };
  const auto day = part();
  const auto month = part();
  const auto year = take_digits(rest, 4);
  if (!day || !month || !year) return std::nullopt;
  text = rest;
  return serial_day(*year, *month, *day);
}

/// `14:30`, `14:30:05`, `14:30:05.2`, with `Z` behind it or not.
std::optional<double> hour_of(std::string_view text) {
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  double seconds = 0;
  if (take(text, ':')) {
    if (text.ends_with('Z')) text.remove_suffix(1);
    const auto value = parse_number(text);
    if (!value || !(*value >= 0 && *value < 61)) return std::nullopt;
    seconds = *value;
    text = {};
  }
  if (!text.empty() && text != "Z") return std::nullopt;
  return *hour + *minute / 60.0 + seconds / 3600.0;
}

}  // namespace

std::optional<CalendarDate> parse_date(std::string_view text) {
  std::string_view rest = trimmed(text);
  const auto day = take_day(rest);
  if (!day) return std::nullopt;
  if (rest.empty()) return CalendarDate{*day, 0, false};
  if (!take(rest, 'T') && !take(rest, ' ')) return std::nullopt;
  const auto hour = hour_of(trimmed(rest));
  if (!hour) return std::nullopt;
  return CalendarDate{*day, *hour, true};
}

double days_between(const CalendarDate& from, const CalendarDate& to) {
  const auto days = static_cast<double>(to.day - from.day);
  return from.has_hour && to.has_hour ? days + (to.hour - from.hour) / 24 : days;
}

}  // namespace stiff
