// Tracking on a cine larger than the last cache, on one core: ns a sample, and how often as long as
// one plain pass over the same bytes; the fastest of some runs.

#include "stiff/motion/kasai.h"
#include "stiff/motion/loupas.h"
#include "stiff/motion/sample_noise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstdint>
#include <ctime>
#include <vector>

#include <benchmark/benchmark.h>

namespace {

using namespace stiff;
using Cine = Cube<std::complex<float>>;

/// 500 x 1000 pixels, 100 frames: 400 MB. Speckle that turns slowly.
const Cine& cine() {
  static const Cine iq = [] {
    Cine made(500, 1000, 100);
    std::uint32_t state = 1;
    const auto uniform = [&] {
      state = state * 1664525U + 1013904223U;
      return static_cast<float>(state >> 8) / 16777216.0F;
    };
    for (Index pixel = 0; pixel < 500 * 1000; ++pixel) {
      const float angle = 6.2831853F * uniform();
      const float size = std::sqrt(-2 * std::log(uniform() + 1e-7F));
      for (Index t = 0; t < 100; ++t) {
        made.data()[pixel * 100 + t] = std::polar(size, angle - 0.003F * static_cast<float>(t));
      }
    }
    return made;
  }();
  return iq;
}

/// Processor time: on one core, with nobody else on it, the time by the wall.
double processor_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// The fastest of five plain passes over the cine.
double pass_seconds() {
  static const double fastest = [] {
    double best = 1e9;
    for (int run = 0; run < 5; ++run) {
      const double start = processor_seconds();
      const auto* p = reinterpret_cast<const float*>(cine().data());
      std::array<float, 32> sum{};
      for (Index i = 0; i + 32 <= 2 * cine().size(); i += 32) {
        for (std::size_t k = 0; k < 32; ++k) sum[k] += p[i + static_cast<Index>(k)];
      }
      benchmark::DoNotOptimize(sum);
      best = std::min(best, processor_seconds() - start);
    }
    return best;
  }();
  return fastest;
}

template <class Track>
void track(benchmark::State& state, Track tracker) {
  const EchoKernel kernel{state.range(0), MotionReference::fixed};
  const EchoScale scale{5e6, 1540, 2e-4, false};
  cine();
  const double pass = pass_seconds();
  double each = 1e9;
  for (auto _ : state) {
    const double start = processor_seconds();
    const auto u = tracker(cine().view(), every_frame(100, 0, 5), kernel, scale);
    benchmark::DoNotOptimize(u.data());
    each = std::min(each, processor_seconds() - start);
  }
  const auto samples = static_cast<double>(cine().size());
  state.counters["ns_per_sample"] = 1e9 * each / samples;
  state.counters["passes"] = each / pass;
  state.counters["pass_ns_per_sample"] = 1e9 * pass / samples;
  state.counters["MB"] = 8e-6 * samples;
}

void loupas(benchmark::State& state) {
  track(state, loupas_displacement);
}
void kasai(benchmark::State& state) {
  track(state, kasai_displacement);
}

void noise(benchmark::State& state) {
  static const Cube<float> u = kasai_displacement(
      cine().view(), every_frame(100, 0, 5), {7, MotionReference::fixed}, {5e6, 1540, 2e-4, false});
  const std::vector<unsigned char> measured(100, 1);
  double total = 0;
  for (auto _ : state) {
    const double start = processor_seconds();
    benchmark::DoNotOptimize(sample_noise(u.view(), measured));
    total += processor_seconds() - start;
  }
  state.counters["ns_per_sample"] =
      1e9 * total / static_cast<double>(state.iterations()) / static_cast<double>(u.size());
}

}  // namespace

BENCHMARK(loupas)->Arg(7)->Arg(15)->Unit(benchmark::kMillisecond)->Iterations(4);
BENCHMARK(kasai)->Arg(7)->Unit(benchmark::kMillisecond)->Iterations(4);
BENCHMARK(noise)->Unit(benchmark::kMillisecond)->Iterations(4);
BENCHMARK_MAIN();
