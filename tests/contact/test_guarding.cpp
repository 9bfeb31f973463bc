#include "stiff/contact/hold_tremor.h"
#include "stiff/contact/release_detection.h"

#include <string>

#include "contact/simulated_relaxation.h"
#include "validation.h"
#include <catch2/catch.hpp>

using Noise = SimulatedRelaxation::Noise;

namespace {

// As the analysis does it: a tenth of a second clear of the ramp, and below a tremor.
bool guarded(SimulatedRelaxation hold) {
  const std::vector<double> force = hold.draw();
  const auto clear = static_cast<std::size_t>(0.1 * hold.sampling_hz);
  const auto held = std::span(force).subspan(clear, force.size() - 2 * clear);
  const stiff::Tremor tremor = stiff::find_tremor(held, hold.sampling_hz);
  return stiff::detect_release(held, hold.sampling_hz, tremor.frequency_hz.value).guarding.found;
}

}  // namespace

TEST_CASE("guarding's false alarms, alone and beside a release", "[guarding][alarms]") {
  const int seeds = validation::seeds(100, 1000);
  struct Case {
    Noise noise;
    const char* name;
    double drop;
  };
  for (const Case& one : {Case{Noise::white, "white", 0}, Case{Noise::ar1, "AR(1) 0.95", 0},
                          Case{Noise::tremor, "tremor of 8-12 Hz", 0},
                          Case{Noise::white, "white, a release of 3 SD", 3},
                          Case{Noise::ar1, "AR(1) 0.95, a release of 5 SD", 5}}) {
    SimulatedRelaxation hold;
    hold.noise = one.noise;
    hold.drop = one.drop;
    int alarms = 0;
    for (int s = 0; s < seeds; ++s) {
      hold.seed = 7000 + static_cast<std::uint64_t>(s);
      alarms += guarded(hold);
    }
    const std::string counts = std::to_string(alarms) + " of " + std::to_string(seeds);
    INFO(one.name << ": " << counts);
    validation::note(std::string("guarding: alarms in holds without it, ") + one.name, counts,
                     "5 %");
    CHECK(validation::within_band(alarms, seeds, 0.05));
  }
}
