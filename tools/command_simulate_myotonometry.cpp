#include "stiff/core/estimate.h"
#include "stiff/phantom/tap_phantom.h"

#include <string>

#include "tools/command.h"
#include "tools/simulated_taps.h"

namespace stiff::tool {
namespace {

struct SimulateTapsSettings {
  PhantomStudy study;
  double last_stiffness_n_per_m = kNaN;
  TapPhantomOptions phantom;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    PhantomStudy::describe(self.study, visit);
    visit(Option{"last-stiffness", "N/m",
                 "Stiffness of the study's last recording; the others lie evenly between "
                 "--stiffness and it",
                 1, 1e5},
          self.last_stiffness_n_per_m);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Phantom", self.phantom);
  }
};

int simulate(const SimulateTapsSettings& settings, const Call&) {
  write_phantoms(settings.study, [&](int n, const std::string& label) {
    TapPhantomOptions phantom = settings.phantom;
    phantom.seed += static_cast<std::uint64_t>(n);
    phantom.tissue.stiffness_n_per_m = settings.study.between(n, phantom.tissue.stiffness_n_per_m,
                                                              settings.last_stiffness_n_per_m);
    return simulated_taps(label, "phantom", phantom);
  });
  return 0;
}

}  // namespace

extern const Command kSimulateMyotonometry;
const Command kSimulateMyotonometry{
    .name = "simulate myotonometry",
    .summary = "Writes myotonometry recordings of phantoms, with the truth inside",
    .description =
        "Simulates the accelerations that a tapping probe records on a tissue of known stiffness "
        "and damping: a damped oscillator under a rectangular push, in closed form, as an "
        "averaging sensor with offset, drift, noise and digits sees it. A tap may be double, "
        "clipped, or jump off the skin.\n\n"
        "A folder becomes a study that `stiff run` takes, with participants.tsv and truth.tsv "
        "beside the recordings: the truth of each tap and of the set. Equal options give equal "
        "bytes.",
    .arguments = {},
    .examples =
        {{"stiff simulate myotonometry --out taps_myotonometry.h5 --stiffness 280 --noise 0.05",
          "Five taps on 280 N/m"},
         {"stiff simulate myotonometry --out study --count 20 --stiffness 180 "
          "--last-stiffness 420 --spread 0.01 --noise 0.05",
          "A study of 20 recordings from 180 to 420 N/m, 1 % between taps"},
         {"stiff simulate myotonometry --out bad_myotonometry.h5 --fault jump-off "
          "--fault-tap 2 --preload 0.1",
          "The second tap leaves the skin"}},
    .job = job<SimulateTapsSettings, simulate>};

}  // namespace stiff::tool
