#include <vector>

#include "tools/command.h"
#include "tools/simulated_compression.h"

namespace stiff::tool {
namespace {

struct SimulateCompressionSettings {
  std::filesystem::path out;
  int count = 1;
  CompressionPhantomOptions phantom;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(
        RequiredOption{{"out", "PATH", "A file (x.h5) for one recording, or a folder for a study"}},
        self.out);
    visit(Option{"count", "1", "Recordings of the study; each takes the next seed", 1, 99999},
          self.count);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Phantom", self.phantom);
  }
};

int simulate(const SimulateCompressionSettings& settings, const Call&) {
  std::vector<SimulatedRecording> study;
  for (int n = 0; n < settings.count; ++n) {
    CompressionPhantomOptions phantom = settings.phantom;
    phantom.seed += static_cast<std::uint64_t>(n);
    study.push_back(
        simulated_compression(numbered_label(n + 1, settings.count), "phantom", phantom));
  }
  write_simulated(settings.out, study);
  return 0;
}

}  // namespace

extern const Command kSimulateCompression;
const Command kSimulateCompression{
    .name = "simulate compression",
    .summary = "Writes sustained compressions of phantoms, with the truth inside",
    .description =
        "Simulates the force (and displacement) that a probe or an instrumented hand records while "
        "it holds firm pressure: a ramp, passive relaxation by a Prony series and log t in closed "
        "form, in white or autoregressive noise, with a tremor, a release, guarding that stays or "
        "goes, and several holds with rest between.\n\n"
        "A folder becomes a study that `stiff run` takes, with participants.tsv and truth.tsv "
        "beside the recordings. Equal options give equal bytes.",
    .arguments = {},
    .examples = {{"stiff simulate compression --out hold.h5 --release-drop 1.5",
                  "One hold of 30 s whose tissue gives after 15 s"},
                 {"stiff simulate compression --out study --count 20 --holds 3 --rest 12 "
                  "--noise-kind ar1 --release-drop 1 --release-hold 2",
                  "A study of 20 sessions of three holds, the second with a release"},
                 {"stiff simulate compression --out guarding.h5 --guarding 1 --tremor 0.3",
                  "A muscle that guards, with a tremor"}},
    .job = job<SimulateCompressionSettings, simulate>};

}  // namespace stiff::tool
