#include "stiff/core/error.h"
#include "stiff/io/delimited_table.h"
#include "stiff/io/trace_table.h"
#include "stiff/io/trace_text.h"

#include <array>
#include <cmath>

#include "io/scratch.h"
#include <catch2/catch.hpp>

using namespace stiff;

namespace {

TraceTable parse(std::string text) {
  return parse_trace_text(std::move(text), "t.csv");
}

void refused(std::string text, const std::string& what) {
  CAPTURE(text.substr(0, 60));
  CHECK_THROWS_WITH(parse(std::move(text)), Catch::Contains("t.csv") && Catch::Contains(what));
}

std::vector<double> force(const TraceTable& table) {
  return table.si(table.find({"force"}).value(), Dimension::force);
}

std::string utf16(const std::string& ascii, bool big) {
  std::string bytes = big ? std::string("\xfe\xff", 2) : std::string("\xff\xfe", 2);
  for (const char c : ascii) bytes += big ? std::string{'\0', c} : std::string{c, '\0'};
  return bytes;
}

}  // namespace

TEST_CASE("CSV of real life gives one trace") {
  const std::string plain = "time [s],Force [N]\n0,1.5\n0.5,-2\n1,0.25\n";
  const std::vector<std::string> ways{
      plain,
      utf16(plain, false),
      utf16(plain, true),
      "\xef\xbb\xbf" + plain,
      "Time (ms);FORCE (mN)\r\n0;1500\r\n500,0;-2000\r\n1e3;250\r\n",
      "# device 7\n\n TIME_MS \tforce_mN\n\n0\t1500\n500\t-2000\n\t\n#\n1000\t250",
      "t/s;Force/N\r0;1,5\r0,5;-2\r1;0,25\r",
      "\"time [s]\",\"Force [N]\"\n\"0\",\"1.5\"\n0.5,-2,,\n+1,.25\n,,\n",
      "force {kN},remark,time [\xb5s]\n.0015,\"begin, at last\",0\n-0.002,,5e5\n0.00025,n/a,1e6\n",
      "sep=;\r\ntime;force\r\n(s);(N)\r\n0;1,5\r\n0,5;-2\r\n1;0,25\r\n",
      "time,force [N],remark\nms,,\n0,1.5,\n500,-2,\n1000,0.25,\n"};
  const std::string& text = ways[static_cast<std::size_t>(GENERATE(range(0, 11)))];
  CAPTURE(text);
  const TraceTable table = parse(text);
  const TraceClock clock = trace_clock(table, {});
  REQUIRE(clock.time_s.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(clock.time_s[i] == Approx(0.5 * static_cast<double>(i)).margin(1e-12));
    CHECK(force(table)[i] == Approx(std::array{1.5, -2.0, 0.25}[i]).epsilon(1e-12));
  }
  CHECK(clock.uniform);
  CHECK(clock.sampling_frequency_hz == Approx(2).epsilon(1e-12));
}

TEST_CASE("a heading is a name and a unit") {
  const auto [heading, name, units] = GENERATE(table<std::string, std::string, std::string>(
      {{"time_s", "time", "s"},
       {"tap1_m_s2", "tap1", "m/s2"},
       {"tap_12_m_s2", "tap_12", "m/s2"},
       {"tap_2", "tap_2", ""},
       {"tap1 [m/s^2]", "tap1", "m/s^2"},
       {"tap1 (m s-2)", "tap1", "m s-2"},
       {"tap1 (m\xc2\xb7s\xe2\x81\xbb\xc2\xb2)", "tap1", "m/s2"},
       {"a [m/s\xc2\xb2]", "a", "m/s\xc2\xb2"},
       {"tap1 [m s^-2]", "tap1", "m/s2"},
       {"acc_g", "acc", "g"},
       {"Contact force_N", "Contact force", "N"},
       {"contact_force_mN", "contact_force", "mN"},
       {"FORCE_N", "FORCE", "N"},
       {"DEPTH_MM", "DEPTH", "mm"},
       {"Depth [\xc2\xb5m]", "Depth", "\xc2\xb5m"},
       {"time (msec)", "time", "ms"},
       {"Time / ms", "Time", "ms"},
       {"speed (m/s)", "speed", "m/s"},
       {"speed_mm_per_s", "speed", "mm/s"},
       {"force [newton]", "force", "N"},
       {"Force (raw) [N]", "Force (raw)", "N"},
       {"force [V]", "force", "V"},      // not known: kept, so that it can be refused by name
       {"force [mpa]", "force", "mpa"},  // milli or mega is not guessed
       {"force", "force", ""}}));
  CAPTURE(heading);
  const TraceTable table = parse(heading + ",x\n1,2\n");
  CHECK(table.columns[0].name == name);
  CHECK(table.columns[0].units == units);
}

