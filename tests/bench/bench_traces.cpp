// Reading and writing traces: one core, files in the page cache; a write waits for the disk.
#include "stiff/io/tap_traces.h"
#include "stiff/io/trace_file.h"
#include "stiff/io/trace_recording_file.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>

#include "io/scratch.h"
#include "io/trace_samples.h"
#include <benchmark/benchmark.h>

namespace {

using stiff_test::Scratch;

void append(double value, int decimals, std::string& text) {
  char digits[32];
  text.append(
      digits,
      std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed, decimals).ptr);
}

// Times of seven decimals and five columns of five, as the shared study has them.
std::string table(std::size_t rows) {
  std::string text = "time_s,tap1_m_s2,tap2_m_s2,tap3_m_s2,tap4_m_s2,tap5_m_s2\n";
  for (std::size_t i = 0; i < rows; ++i) {
    append(static_cast<double>(i) / 3200, 7, text);
    for (int k = 0; k < 5; ++k) {
      text.push_back(',');
      append(7 * std::sin(0.03 * static_cast<double>(i) + k), 5, text);
    }
    text.push_back('\n');
  }
  return text;
}

void read_csv(benchmark::State& state) {
  const Scratch folder;
  const auto rows = static_cast<std::size_t>(state.range(0));
  const auto file = folder.write("x.csv", table(rows));
  for (auto _ : state) benchmark::DoNotOptimize(stiff::read_trace_table(file).columns.size());
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(std::filesystem::file_size(file)));
}
BENCHMARK(read_csv)->Arg(800)->Arg(1000000)->Unit(benchmark::kMicrosecond);

void read_taps_with_sidecars(benchmark::State& state) {
  const Scratch folder;
  const auto file = folder.write("sub-01/sub-01_myotonometry.csv", table(800));
  folder.write("myotonometry.json", R"({"ProbeMass": 0.03, "SamplingFrequency": 3200})");
  for (auto _ : state) {
    const stiff::Sidecar sidecar = stiff::resolve_sidecars(folder.path(), file);
    benchmark::DoNotOptimize(stiff::read_tap_recording(file, sidecar).taps_m_per_s2.size());
  }
}
BENCHMARK(read_taps_with_sidecars)->Unit(benchmark::kMicrosecond);

void read_trace_recording(benchmark::State& state) {
  const Scratch folder;
  stiff::write_trace_recording(folder / "x.h5", stiff_test::sample_trace_recording(800), {}, {});
  for (auto _ : state) {
    benchmark::DoNotOptimize(stiff::read_trace_table(folder / "x.h5").columns.size());
  }
}
BENCHMARK(read_trace_recording)->Unit(benchmark::kMicrosecond);

void write_traces(benchmark::State& state) {
  const Scratch folder;
  std::vector<stiff::Trace> traces = stiff_test::sample_traces(5, 800);
  traces.resize(1);
  for (auto _ : state) stiff::write_traces(folder / "x.h5", traces, {}, {});
}
BENCHMARK(write_traces)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
