#include "stiff/comparison/repeat_table.h"

#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using stiff::CompleteRows;
using stiff::Measurement;
using stiff::NamedRepeat;
using stiff::RepeatTable;

namespace {

Measurement of(const std::string& person, const std::string& side, double value,
               double day = stiff::kNaN) {
  Measurement m;
  m.participant = person;
  m.side = side;
  m.day = day;
  m.value = value;
  return m;
}

}  // namespace

TEST_CASE("Names in the order that people mean") {
  CHECK(stiff::natural_less("2", "10"));
  CHECK(stiff::natural_less("run2", "run10"));
  CHECK_FALSE(stiff::natural_less("run10", "run2"));
  CHECK(stiff::natural_less("a", "b"));
  CHECK(stiff::natural_less("a", "a1"));
  CHECK_FALSE(stiff::natural_less("a", "a"));
  CHECK(stiff::natural_less("01", "1") != stiff::natural_less("1", "01"));
}

TEST_CASE("Repeats stand in the order of their days, else by name with the first ones first") {
  const Measurement early = of("1", "left", 1, 3), late = of("1", "left", 2, 10);
  const std::vector<NamedRepeat> dated{{&late, "a"}, {&early, "b"}};
  CHECK(stiff::repeats_in_order(dated) == std::vector<std::string>{"b", "a"});
  const Measurement unknown = of("1", "left", 1);
  const std::vector<NamedRepeat> named{
      {&unknown, "post"}, {&unknown, "week10"}, {&unknown, "week2"}, {&unknown, "pre"}};
  CHECK(stiff::repeats_in_order(named) ==
        std::vector<std::string>{"pre", "post", "week2", "week10"});
}

TEST_CASE("Cells keep several values; who lacks a repeat is left out; sides have a mean") {
  const std::vector<Measurement> all{of("1", "left", 1),  of("1", "left", 3),  of("1", "left", 5),
                                     of("1", "right", 7), of("1", "right", 9), of("2", "left", 2),
                                     of("2", "left", 4),  of("2", "right", 6), of("2", "right", 8),
                                     of("3", "left", 9)};
  const std::vector<NamedRepeat> numbers{
      {&all[0], "a"}, {&all[1], "a"}, {&all[2], "b"}, {&all[3], "a"}, {&all[4], "b"},
      {&all[5], "a"}, {&all[6], "b"}, {&all[7], "a"}, {&all[8], "b"}, {&all[9], "a"}};
  const std::vector<RepeatTable> tables = stiff::repeat_tables(numbers, {"a", "b"});
  REQUIRE(tables.size() == 3);
  CHECK(tables[0].side == "left");
  CHECK(tables[0].people == std::vector<std::string>{"1", "2", "3"});
  CHECK(tables[0].cell(0, 0) == std::vector<double>{1, 3});
  CHECK(tables[0].mean(0, 0) == 2);
  CHECK(std::isnan(tables[0].mean(2, 1)));
  const CompleteRows rows = stiff::complete_rows(tables[0]);
  CHECK(rows.people == std::vector<std::string>{"1", "2"});
  CHECK(rows.values == std::vector<double>{2, 5, 2, 4});
  REQUIRE(rows.left_out.size() == 1);
  CHECK(rows.left_out[0].participant == "3");
  CHECK(rows.left_out[0].why == "lacks b");
  // (2 + 7) / 2, (5 + 9) / 2; the third has no right side.
  CHECK(tables[2].side == "mean");
  CHECK(tables[2].people == std::vector<std::string>{"1", "2"});
  CHECK(stiff::complete_rows(tables[2]).values == std::vector<double>{4.5, 7, 4, 6});
  // A repeat that is not asked for is in no table; one person has no mean of sides to compare.
  CHECK(stiff::repeat_tables(numbers, {"a"})[0].repeats.size() == 1);
  CHECK(stiff::repeat_tables({numbers.data(), 5}, {"a", "b"}).size() == 2);
  CHECK(stiff::repeat_tables({}, {"a", "b"}).empty());
}
