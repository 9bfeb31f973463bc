// Reliability of 10 000 participants x 4 sessions x 2 sides x 5 taps of one quantity: sessions as
// repeats, and taps; components of all taps in both.
#include "stiff/comparison/reliability.h"

#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>

namespace {

struct Study {
  std::vector<stiff::Measurement> values, taps;
};

Study study(int participants) {
  boost::random::mt19937_64 random(1);
  boost::random::normal_distribution<double> normal;
  Study out;
  stiff::Measurement m;
  m.muscle = "uppertrapezius";
  m.quantity = "dynamic_stiffness";
  m.units = "N m-1";
  m.method = "oscillator_fit";
  m.device = "myotonometer";
  for (int p = 0; p < participants; ++p) {
    m.participant = std::to_string(p);
    const double person = 250 + 30 * normal(random);
    for (const char* side : {"left", "right"}) {
      m.side = side;
      const double of_side = person + 8 * normal(random);
      for (const char* session : {"1", "2", "3", "4"}) {
        m.session = session;
        const double of_session = of_side + 4 * normal(random);
        double mean = 0;
        for (m.repeat = 1; m.repeat <= 5; ++m.repeat) {
          m.value = of_session + 5 * normal(random);
          mean += m.value / 5;
          out.taps.push_back(m);
        }
        m.repeat = 0;
        m.value = mean;
        out.values.push_back(m);
      }
    }
  }
  return out;
}

void all_tables(benchmark::State& state) {
  const Study data = study(10000);
  const auto repeats = state.range(0) == 0 ? stiff::Repeats::session : stiff::Repeats::repeat;
  for (auto _ : state) {
    const auto result = stiff::reliability(data.values, data.taps, {.repeats = repeats});
    benchmark::DoNotOptimize(stiff::reliability_tables(result));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(data.taps.size()));
}
BENCHMARK(all_tables)->ArgName("taps")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
