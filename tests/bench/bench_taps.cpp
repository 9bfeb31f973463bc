// Throughput of taps from memory on one core, traces of 800 samples: the oscillator fit alone, and
// with the manual's definitions and the verdicts.
#include "stiff/contact/damped_oscillator_fit.h"
#include "stiff/contact/tap_analysis.h"
#include "stiff/contact/tap_parameters.h"
#include "stiff/contact/tap_quality.h"
#include "stiff/phantom/tap_phantom.h"

#include <cstdint>
#include <vector>

#include <benchmark/benchmark.h>

namespace {

std::vector<std::vector<double>> taps() {
  stiff::TapPhantomOptions options;
  options.taps = 50;
  options.stiffness_spread = 0.1;
  options.sensor.record_s = 0.25;
  options.sensor.noise_m_per_s2 = 0.03;
  options.sensor.drift_m_per_s3 = 0.5;
  return stiff::simulate_taps(options).recording.taps_m_per_s2;
}

void fit_taps(benchmark::State& state) {
  const auto all = taps();
  std::int64_t fitted = 0;
  for (auto _ : state) {
    for (const auto& tap : all) {
      const auto fit = stiff::fit_damped_oscillator(tap, 3200, stiff::find_tap(tap, 3200));
      benchmark::DoNotOptimize(fit.value);
      fitted += fit.ok() ? 1 : 0;
    }
  }
  state.SetItemsProcessed(fitted);
}
BENCHMARK(fit_taps)->Unit(benchmark::kMillisecond);

void fit_define_and_judge_taps(benchmark::State& state) {
  const auto all = taps();
  std::int64_t sound = 0;
  for (auto _ : state) {
    for (const auto& tap : all) {
      const auto window = stiff::find_tap(tap, 3200);
      const auto fit = stiff::fit_damped_oscillator(tap, 3200, window);
      const auto parameters =
          stiff::tap_parameters(tap, 3200, window, stiff::tap_baseline(window, fit), 0.03);
      sound += stiff::tap_faults(tap, 3200, window, fit, parameters).empty() ? 1 : 0;
    }
  }
  state.SetItemsProcessed(sound);
}
BENCHMARK(fit_define_and_judge_taps)->Unit(benchmark::kMillisecond);

// All that `stiff run` does with a recording of five taps, but its files: rows and picture too.
void analyse_sets_of_five(benchmark::State& state) {
  stiff::TapPhantomOptions options;
  options.stiffness_spread = 0.01;
  options.sensor.record_s = 0.25;
  options.sensor.noise_m_per_s2 = 0.03;
  options.sensor.drift_m_per_s3 = 0.5;
  std::vector<stiff::TapRecording> sets;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    options.seed = seed;
    sets.push_back(stiff::simulate_taps(options).recording);
  }
  std::int64_t taps = 0;
  for (auto _ : state) {
    for (const auto& set : sets) {
      const auto result = stiff::analyse_taps(set);
      benchmark::DoNotOptimize(result.estimates.data());
      taps += static_cast<std::int64_t>(set.taps_m_per_s2.size());
    }
  }
  state.SetItemsProcessed(taps);
}
BENCHMARK(analyse_sets_of_five)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
