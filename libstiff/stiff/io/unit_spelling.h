#pragma once

#include <string>
#include <string_view>

namespace stiff {

/// A unit as `unit_in_si` knows it, of one written in another way: "m_s2", "m/s^2", "m.s-2",
/// "m s⁻²", "m/sec2", "msec", "newton", "MM" (case is forgiven where it can mean one unit only).
/// Empty where it is no unit that is known.
std::string usual_unit(std::string_view written);

/// A column's heading taken apart.
struct Heading {
  std::string name;
  std::string units;  ///< in the usual spelling; as written where that is unknown
};

/// The unit stands in brackets at the end ("Force [N]", "force (mN)"), behind a slash ("t / ms"),
/// or behind the first underscore after which a unit follows ("tap1_m_s2", "contact_force_N").
Heading split_heading(std::string_view text);

}  // namespace stiff
