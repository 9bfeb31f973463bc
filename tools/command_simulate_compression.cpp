#include <string>

#include "tools/command.h"
#include "tools/simulated_compression.h"

namespace stiff::tool {
namespace {

struct SimulateCompressionSettings {
  PhantomStudy study;
  CompressionPhantomOptions phantom;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    PhantomStudy::describe(self.study, visit);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Phantom", self.phantom);
  }
};

int simulate(const SimulateCompressionSettings& settings, const Call&) {
  write_phantoms(settings.study, [&](int n, const std::string& label) {
    CompressionPhantomOptions phantom = settings.phantom;
    phantom.seed += static_cast<std::uint64_t>(n);
    return simulated_compression(label, "phantom", phantom);
  });
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
