#pragma once

#include <optional>
#include <string_view>

namespace stiff {

/// A day as tables write it. Only differences of days are kept of it.
struct CalendarDate {
  long day = 0;     ///< since 1970-01-01
  double hour = 0;  ///< 0 to 24, where it is said
  bool has_hour = false;
};

/// `2024-03-05`, also with `T14:30`, ` 14:30:00` or a zone's `Z` behind it; `20240305`;
/// `05.03.2024`. Nothing for any other text, among them `03/05/2024`, which two continents read
/// differently, and days that there are not.
std::optional<CalendarDate> parse_date(std::string_view text);

/// Days from one to the other, with hours where both say them.
double days_between(const CalendarDate& from, const CalendarDate& to);

}  // namespace stiff
