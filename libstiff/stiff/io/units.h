#pragma once

#include <span>
#include <string>
#include <string_view>

namespace stiff {

enum class Dimension {
  length,
  time,
  speed,
  frequency,
  density,
  modulus,
  number,
  force,
  mass,
  acceleration
};

/// The SI value of one of the unit: "mm" is 1e-3. Spellings that tables and people use are known:
/// "m s-1", "m/s", "µm", "um", "kPa". \throws Error (bad_data), listing the known ones and naming
/// `where`.
double unit_in_si(std::string_view unit, Dimension dimension, const std::string& where);

/// Every spelling that is known, of any dimension.
std::span<const std::string_view> unit_names();

}  // namespace stiff
