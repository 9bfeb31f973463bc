#include "stiff/report/number_words.h"

#include <limits>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

Estimate estimate(double value, double low, double high) {
  Estimate made;
  made.value = value;
  made.ci_low = low;
  made.ci_high = high;
  made.std_error = (high - low) / 3.92;
  return made;
}

}  // namespace

TEST_CASE("Fixed decimals, a true minus, no minus zero") {
  CHECK(fixed_text(3.14159, 2) == "3.14");
  CHECK(fixed_text(-3.14159, 1) == "\u22123.1");
  CHECK(fixed_text(-0.001, 2) == "0.00");
  CHECK(fixed_text(kNaN, 2) == "\u2013");
  CHECK(fixed_text(-std::numeric_limits<double>::infinity(), 2) == "\u2212\u221E");
}

TEST_CASE("Significant digits, and powers of ten where zeros would be counted") {
  CHECK(significant_text(0.012345, 3) == "0.0123");
  CHECK(significant_text(12345, 3) == "12345");
  CHECK(significant_text(9.9996, 4) == "10.00");
  CHECK(significant_text(0, 3) == "0");
  CHECK(significant_text(1.234e-6, 2) == "1.2 \u00D7 10\u207B\u2076");
  CHECK(significant_text(-2.5e12, 2) == "\u22122.5 \u00D7 10\u00B9\u00B2");
}

TEST_CASE("A value has the digits that its interval bears") {
  CHECK(value_text(estimate(9.01834, 8.93, 9.11)) == "9.018");
  CHECK(interval_text(estimate(9.01834, 8.9311, 9.1089)) == "8.931 to 9.109");
  CHECK(value_text(estimate(251.34, 246.2, 256.4)) == "251.3");
  CHECK(interval_text(estimate(251.34, 246.2, 256.4)) == "246.2 to 256.4");
  CHECK(value_text(estimate(251.34, 230, 272)) == "251");
  CHECK(value_text(estimate(25134, 23000, 27200)) == "25134");
  // 0.0996 is 0.10 in two digits, not 0.100.
  CHECK(decimals_of_error(0.0996) == 2);
  CHECK(decimals_of_error(0.0994) == 3);
  CHECK(decimals_of_error(0) == 0);
  CHECK(decimals_of_error(kNaN) == 0);
}

TEST_CASE("Without an interval a value has four digits; without a value there is a dash") {
  Estimate alone;
  alone.value = 0.123456;
  CHECK(value_text(alone) == "0.1235");
  CHECK(interval_text(alone) == "\u2013");
  CHECK(value_text(estimate(3, 3, 3)) == "3");  // a count
  CHECK(interval_text(estimate(3, 3, 3)) == "3 to 3");
  CHECK(value_text(no_estimate(Reason::no_wave)) == "\u2013");
  CHECK(value_text(estimate(1e-6, 1e-6, 1e-6)) == "1.000 \u00D7 10\u207B\u2076");
}

TEST_CASE("Small p values and shares are not zero") {
  CHECK(p_text(0.0123) == "0.012");
  CHECK(p_text(0.31) == "0.31");
  CHECK(p_text(1) == "1.00");
  CHECK(p_text(0.0001) == "<\u00A00.001");
  CHECK(p_text(kNaN) == "\u2013");
  CHECK(p_relation(0.02) == "=\u00A00.020");
  CHECK(p_relation(0.0001) == "<\u00A00.001");
  CHECK(percent_text(0.123) == "12\u00A0%");
  CHECK(percent_text(0.0123) == "1.2\u00A0%");
  CHECK(percent_text(0.0001) == "< 0.1\u00A0%");
  CHECK(percent_text(0) == "0\u00A0%");
  CHECK(percent_text(1) == "100\u00A0%");
}

TEST_CASE("Units as people write them") {
  CHECK(unit_text("m s-1") == "m/s");
  CHECK(unit_text("N m-1") == "N/m");
  CHECK(unit_text("N s m-1") == "N\u00A0s/m");
  CHECK(unit_text("m s-2") == "m/s\u00B2");
  CHECK(unit_text("mm2") == "mm\u00B2");
  CHECK(unit_text("kPa") == "kPa");
  CHECK(unit_text("Pa s") == "Pa\u00A0s");
  CHECK(unit_text("s-1") == "1/s");
  CHECK(unit_text("1").empty());
  CHECK(unit_text("0-10 scale") == "0-10 scale");
  CHECK(with_unit("3.0", "m s-1") == "3.0\u00A0m/s");
}

TEST_CASE("Names with spaces, counts with a plural") {
  CHECK(titled("shear_modulus") == "Shear modulus");
  CHECK(titled("") == "");
  CHECK(counted_text(1, "candidate") == "1 candidate");
  CHECK(counted_text(0, "candidate") == "0 candidates");
}
