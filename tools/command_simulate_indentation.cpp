#include "stiff/core/estimate.h"
#include "stiff/phantom/indentation_phantom.h"

#include <string>

#include "tools/command.h"
#include "tools/simulated_indentation.h"

namespace stiff::tool {
namespace {

struct SimulateIndentationSettings {
  PhantomStudy study;
  double last_modulus_pa = kNaN;
  IndentationPhantomOptions phantom;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    PhantomStudy::describe(self.study, visit);
    visit(Option{"last-modulus", "Pa",
                 "Modulus of the study's last recording; the others lie evenly between --modulus "
                 "and it",
                 100, 1e7},
          self.last_modulus_pa);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Phantom", self.phantom);
  }
};

int simulate(const SimulateIndentationSettings& settings, const Call&) {
  write_phantoms(settings.study, [&](int n, const std::string& label) {
    IndentationPhantomOptions phantom = settings.phantom;
    phantom.seed += static_cast<std::uint64_t>(n);
    phantom.tissue.modulus_pa =
        settings.study.between(n, phantom.tissue.modulus_pa, settings.last_modulus_pa);
    return simulated_indentation(label, "phantom", phantom);
  });
  return 0;
}

}  // namespace

extern const Command kSimulateIndentation;
const Command kSimulateIndentation{
    .name = "simulate indentation",
    .summary = "Writes indentation recordings of phantoms, with the truth inside",
    .description =
        "Simulates force and depth of a flat-ended or spherical probe that is pressed into a layer "
        "of known modulus on a rigid base, held and taken back, once or several times, in closed "
        "form: elastic, or relaxing after a Prony series. The sensor has noise, offset and drift, "
        "the clock may jitter, and the stated thickness may be wrong by its standard error.\n\n"
        "A folder becomes a study that `stiff run` takes, with participants.tsv and truth.tsv "
        "beside the recordings. Equal options give equal bytes.",
    .arguments = {},
    .examples =
        {{"stiff simulate indentation --out elastic_indentation.h5 --modulus 20kPa",
          "Three cycles on 20 kPa, 20 mm thick"},
         {"stiff simulate indentation --out relax_indentation.h5 --prony '0.3,0.2;0.2,2' --hold 10 "
          "--cycles 1",
          "A ramp of 1.5 s and a hold of 10 s on a tissue with two relaxation times"},
         {"stiff simulate indentation --out study --count 20 --modulus 8kPa "
          "--last-modulus 60kPa --thickness-error 1mm",
          "A study of 20 recordings from 8 to 60 kPa"}},
    .job = job<SimulateIndentationSettings, simulate>};

}  // namespace stiff::tool
