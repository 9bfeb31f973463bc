// One core: the fit of a ramp and hold of 30 s at 100 Hz (3000 samples) with its number of terms
// chosen among one to three, by how many it has and by its noise; kappa of a layer and a sphere's
// force.
#include "stiff/contact/hayes_layer.h"
#include "stiff/contact/relaxation_fit.h"
#include "stiff/contact/sphere_modulus.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "contact/simulated_hold.h"
#include <benchmark/benchmark.h>

namespace {

SimulatedHold hold_of(std::int64_t terms, std::int64_t per_cent_correlation) {
  SimulatedHold hold{.noise_n = 0.02,
                     .correlation = static_cast<double>(per_cent_correlation) / 100};
  if (terms == 1) hold.prony = {0.6, {{0.4, 2}}};
  if (terms == 3) hold.prony = {0.4, {{0.25, 0.3}, {0.2, 2}, {0.15, 12}}};
  return hold;
}

void fit_hold(benchmark::State& state) {
  const SimulatedHold hold = hold_of(state.range(0), state.range(1));
  const std::vector<double> time = hold.time(), force = hold.force();
  for (auto _ : state) {
    const auto fit = stiff::fit_relaxation(time, force, hold.start_s, hold.end_s());
    benchmark::DoNotOptimize(fit.value.data());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(fit_hold)->ArgsProduct({{1, 2, 3}, {0, 95}})->Unit(benchmark::kMillisecond);

void fit_hold_with_drive(benchmark::State& state) {
  const SimulatedHold hold = hold_of(2, 0);
  const std::vector<double> time = hold.time(), force = hold.force();
  std::vector<double> drive;
  for (const double t : time)
    drive.push_back(std::clamp((t - hold.start_s) / hold.ramp_s, 0.0, 1.0));
  for (auto _ : state) {
    const auto fit = stiff::fit_relaxation(time, force, drive, hold.start_s, hold.end_s());
    benchmark::DoNotOptimize(fit.value.data());
  }
}
BENCHMARK(fit_hold_with_drive)->Unit(benchmark::kMillisecond);

void kappa(benchmark::State& state) {
  const double ratio = static_cast<double>(state.range(0)) / 10;
  for (auto _ : state) benchmark::DoNotOptimize(stiff::hayes_kappa(ratio, 0.45));
}
BENCHMARK(kappa)->Arg(5)->Arg(40)->Arg(80)->Unit(benchmark::kMicrosecond);

void sphere_table(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(stiff::SphereLayer(0.45).correction(1));
}
BENCHMARK(sphere_table)->Unit(benchmark::kMicrosecond);

void sphere_correction(benchmark::State& state) {
  const stiff::SphereLayer layer(0.45);
  double chi = 0;
  for (auto _ : state) {
    chi = chi > 1.9 ? 0.01 : chi + 0.01;
    benchmark::DoNotOptimize(layer.correction(chi));
  }
}
BENCHMARK(sphere_correction)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