TEST_CASE("units are those of the dimension, or the column is refused") {
  const TraceTable table = parse("a [g],b [mm],c,d [V],e [kg]\n1,2,3,4,5\n");
  CHECK(table.si(0, Dimension::acceleration)[0] == 9.80665);
  CHECK(table.si(0, Dimension::mass)[0] == 1e-3);
  CHECK(table.si(1, Dimension::length)[0] == 2e-3);
  CHECK(table.si(2, Dimension::force, "N")[0] == 3);
  CHECK_THROWS_WITH(
      table.si(2, Dimension::force),
      Catch::Contains("t.csv, column 'c': it has no unit") && Catch::Contains("'force [N]'"));
  CHECK_THROWS_WITH(table.si(1, Dimension::force),
                    Catch::Contains("column 'b'") && Catch::Contains("'mm' is no unit for it"));
  CHECK_THROWS_WITH(table.si(3, Dimension::force), Catch::Contains("'V' is no unit for it"));
  CHECK_THROWS_WITH(table.si(4, Dimension::force), Catch::Contains("'kg' is no unit for it"));
}

TEST_CASE("columns are found by name, and by name and number") {
  const TraceTable table =
      parse("Time [s],tap 10 [g],TAP_2 [g],tap1 [g],tapx,acceleration\n0,1,2,3,4,5\n");
  CHECK(table.find({"t", "time"}) == 0);
  CHECK_FALSE(table.find({"force"}));
  CHECK(table.find_numbered({"tap", "acceleration"}) == std::vector<std::size_t>{5, 3, 2, 1});
  CHECK(table.find_numbered({"force"}).empty());
  CHECK_THROWS_WITH(parse("force [N],Force [mN]\n1,2\n").find({"force"}),
                    Catch::Contains("'force [N]' and 'Force [mN]' may both be the force"));
  CHECK_THROWS_WITH(parse("tap1 [g],tap 1 [g]\n1,2\n").find_numbered({"tap"}),
                    Catch::Contains("'tap1 [g]' and 'tap 1 [g]' have one number"));
}

TEST_CASE("what is no table of numbers is refused in one line") {
  refused("", "it is empty");
  refused("\n\n", "the table is empty");
  refused("# nothing\n", "the table is empty");
  refused("time,force\n", "it has a header and no row");
  refused("time,force\n\n,\n", "it has a header and no row");
  refused("0.0,1.5\n0.1,1.6\n", "numbers where its header should be");
  refused("0,0\n1,1\n", "the first line should name the columns");
  refused("time,force\n1,2,3\n", "line 2: it has 3 cells, the header 2");
  refused("time,force\n0,0,1,5\n", "numbers with decimal commas need semicolons or tabs");
  refused("time,time\n1,2\n", "line 1: two columns are called 'time'");
  refused("time,force\n0,1\n1", "line 3: the file ends in the middle of a row");
  refused("time,force\n0,\"1\n", "line 2: a quote is not closed");
  refused(std::string("\xff\xd8\xff\xe0\0\x10JFIF", 10), "a JPEG picture");
  refused("PK\x03\x04xl/workbook.xml", "an Excel workbook is one");
  refused("\x89HDF\r\n\x1a", "a damaged HDF5 file");
  refused("<html>\n<body>\n", "it is no table of numbers: line 2: '<body>' is no number");
  refused("%PDF-1.4\n", "a PDF document");
  refused(std::string("\x7f"
                      "ELF\0\0",
                      6),
          "it is no text");
  CHECK_THROWS_AS(read_trace_table("/nowhere/t.csv"), Error);
}

