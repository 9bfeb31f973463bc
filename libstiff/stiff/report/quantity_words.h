#pragma once

#include "stiff/core/estimate.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace stiff {

/// A quantity's name as a heading: "Shear modulus", "Young\u2019s modulus", "Kelvin-Voigt spring".
std::string quantity_title(std::string_view quantity);

/// What people quote of each instrument has a lower rank than what stands beside it.
std::size_t quantity_rank(std::string_view quantity);

/// Whether the quantity is a p value, which is written as one.
bool is_p_value(std::string_view quantity);

/// The number with its unit, as its quantity is written. \pre the quantity is known.
std::string quantity_value(std::string_view quantity, const Estimate& estimate);

}  // namespace stiff
