// What flagging costs: the family-wise threshold of one map of 130 x 121 (1000 simulated healthy
// muscles), and one more map of the same study.
#include <benchmark/benchmark.h>

#include "candidates/flagging.h"
#include "candidates/healthy_muscle.h"

namespace {

using namespace stiff;
using stiff_test::Muscle;
using stiff_test::Muscles;

struct Bench {
  Muscle muscle;
  Muscles muscles{muscle};
  FieldEntry entry = stiff_test::cohort_field(muscles, muscle, 7, 20, 1);
};

Bench& bench() {
  static Bench once;
  return once;
}

void threshold_of_one_map(benchmark::State& state) {
  Bench& b = bench();
  const auto made = b.muscles.map(9, 0, 3, {{0, 25, 4, 4, 0, 1.68}});
  for (auto _ : state) {
    const FlagReference reference(b.entry, b.muscle.axial(), b.muscle.lateral(), {}, 0.95, 0.95,
                                  static_cast<int>(state.range(0)));
    benchmark::DoNotOptimize(stiff_test::flagged(made.map, reference).recording.found);
  }
}

void one_more_map(benchmark::State& state) {
  Bench& b = bench();
  const FlagReference reference(b.entry, b.muscle.axial(), b.muscle.lateral(), {}, 0.95, 0.95);
  std::vector<LogMap> maps;
  for (std::uint64_t i = 0; i < 40; ++i) {
    std::vector<stiff_test::Place> places;
    if (state.range(0) > 0) places.push_back({0, 25, 4, 4, 0, 1.68});
    maps.push_back(b.muscles.map(9, i, 3, places).map);
  }
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        stiff_test::flagged(maps[next++ % maps.size()], reference).recording.found);
  }
}

void build_of_a_cohort(benchmark::State& state) {
  Bench& b = bench();
  for (auto _ : state) {
    benchmark::DoNotOptimize(stiff_test::cohort_field(b.muscles, b.muscle, 8, 20, 1).model.variance);
  }
}

BENCHMARK(threshold_of_one_map)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(one_more_map)->ArgName("nodule")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);
BENCHMARK(build_of_a_cohort)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
