#pragma once

#include "stiff/core/options.h"

#include <span>
#include <string>

namespace stiff {

/// What is compared in a study.
enum class ModelDesign {
  automatic,  ///< `sides` where persons have treated and untreated places, else `arms`, else
              ///< `sessions`
  sessions,   ///< each session against the baseline
  arms,       ///< groups of people: treatment x time
  sides,      ///< treated against untreated places within persons
  crossover,  ///< every person gets several treatments, one a period
};
std::span<const Choice<ModelDesign>> choices(ModelDesign);

enum class ModelScale { log, linear };
std::span<const Choice<ModelScale>> choices(ModelScale);

/// A person's own course over the days, beside the person's own level.
enum class ModelSlope { none, correlated, independent };
std::span<const Choice<ModelSlope>> choices(ModelSlope);

struct ModelOptions {
  ModelDesign design = ModelDesign::automatic;
  std::string baseline{};
  std::string control{};
  std::string control_side{};
  std::string covariates{};
  bool adjust_baseline = false;
  ModelSlope slope = ModelSlope::none;
  ModelScale scale = ModelScale::log;
  bool taps = false;
  bool force_device = false;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(
        Option{"design", "",
               "Compare sessions, arms, sides (treated and untreated) or treatments given in turn "
               "(crossover); automatic: sides where persons have both, else arms, else sessions"},
        self.design);
    visit(Option{"baseline", "SESSION",
                 "The session before, by its label or its time point; else the time point "
                 "`baseline`, else the first day"},
          self.baseline);
    visit(Option{"control", "GROUP",
                 "The arm (in a crossover the technique) that the others are compared with; else "
                 "one called `control`, else the first by name"},
          self.control);
    visit(Option{"control-side", "SIDE",
                 "The side that was not treated (left, right) in everyone; else what "
                 "treatments.tsv says"},
          self.control_side);
    visit(Option{"covariates", "",
                 "Columns of participants.tsv in the model (age,sex,...): numbers, and sex"},
          self.covariates);
    visit(Option{"adjust-baseline", "",
                 "The baseline's value is a covariate: groups are compared at the same baseline"},
          self.adjust_baseline);
    visit(Option{"slope", "", "A person's own course over the days of sessions.tsv"}, self.slope);
    visit(Option{"scale", "",
                 "Scale of the model; `log` gives changes in per cent, and needs values above 0"},
          self.scale);
    visit(Option{"taps", "", "A row is a tap, push or cycle instead of a recording"}, self.taps);
    visit(Option{"force-device", "",
                 "Compare though another device was used in a later session, and mark it"},
          self.force_device);
  }
};

}  // namespace stiff
