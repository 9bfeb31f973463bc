// Throughput of the oscillator fit: traces of 800 samples from memory, one core.
#include "stiff/contact/damped_oscillator_fit.h"
#include "stiff/phantom/tap_phantom.h"

#include <benchmark/benchmark.h>

namespace {

void fit_taps(benchmark::State& state) {
  stiff::TapPhantomOptions options;
  options.taps = 50;
  options.stiffness_spread = 0.1;
  options.sensor.record_s = 0.25;
  options.sensor.noise_m_per_s2 = 0.03;
  options.sensor.drift_m_per_s3 = 0.5;
  const auto taps = stiff::simulate_taps(options).recording.taps_m_per_s2;
  std::int64_t fitted = 0;
  for (auto _ : state) {
    for (const auto& tap : taps) {
      const auto fit = stiff::fit_damped_oscillator(tap, 3200, stiff::find_tap(tap, 3200));
      benchmark::DoNotOptimize(fit.value);
      fitted += fit.ok() ? 1 : 0;
    }
  }
  state.SetItemsProcessed(fitted);
}
BENCHMARK(fit_taps)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
