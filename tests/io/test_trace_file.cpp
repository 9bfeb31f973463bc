#include "stiff/core/error.h"
#include "stiff/io/hdf5_writer.h"
#include "stiff/io/trace_file.h"
#include "stiff/io/trace_recording_file.h"

#include <cmath>
#include <span>

#include "io/samples.h"
#include "io/scratch.h"
#include "io/trace_samples.h"
#include <catch2/catch.hpp>

using namespace stiff;
using stiff_test::Scratch;

namespace {

RecordingIdentity someone() {
  RecordingIdentity identity;
  identity.recording_id = "sub-01_indentation";
  identity.participant = "01";
  identity.muscle = "soleus";
  return identity;
}

// A file as a lab's own program writes it: plain datasets, no scales.
void lab_file(const std::filesystem::path& path, std::size_t force_rows) {
  hdf5::Writer writer;
  hdf5::OutGroup root = writer.root();
  hdf5::OutGroup data = root.group("exam");
  root.attribute("ProbeMass", 0.03);
  data.attribute("Device", "rig 3");
  const std::vector<double> time{0, 0.001, 0.002};
  const std::vector<double> force(force_rows, 2);
  const std::vector<std::int32_t> counts{1, 2};
  data.scale("Time", std::span<const double>(time), {"s", ""});
  data.scale("Force", std::span<const double>(force), {"N", ""});
  data.scale("tap", std::span<const std::int32_t>(counts), {"1", ""});
  const std::vector<float> taps{1, 2, 3, 4, 5, 6};
  data.variable("acceleration", std::span<const float>(taps), {"tap", "Time"}, {"m s-2", ""});
  writer.save(path);
}

}  // namespace

TEST_CASE("a trace recording comes back as it was written") {
  const Scratch folder;
  const TraceRecordingFile written = stiff_test::sample_trace_recording(40);
  write_trace_recording(folder / "x.h5", written, someone(), stiff_test::sample_provenance());
  const TraceTable table = read_trace_table(folder / "x.h5");
  CHECK(table.format == "stiff");
  REQUIRE(table.columns.size() == 3);
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(table.columns[k].name == written.columns[k].name);
    CHECK(table.columns[k].units == written.columns[k].units);
    CHECK(table.columns[k].values == written.columns[k].values);
  }
  CHECK(table.number("ProbeDiameter") == 0.01);
  CHECK(std::isnan(table.number("ProbeMass")));
  CHECK(table.text("ProbeShape") == "flat");
  CHECK(table.text("Muscle") == "soleus");
  CHECK(table.si(2, Dimension::length)[1] == 2.25 * 1e-3);
  CHECK(trace_clock(table, {}).sampling_frequency_hz == Approx(4000));
  const auto truth = read_trace_truth(folder / "x.h5");
  CHECK(truth == written.truth);
  write_trace_recording(folder / "y.h5", written, someone(), stiff_test::sample_provenance());
  CHECK(stiff_test::read_bytes(folder / "x.h5") == stiff_test::read_bytes(folder / "y.h5"));
}

TEST_CASE("a recording without a time column has its sampling frequency beside it") {
  const Scratch folder;
  TraceRecordingFile written = stiff_test::sample_trace_recording(40);
  written.columns.erase(written.columns.begin());
  written.columns.push_back({"remark", "", {}, "line 3: 'begin' is no number"});
  written.numbers.emplace_back("SamplingFrequency", 250);
  write_trace_recording(folder / "x.h5", written, {}, {});
  const TraceTable table = read_trace_table(folder / "x.h5");
  CHECK(table.columns.size() == 2);
  CHECK(trace_clock(table, {}).time_s[39] == Approx(39 / 250.0));
  written.columns.push_back(written.columns[0]);
  CHECK_THROWS_WITH(write_trace_recording(folder / "y.h5", written, {}, {}),
                    "y.h5: two columns are called 'force'");
}