TEST_CASE(
    "text among numbers is the fault of its column, said with its line when it is asked for") {
  const TraceTable table =
      parse("time_s,force_N,remark,mixed_N\n0,1,begin,1.5\n\n1,2;3,,1\n2,3,end,1\n");
  CHECK(trace_clock(table, {}).time_s == std::vector<double>{0, 1, 2});
  CHECK_THROWS_WITH(force(table), "t.csv, column 'force': line 4: '2;3' is no number");
  CHECK_THROWS_WITH(force(parse("time_s;force_N\n0;1.5\n1;2,5\n")),
                    Catch::Contains("line 3: decimal points and decimal commas"));
  CHECK_THROWS_WITH(force(parse("time_s,force_N\n0,1.5\n1,\n")),
                    Catch::Contains("column 'force': row 2 of the data has no value"));
  CHECK_THROWS_WITH(force(parse("time_s,force_N\n0,inf\n")), Catch::Contains("'inf' is no number"));
}

TEST_CASE("a trace is read as the same file is as a table of text") {
  // Every way in which a cell may be written, each against the reader of text tables.
  std::string text = "a;b;c;\"d \"\"e\"\"\"\n";
  const char* cells[] = {"1",   "-1.5", "+2e3", "n/a", "",      "1,25",  " 7 ", "\"3,5\"",
                         "nan", "-",    ".5",   "1e9", "-1e-9", "1,234", "0x1", "\"\""};
  for (std::size_t i = 0; i < 64; ++i) {
    for (std::size_t k = 0; k < 4; ++k) {
      text += cells[(i * (k + 1) + i / 16 + k) % std::size(cells)];
      text += k == 3 ? (i % 5 == 0 ? "\r\n" : "\n") : ";";
    }
    if (i % 7 == 0) text += "# between\n;;;\n";
    const TraceTable trace = parse(text);
    const DelimitedTable table = parse_delimited_table(text, "t.csv");
    REQUIRE(trace.columns.size() == table.columns.size());
    for (std::size_t k = 0; k < 4; ++k) {
      try {
        const std::vector<double> numbers = table.numbers(k);
        REQUIRE(trace.columns[k].fault.empty());
        REQUIRE(trace.columns[k].values.size() == numbers.size());
        for (std::size_t r = 0; r < numbers.size(); ++r) {
          CHECK((std::isnan(numbers[r]) ? std::isnan(trace.columns[k].values[r])
                                        : trace.columns[k].values[r] == numbers[r]));
        }
      } catch (const Error& error) {
        const std::string what = error.what();
        const std::string line = trace.columns[k].fault.substr(0, trace.columns[k].fault.find(':'));
        CHECK_FALSE(trace.columns[k].fault.empty());
        CHECK(what.find(line + ",") != std::string::npos);
        CHECK(what.ends_with(trace.columns[k].fault.substr(line.size() + 2)));
      }
    }
  }
}

TEST_CASE("the sidecar names columns and units that the file does not") {
  Sidecar sidecar;
  sidecar.set("Variables", R"({"Force": {"Name": "Kraft 1", "Units": "mN"},
                               "Time": {"Name": "Zeit", "Units": "ms"}, "Depth": {"Units": "mm"}})");
  const stiff_test::Scratch folder;
  const auto file = folder.write("x.csv", "Zeit;Kraft 1;depth\n0;1500;1\n10;2500;2\n");
  const TraceTable table = read_trace_table(file, sidecar);
  CHECK(force(table) == std::vector<double>{1.5, 2.5});
  CHECK(trace_clock(table, sidecar).sampling_frequency_hz == Approx(100));
  CHECK(table.si(table.find({"depth"}).value(), Dimension::length)[1] == 2e-3);
  sidecar.set("Variables", R"({"Force": {"Name": "Kraft 2"}})");
  CHECK_THROWS_WITH(
      read_trace_table(file, sidecar),
      Catch::Contains("'Kraft 2' is no column of x.csv, which has 'Zeit', 'Kraft 1'"));
  sidecar.set("Variables", R"({"Force": {"Column": "Kraft 1"}})");
  CHECK_THROWS_WITH(read_trace_table(file, sidecar), Catch::Contains("'Column' is not known"));
  sidecar.set("Variables", "[1]");
  CHECK_THROWS_WITH(read_trace_table(file, sidecar), Catch::Contains("it must be an object"));
}
