#include "stiff/contact/compression_analysis.h"
#include "stiff/phantom/compression_phantom.h"

#include <benchmark/benchmark.h>

namespace {

// A hold of 30 s at 100 Hz: with a release, which takes all of the p-value's draws, and without.
void a_hold(benchmark::State& state) {
  stiff::CompressionPhantomOptions options;
  options.events.release_n = state.range(0) ? 1.0 : 0.0;
  options.sensor.sampling_frequency_hz = static_cast<double>(state.range(1));
  options.protocol.hold_s = static_cast<double>(state.range(2));
  const auto phantom = stiff::simulate_compression(options);
  for (auto _ : state) {
    benchmark::DoNotOptimize(stiff::analyse_compression(phantom.recording));
  }
}
BENCHMARK(a_hold)
    ->ArgNames({"release", "Hz", "s"})
    ->Args({0, 100, 30})
    ->Args({1, 100, 30})
    ->Args({1, 1000, 30})
    ->Args({1, 100, 90})
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
