#pragma once

#include "stiff/comparison/between_session_error.h"
#include "stiff/core/options.h"

#include <span>
#include <string>

namespace stiff {

/// On which scale one person's change is judged.
enum class ChangeScale { log, linear };
std::span<const Choice<ChangeScale>> choices(ChangeScale);

/// Which sessions are compared, and against what.
struct ChangeOptions {
  std::string pre{};
  std::string post{};
  std::string control{};
  std::string control_side{};
  double margin = 0;
  double margin_percent = 0;
  ChangeScale scale = ChangeScale::log;
  MdcRule mdc = MdcRule::normal;
  bool force_device = false;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"pre", "SESSION", "The session before, by its label or its time point"}, self.pre);
    visit(Option{"post", "SESSION", "The session after"}, self.post);
    visit(Option{"control", "GROUP",
                 "The arm that was not treated; else a group called `control`, or whom "
                 "treatments.tsv gives nothing"},
          self.control);
    visit(Option{"control-side", "SIDE",
                 "The side that was not treated (left, right) in everyone; else what "
                 "treatments.tsv says"},
          self.control_side);
    visit(Option{"margin", "",
                 "Equivalence within +- this many units of the one --quantity; 0: not tested", 0},
          self.margin);
    visit(Option{"margin-percent", "",
                 "Equivalence within +- this change in per cent; 0: not tested", 0, 99},
          self.margin_percent);
    visit(Option{"scale", "",
                 "Scale on which one person's change is judged; `log` is in per cent, and needs "
                 "values above 0"},
          self.scale);
    visit(Option{"mdc", "",
                 "Minimal detectable change: 1.96 sqrt(2) SEM (normal), or with Student's t "
                 "for the 1.96 (student)"},
          self.mdc);
    visit(Option{"force-device", "",
                 "Compare though another device was used after than before, and mark it"},
          self.force_device);
  }
};

}  // namespace stiff
