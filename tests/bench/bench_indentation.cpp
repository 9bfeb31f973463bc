// Throughput of indentations from memory on one core: three cycles of 600 samples on the way in,
// 3200 samples in all; and one cycle with a ramp and a hold of 10 s on a tissue that relaxes.
#include "stiff/contact/indentation_analysis.h"
#include "stiff/phantom/indentation_phantom.h"

#include <cstdint>
#include <vector>

#include <benchmark/benchmark.h>

namespace {

std::vector<stiff::IndentationRecording> recordings(stiff::IndentationPhantomOptions options) {
  std::vector<stiff::IndentationRecording> all;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    options.seed = seed;
    all.push_back(stiff::simulate_indentation(options).recording);
  }
  return all;
}

void analyse(benchmark::State& state, const stiff::IndentationPhantomOptions& options) {
  const auto all = recordings(options);
  std::int64_t done = 0;
  for (auto _ : state) {
    for (const auto& recording : all) {
      benchmark::DoNotOptimize(stiff::analyse_indentation(recording));
      ++done;
    }
  }
  state.SetItemsProcessed(done);
}

void flat_end(benchmark::State& state) {
  analyse(state, {});
}
BENCHMARK(flat_end)->Unit(benchmark::kMillisecond);

void sphere_on_a_layer(benchmark::State& state) {
  stiff::IndentationPhantomOptions options;
  options.protocol.shape = stiff::ProbeShape::sphere;
  options.sensor.thickness_std_error_m = 1e-3;
  analyse(state, options);
}
BENCHMARK(sphere_on_a_layer)->Unit(benchmark::kMillisecond);

void ramp_and_hold(benchmark::State& state) {
  stiff::IndentationPhantomOptions options;
  options.tissue.prony = "0.25,0.4;0.25,4";
  options.protocol.hold_s = 10;
  options.protocol.cycles = 1;
  analyse(state, options);
}
BENCHMARK(ramp_and_hold)->Unit(benchmark::kMillisecond);

void million_samples(benchmark::State& state) {
  stiff::IndentationPhantomOptions options;
  options.sensor.sampling_frequency_hz = 62500;
  const auto recording = stiff::simulate_indentation(options).recording;
  for (auto _ : state) benchmark::DoNotOptimize(stiff::analyse_indentation(recording));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * recording.time_s.size()));
}
BENCHMARK(million_samples)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
