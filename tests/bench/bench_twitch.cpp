// Throughput of the search for twitches on one core: traces of 10 s at 1 kHz from memory, quiet,
// and with a twitch among taps and clicks.
#include "stiff/contact/twitch_detection.h"
#include "stiff/phantom/twitch_phantom.h"

#include <cstdint>
#include <vector>

#include <benchmark/benchmark.h>

namespace {

void search(benchmark::State& state, const stiff::TwitchPhantomOptions& options) {
  std::vector<stiff::TwitchPhantom> all;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    stiff::TwitchPhantomOptions one = options;
    one.seed = seed;
    all.push_back(stiff::simulate_twitch(one));
  }
  std::int64_t searched = 0;
  for (auto _ : state) {
    for (const auto& phantom : all) {
      const auto found = stiff::detect_twitches(phantom.recording.axes_m_per_s2, 1000, {});
      benchmark::DoNotOptimize(found.p_value);
      ++searched;
    }
  }
  state.SetItemsProcessed(searched);
}

void search_quiet_traces(benchmark::State& state) {
  stiff::TwitchPhantomOptions options;
  options.burst.count = 0;
  search(state, options);
}
BENCHMARK(search_quiet_traces)->Unit(benchmark::kMillisecond);

void search_traces_with_taps_and_a_twitch(benchmark::State& state) {
  stiff::TwitchPhantomOptions options;
  options.disturbance = {.taps = 2, .clicks = 2, .tap_times_noise = 30, .motion_times_noise = 30};
  search(state, options);
}
BENCHMARK(search_traces_with_taps_and_a_twitch)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
