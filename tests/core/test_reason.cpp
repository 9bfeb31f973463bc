#include "stiff/core/error.h"
#include "stiff/core/reason.h"
#include "stiff/core/version.h"

#include <algorithm>
#include <set>
#include <string>

#include <catch2/catch.hpp>

using namespace stiff;

TEST_CASE("each reason has a name of its own that reads back, at the place of its number") {
  std::set<std::string> names;
  int number = 0;
  for (const Reason reason : all_reasons()) {
    CHECK(static_cast<int>(reason) == number++);
    CHECK(reason_from_string(to_string(reason)) == reason);
    names.emplace(to_string(reason));
  }
  CHECK(names.size() == all_reasons().size());
  CHECK_FALSE(names.contains("unknown"));
}

TEST_CASE("numbers that files hold never change") {
  CHECK(static_cast<int>(Reason::none) == 0);
  CHECK(static_cast<int>(Reason::no_push) == 1);
  CHECK(static_cast<int>(Reason::no_wave) == 2);
  CHECK(static_cast<int>(Reason::low_correlation) == 3);
  CHECK(static_cast<int>(Reason::out_of_range) == 4);
  CHECK(static_cast<int>(Reason::masked) == 5);
  CHECK(static_cast<int>(Reason::guided) == 9);
  CHECK(static_cast<int>(Reason::saturated) == 15);
}

TEST_CASE("a reason that there is not is refused") {
  CHECK_THROWS_AS(reason_from_string("because"), Error);
  CHECK_THROWS_AS(reason_from_string(""), Error);
}

TEST_CASE("an error carries the exit code of its kind") {
  CHECK(Error(ErrorKind::usage, "x").exit_code() == 64);
  CHECK(Error(ErrorKind::bad_data, "x").exit_code() == 65);
  CHECK(Error(ErrorKind::no_input, "x").exit_code() == 66);
  CHECK(Error(ErrorKind::cannot_create, "x").exit_code() == 73);
  CHECK(Error(ErrorKind::io, "x").exit_code() == 74);
}

TEST_CASE("the version has three numbers") {
  const std::string text(version());
  CHECK(std::count(text.begin(), text.end(), '.') == 2);
}
