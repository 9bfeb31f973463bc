#include "stiff/core/error.h"
#include "stiff/io/delimited_table.h"
#include "stiff/io/number_text.h"

#include <cmath>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {
DelimitedTable parse(std::string text) {
  return parse_delimited_table(std::move(text), "t.csv");
}

void refused(std::string text, const std::string& what) {
  CHECK_THROWS_WITH(parse(std::move(text)), Catch::Contains("t.csv") && Catch::Contains(what));
}
}  // namespace

TEST_CASE("separators, line ends, marks and quotes of real life give one table") {
  const std::string text = GENERATE(
      std::string("a,b c,d\n1,\"x, \"\"y\"\"\",3\n4,z,6\n"),        // CSV
      std::string("a;b c;d\r\n1;\"x, \"\"y\"\"\";3\r\n4;z;6\r\n"),  // Excel, Europe
      std::string("\xef\xbb\xbf"
                  "a\tb c\td\n1\tx, \"y\"\t3\n4\tz\t6"),      // TSV, no last line end
      std::string("a,b c,d\r1,\"x, \"\"y\"\"\",3\r4,z,6\r"),  // old Macintosh
      std::string("# made by hand\n\n a , b c ,d\n\n1 , \"x, \"\"y\"\"\" , 3\n,,\n#\n4,z,6,,\n\n"));
  CAPTURE(text);
  const DelimitedTable table = parse(text);
  CHECK(table.columns == std::vector<std::string>{"a", "b c", "d"});
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0] == std::vector<std::string>{"1", "x, \"y\"", "3"});
  CHECK(table.rows[1] == std::vector<std::string>{"4", "z", "6"});
  CHECK(table.find({"B_C"}) == 1);
  CHECK_FALSE(table.find({"e"}));
}

TEST_CASE("text in UTF-16 and Latin-1 becomes UTF-8") {
  std::string utf16("\xff\xfe", 2);
  for (const char c : std::string("m;n\n")) utf16 += std::string{c, '\0'};
  utf16 += std::string(
      "\xe8\x00;\x00"
      "1\x00\n\x00",
      8);
  CHECK(parse(utf16).rows[0][0] == "\u00e8");
  CHECK(parse("m;n\ntrap\xe8ze;1\n").rows[0][0] == "trap\u00e8ze");
  CHECK(parse("m;n\ntrap\xc3\xa8ze;1\n").rows[0][0] == "trap\u00e8ze");
}

TEST_CASE("a quoted cell may hold line ends, and lines are still counted") {
  const DelimitedTable table = parse("a,b\n\"one\ntwo\",1\nx,y\n");
  CHECK(table.rows[0][0] == "one\ntwo");
  CHECK(table.lines == std::vector<std::size_t>{2, 4});
  CHECK_THROWS_WITH(table.numbers(1), Catch::Contains("line 4, column 'b': 'y' is no number"));
}

TEST_CASE("numbers have decimal points or commas, throughout a column") {
  CHECK(parse("v\n1.5\n-2e3\n+.5\n").numbers(0) == std::vector<double>{1.5, -2000, 0.5});
  CHECK(parse("v;w\n1,5;1\n-0,25;2\n7;3\n").numbers(0) == std::vector<double>{1.5, -0.25, 7});
  CHECK(parse("v\n\"1,5\"\n\"0,25\"\n").numbers(0) == std::vector<double>{1.5, 0.25});
  CHECK_THROWS_WITH(parse("v;w\n1,5;1\n2.5;1\n").numbers(0),
                    Catch::Contains("line 3") && Catch::Contains("decimal"));
  CHECK_THROWS_WITH(parse("v;w\n1.234,5;1\n").numbers(0), Catch::Contains("no number"));
  CHECK_THROWS_WITH(parse("v\n\"1,234\"\n").numbers(0), Catch::Contains("thousands"));
  for (const char* none : {"n/a", "N/A", "NaN", "", " ", "-", "null", "."}) {
    const std::vector<double> numbers =
        parse(std::string("v,w\n") + none + ",1\n2.5,1\n").numbers(0);
    CHECK((std::isnan(numbers[0]) && numbers[1] == 2.5));
  }
}

TEST_CASE("what only looks like a number is none") {
  for (const char* text : {"1.5x", "x", "0x10", "1 000", "--1", "+-1", "1e", "inf", "nan(1)",
                           "1e999", "1.2.3", "e5"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number(text));
  }
  CHECK(parse_number(" 1e-3\xc2\xa0") == 1e-3);
  CHECK(parse_number("1,5", ',') == 1.5);
  CHECK_FALSE(parse_number("1.5", ','));
  CHECK_FALSE(parse_number("1,5"));
}

TEST_CASE("a table that is damaged is refused with its line") {
  refused("", "empty");
  refused("\n\n# only a comment\n", "empty");
  refused("a,a\n1,2\n", "line 1: two columns are called 'a'");
  refused("a,b\n1,2,3\n", "line 2: it has 3 cells");
  refused("a,b\n1,2\n\"x,1\n", "line 3: a quote is not closed");
  refused("a,b\n\"x\"y,1\n", "closing quote");
  refused("a,b,c\n1,2,3\n4,5", "line 3: the file ends in the middle of a row");
  refused(std::string("a,b\n1\0,2\n", 9), "no text");
}

TEST_CASE("cells that a spreadsheet leaves out at a row's end are empty") {
  const DelimitedTable table = parse("a,b,c\n1\n1,2\n1,2,3\n");
  CHECK(table.rows[0] == std::vector<std::string>{"1", "", ""});
  CHECK(table.rows[1] == std::vector<std::string>{"1", "2", ""});
}
