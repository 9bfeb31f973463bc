#pragma once

#include "stiff/core/estimate.h"

#include <string>
#include <string_view>

/// Numbers as people read them. A decimal point and no locale; a true minus sign; NaN is an en
/// dash. Digits follow the error: two significant digits of the interval's half width.
namespace stiff {

/// "-0.050" with three decimals. \pre 0 <= decimals <= 12
std::string fixed_text(double value, int decimals);

/// With so many significant digits: "0.0123", "12300"; beyond 1e-4 to 1e6 as "1.2 x 10^-6" in
/// Unicode's superscripts.
std::string significant_text(double value, int digits);

/// How many decimals show two significant digits of an error, 0 to 9.
int decimals_of_error(double error);

/// The value with the decimals of its interval; where its error is unknown or nothing, a whole
/// number as it is and another with four significant digits.
std::string value_text(const Estimate& estimate);
/// "8.93 to 9.11"; an en dash where there is none.
std::string interval_text(const Estimate& estimate);

/// "0.012", "0.40", "< 0.001".
std::string p_text(double p);
/// The same behind a letter p: "= 0.012", "< 0.001".
std::string p_relation(double p);

/// Of a share of one: "12 %", "0.4 %", "< 0.1 %".
std::string percent_text(double share);

/// "m s-1" as "m/s", "N s m-1" as "N s/m", "mm2" as "mm" with a raised 2; "1" is empty.
std::string unit_text(std::string_view units);

/// The number and its unit, with a no-break space between.
std::string with_unit(const std::string& number, std::string_view units);

/// "1 candidate", "2 candidates".
std::string counted_text(long long count, std::string_view noun);

/// "shear_modulus" as "shear modulus"; with a capital: "Shear modulus"; the capital alone.
std::string spaced(std::string_view name);
std::string titled(std::string_view name);
std::string capitalised(std::string text);

}  // namespace stiff
