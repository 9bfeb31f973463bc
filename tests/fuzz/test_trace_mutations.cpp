#include "stiff/io/tap_traces.h"
#include "stiff/io/trace_table.h"

#include <string>

#include "fuzz/mutations.h"
#include "io/mat5_writer.h"
#include "io/scratch.h"
#include <catch2/catch.hpp>

using namespace stiff;
using stiff_test::Mat5Writer;
using stiff_test::Scratch;
using stiff_test::survive;

namespace {

std::string taps(const std::string& head, char separator, char point) {
  std::string text = head;
  for (int i = 0; i < 40; ++i) {
    for (int k = 0; k < 3; ++k) {
      std::string cell = std::to_string(k == 0 ? i / 1000.0 : k * 3.5 + i / 8.0);
      cell[cell.find('.')] = point;
      text += cell;
      text += k == 2 ? '\n' : separator;
    }
  }
  return text;
}

void read(const std::filesystem::path& file) {
  Sidecar sidecar;
  sidecar.set("ProbeMass", "0.03");
  const TraceTable table = read_trace_table(file, sidecar);
  for (const TraceColumn& column : table.columns) {
    REQUIRE(column.values.size() == table.columns.front().values.size());
  }
  trace_clock(table, sidecar);
  read_tap_recording(file, sidecar);
}

}  // namespace

TEST_CASE("thousands of damaged traces of text crash nothing") {
  const Scratch scratch;
  const std::string text = GENERATE(
      taps("time_s,tap1_m_s2,tap2_m_s2\n", ',', '.'),
      taps("\xef\xbb\xbf# rig 3\r\n\r\n\"Time [ms]\";\"Tap 1 (g)\";tap2 / g\r\n", ';', ','));
  survive(text, 0, 4000, [&](const std::string& bytes) { read(scratch.write("t.csv", bytes)); });
  survive(text.substr(0, 120), 0, 4000,
          [&](const std::string& bytes) { read(scratch.write("t.csv", bytes)); });
}

TEST_CASE("thousands of damaged .mat files with traces crash nothing") {
  const Scratch scratch;
  const Mat5Writer w;
  std::vector<double> time, taps;
  for (int i = 0; i < 40; ++i) time.push_back(i / 1000.0);
  for (int i = 0; i < 120; ++i) taps.push_back(i % 40 / 8.0);
  const std::string bytes =
      w.file({w.doubles("time_s", {40, 1}, time), w.doubles("tap_m_s2", {40, 3}, taps),
              w.doubles("ProbeMass", {1, 1}, {0.03}), w.text("Muscle", u"soleus")});
  survive(bytes, 124, 4000,
          [&](const std::string& mutated) { read(scratch.write("t.mat", mutated)); });
}

TEST_CASE("thousands of damaged column mappings crash nothing") {
  const Scratch scratch;
  const auto file = scratch.write("t.csv", taps("Zeit;a;b\n", ';', ','));
  const std::string json = R"({"Variables": {"time": {"Name": "Zeit", "Units": "s"},
    "tap1": {"Name": "a", "Units": "m/s2"}, "tap2": {"Name": "b", "Units": "g"}},
    "ProbeMass": 0.03, "SampleScale": -1, "SamplingFrequency": 1000})";
  survive(json, 0, 4000, [&](const std::string& bytes) {
    scratch.write("t.json", bytes);
    read_tap_recording(file, resolve_sidecars(scratch.path(), file));
  });
}
