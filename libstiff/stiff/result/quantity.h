#pragma once

#include <span>
#include <string_view>

namespace stiff {

/// A quantity's one name with its unit as it is written, and what it is in words.
struct Quantity {
  std::string_view name;
  std::string_view units;
  std::string_view long_name;
};

/// All quantities that a result may hold.
std::span<const Quantity> all_quantities();

/// \throws Error (bad_data) for a name that there is not.
const Quantity& quantity(std::string_view name);

}  // namespace stiff
