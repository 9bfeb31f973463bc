#include "stiff/core/estimate.h"
#include "stiff/phantom/swe_phantom_options.h"

#include <string>

#include "tools/command.h"
#include "tools/simulated_swe.h"

namespace stiff::tool {
namespace {

struct SimulateSettings {
  PhantomStudy study;
  double last_speed_m_per_s = kNaN;
  SwePhantomOptions phantom;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    PhantomStudy::describe(self.study, visit);
    visit(
        Option{"last-speed", "m/s",
               "Speed of the study's last recording; the others lie evenly between --speed and it",
               0.2, 30},
        self.last_speed_m_per_s);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Phantom", self.phantom);
  }
};

int simulate_swe(const SimulateSettings& settings, const Call&) {
  check(settings.phantom);
  write_phantoms(settings.study, [&](int n, const std::string& label) {
    SwePhantomOptions phantom = settings.phantom;
    phantom.seed += static_cast<std::uint64_t>(n);
    phantom.medium.speed_m_per_s =
        settings.study.between(n, phantom.medium.speed_m_per_s, settings.last_speed_m_per_s);
    return simulated_swe(label, "phantom", phantom);
  });
  return 0;
}

}  // namespace

extern const Command kSimulateSwe;
const Command kSimulateSwe{
    .name = "simulate swe",
    .summary = "Writes shear wave recordings of phantoms, with the truth inside",
    .description =
        "Simulates what an ultrasound scanner records of one or more pushes in a solid of known "
        "stiffness: a wave in closed form (homogeneous, elastic or Kelvin-Voigt) or by a solver "
        "(with "
        "nodules, bands, layers or uneven muscle), imaged as speckle IQ, or as a noisy field of "
        "displacement or "
        "velocity.\n\n"
        "A folder becomes a study that `stiff run` takes, with participants.tsv and truth.tsv "
        "beside "
        "the recordings. Equal options give equal bytes.",
    .arguments = {},
    .examples = {{"stiff simulate swe --out phantom.h5 --speed 3",
                  "One recording of 3 m/s, that is mu = 9 kPa"},
                 {"stiff simulate swe --out study --count 20 --speed 1.5 --last-speed 4",
                  "A study of 20 recordings from 1.5 to 4 m/s"},
                 {"stiff simulate swe --out nodule.h5 --nodules 0,18,4,4,0,3.5",
                  "A nodule of 3.5 m/s and 4 mm radius, 18 mm deep"}},
    .job = job<SimulateSettings, simulate_swe>};

}  // namespace stiff::tool
