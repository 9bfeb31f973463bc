// What an evaluation of many muscles costs: areas, Youden's cut and FROC, each with its resamples.
#include "stiff/candidates/area_under_curve.h"
#include "stiff/candidates/froc_curve.h"
#include "stiff/candidates/youden_cut.h"

#include "candidates/rated_people.h"
#include <benchmark/benchmark.h>

namespace {

std::vector<stiff::RatedCase> cases(std::int64_t muscles) {
  const int people = static_cast<int>(muscles / 4);
  return stiff_test::rated_cases({.positive_people = people,
                                  .negative_people = people,
                                  .cases_each = 2,
                                  .distance = 1.5,
                                  .correlation = 0.5},
                                 1);
}

void area(benchmark::State& state) {
  const auto rated = cases(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(stiff::area_of_people(rated));
}
BENCHMARK(area)->Arg(10000)->Unit(benchmark::kMillisecond);

void youden(benchmark::State& state) {
  const auto rated = cases(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(stiff::youden_cut(rated));
}
BENCHMARK(youden)->Arg(100)->Arg(10000)->Unit(benchmark::kMillisecond);

void froc(benchmark::State& state) {
  std::vector<stiff::FreeResponse> pictures;
  for (const stiff::RatedCase& c : cases(state.range(0))) {
    stiff::FreeResponse picture{c.person, !c.positive, {c.rating - 1, c.rating - 2}, {}};
    (c.positive ? picture.place_ratings : picture.false_ratings).push_back(c.rating);
    pictures.push_back(picture);
  }
  for (auto _ : state) benchmark::DoNotOptimize(stiff::froc_curve(pictures));
}
BENCHMARK(froc)->Arg(10000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