TEST_CASE("a lab's own HDF5 with lines of one length is a trace") {
  const Scratch folder;
  lab_file(folder / "lab.h5", 3);
  const TraceTable table = read_trace_table(folder / "lab.h5");
  CHECK(table.format == "hdf5");
  CHECK(table.number("ProbeMass") == 0.03);
  CHECK(table.text("Device") == "rig 3");
  CHECK(table.find_numbered({"acceleration"}).size() == 2);
  CHECK(table.si(table.find_numbered({"acceleration"})[1], Dimension::acceleration) ==
        std::vector<double>{4, 5, 6});
  CHECK(table.si(table.find({"force"}).value(), Dimension::force) == std::vector<double>{2, 2, 2});
  CHECK_FALSE(table.find({"tap"}));
}

TEST_CASE("a file of another kind or shape is refused by name") {
  const Scratch folder;
  hdf5::Writer other;
  other.root().attribute("format", "stiff shear wave recording");
  other.root().attribute("format_version", std::int32_t{1});
  other.save(folder / "swe.h5");
  CHECK_THROWS_WITH(read_trace_table(folder / "swe.h5"),
                    Catch::Contains("swe.h5") && Catch::Contains("stiff trace recording") &&
                        Catch::Contains("stiff shear wave recording"));
  hdf5::Writer newer;
  newer.root().attribute("format", kTraceFormat);
  newer.root().attribute("format_version", std::int32_t{2});
  newer.save(folder / "new.h5");
  CHECK_THROWS_WITH(read_trace_table(folder / "new.h5"), Catch::Contains("newer version"));
  hdf5::Writer empty;
  empty.root().attribute("ProbeMass", 1.0);
  empty.save(folder / "empty.h5");
  CHECK_THROWS_WITH(read_trace_table(folder / "empty.h5"),
                    "empty.h5: it holds no line of numbers in its root");
  hdf5::Writer uneven;
  const std::vector<double> line{0, 1, 2};
  const std::vector<double> shorter{0, 1};
  const std::vector<double> square(9, 1.0);
  uneven.root().scale("time", std::span<const double>(line), {"s", ""});
  uneven.root().scale("y", std::span<const double>(line), {"s", ""});
  uneven.root().scale("n", std::span<const double>(shorter), {"", ""});
  uneven.root().variable("force", std::span<const double>(shorter), {"n"}, {"N", ""});
  uneven.save(folder / "uneven.h5");
  const TraceTable table = read_trace_table(folder / "uneven.h5");
  CHECK_THROWS_WITH(table.si(table.find({"force"}).value(), Dimension::force),
                    "uneven.h5, column 'force': it has 2 values where the others have 3");
  hdf5::Writer turned;
  turned.root().scale("time", std::span<const double>(line), {"s", ""});
  turned.root().variable("taps", std::span<const double>(square), {"time", "time"}, {"g", ""});
  turned.save(folder / "square.h5");
  CHECK_THROWS_WITH(read_trace_table(folder / "square.h5"),
                    Catch::Contains("which way is time cannot be told"));
}

TEST_CASE("traces are written whole, the same each time, and never out of shape") {
  const Scratch folder;
  const std::vector<Trace> traces = stiff_test::sample_traces(5, 80);
  write_traces(folder / "a.h5", traces, someone(), stiff_test::sample_provenance());
  write_traces(folder / "b.h5", traces, someone(), stiff_test::sample_provenance());
  CHECK(stiff_test::read_bytes(folder / "a.h5") == stiff_test::read_bytes(folder / "b.h5"));
  std::vector<Trace> wrong = traces;
  wrong[0].signals[0].value.pop_back();
  CHECK_THROWS_WITH(write_traces(folder / "c.h5", wrong, someone(), {}),
                    Catch::Contains("'acceleration'"));
  wrong = traces;
  wrong[0].marks[0].value.pop_back();
  CHECK_THROWS_AS(write_traces(folder / "c.h5", wrong, someone(), {}), Error);
  CHECK_FALSE(std::filesystem::exists(folder / "c.h5"));
  write_traces(folder / "none.h5", {}, someone(), {});
  CHECK(std::filesystem::exists(folder / "none.h5"));
}
