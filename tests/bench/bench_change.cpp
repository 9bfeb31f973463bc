// BCa intervals of 1000 contrasts by 10 000 draws, of 12 and of 100 people, by one and two threads.
#include "stiff/comparison/bca_bootstrap.h"

#include <cstddef>
#include <vector>

#include <benchmark/benchmark.h>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>

namespace {

void thousand_contrasts(benchmark::State& state) {
  boost::random::mt19937_64 engine(1);
  boost::random::normal_distribution<double> normal;
  std::vector<stiff::BootstrapSample> samples(1000);
  for (stiff::BootstrapSample& sample : samples) {
    sample.a.resize(static_cast<std::size_t>(state.range(0)));
    for (double& value : sample.a) value = normal(engine);
  }
  for (auto _ : state) {
    const auto intervals =
        stiff::bca_intervals(samples, {.draws = 10000}, static_cast<int>(state.range(1)));
    benchmark::DoNotOptimize(intervals.data());
  }
}
BENCHMARK(thousand_contrasts)
    ->ArgsProduct({{12, 100}, {1, 2}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
