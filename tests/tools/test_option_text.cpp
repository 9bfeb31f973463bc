#include "stiff/core/error.h"
#include "stiff/core/estimate.h"

#include <clocale>
#include <cstdlib>
#include <limits>

#include "tools/option_text.h"
#include <catch2/catch.hpp>

using namespace stiff;
using namespace stiff::tool;

TEST_CASE("numbers are printed as they were written") {
  CHECK(number_text(0.8) == "0.8");
  CHECK(number_text(1e-3) == "0.001");
  CHECK(number_text(1e-4) == "0.0001");
  CHECK(number_text(5e6) == "5000000");
  CHECK(number_text(1e-9) == "1e-09");
  CHECK(number_text(-12) == "-12");
  CHECK(number_text(kNaN).empty());
}

TEST_CASE("a number takes its own unit and SI prefixes, and nothing else") {
  CHECK(parse_number("x", "m", "0.001") == 0.001);
  CHECK(parse_number("x", "m", "0.001m") == 0.001);
  CHECK(parse_number("x", "m", "1mm") == 0.001);
  CHECK(parse_number("x", "m", "1 mm") == 0.001);
  CHECK(parse_number("x", "m", "1000um") == 0.001);
  CHECK(parse_number("x", "Hz", "5MHz") == 5e6);
  CHECK(parse_number("x", "m", "-12e-3") == -0.012);
  for (const char* text : {"", "1 s", "1m m", "m", "nan", "inf", "0x10", "1,5", "1mmm", "1e999"}) {
    INFO(text);
    CHECK_THROWS_AS(parse_number("x", "m", text), Error);
  }
  CHECK_THROWS_AS(parse_number("x", "1", "1m"), Error);
}

TEST_CASE("a locale with decimal commas changes neither reading nor writing") {
  ::setenv("LOCPATH", STIFF_LOCALES, 1);
  const char* const set = std::setlocale(LC_ALL, "de_DE.UTF-8");
  if (!set) WARN("the locale de_DE.UTF-8 is not installed; the C locale is tested");
  CHECK(parse_number("x", "m", "1.5") == 1.5);
  CHECK_THROWS_AS(parse_number("x", "m", "1,5"), Error);
  CHECK(number_text(1.5) == "1.5");
  std::setlocale(LC_ALL, "C");
}

TEST_CASE("whole numbers and truths are strict") {
  CHECK(parse_integer("x", "-3") == -3);
  CHECK(parse_unsigned("x", "18446744073709551615") == std::numeric_limits<std::uint64_t>::max());
  CHECK_THROWS_AS(parse_integer("x", "3.5"), Error);
  CHECK_THROWS_AS(parse_integer("x", ""), Error);
  CHECK_THROWS_AS(parse_unsigned("x", "-1"), Error);
  CHECK(parse_bool("x", "true"));
  CHECK_FALSE(parse_bool("x", "no"));
  CHECK_THROWS_AS(parse_bool("x", "maybe"), Error);
}

TEST_CASE("a range refuses NaN and says its bounds") {
  CHECK_NOTHROW(check_range("x", "m", 1, 1, 2));
  CHECK_THROWS_AS(check_range("x", "m", kNaN, 1, 2), Error);
  CHECK_THROWS_WITH(check_range("x", "m", 3, 1, 2),
                    "--x must be at least 1 m and at most 2 m, not 3 m");
}
