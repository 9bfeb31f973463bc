#include "stiff/core/error.h"
#include "stiff/io/byte_file.h"
#include "stiff/io/comparison_file.h"
#include "stiff/io/results_file.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "io/scratch.h"
#include <catch2/catch.hpp>

using namespace stiff;
using stiff_test::Scratch;

TEST_CASE("CSV: quotes where a text needs them, the digits of a double, nothing for NaN") {
  const Table table{
      "changes",
      {{"who", "", "", std::vector<std::string>{"01", "a,b", "say \"x\"", "two\nlines"}},
       {"value", "kPa", "", std::vector<double>{0.1, -1e-300, kNaN, 12345678.25}},
       {"n", "1", "", std::vector<std::int64_t>{1, -2, 3, 4}}}};
  CHECK(
      csv_text(table) ==
      "who,value,n\n01,0.1,1\n\"a,b\",-1e-300,-2\n\"say \"\"x\"\"\",,3\n\"two\nlines\",12345678.25,"
      "4\n");
  CHECK(csv_text({"empty", {{"a", "", "", std::vector<std::string>{}}}}) == "a\n");
  Table uneven = table;
  uneven.columns.push_back({"b", "", "", std::vector<double>{1}});
  CHECK_THROWS_WITH(csv_text(uneven), Catch::Contains("'b'"));
}

TEST_CASE("a comparison is a file of tables with the same tables as CSV beside it") {
  const Scratch s;
  const Table one{"changes", {{"value", "kPa", "a value", std::vector<double>{1.5, 2}}}};
  const Table none{"responders", {{"who", "", "", std::vector<std::string>{}}}};
  Provenance provenance;
  provenance.history = "stiff compare change";
  write_comparison(s / "pre-post.h5", {one, none}, provenance);
  const Table back = read_table(s / "pre-post.h5", "changes", kComparisonFormat);
  CHECK(std::get<std::vector<double>>(back.columns.at(0).values) == std::vector<double>{1.5, 2});
  CHECK(read_text(s / "pre-post_changes.csv") == "value\n1.5\n2\n");
  CHECK(read_text(s / "pre-post_responders.csv") == "who\n");
  CHECK_THROWS_AS(read_table(s / "pre-post.h5", "changes"), Error);
}
