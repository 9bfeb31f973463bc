#pragma once

#include "stiff/contact/tap_quality.h"
#include "stiff/contact/tap_set.h"
#include "stiff/contact/tap_window.h"
#include "stiff/core/options.h"

namespace stiff {

struct TapTissueOptions {
  double poisson_ratio = 0.5;
  double longest_record_s = 1;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"tap-poisson-ratio", "1", "Poisson's ratio of the apparent punch modulus", -0.99,
                 0.5},
          self.poisson_ratio);
    visit(Option{"tap-record", "s",
                 "Longest part of a trace that is looked at, from a tenth of it before the tap",
                 0.05, 100},
          self.longest_record_s);
  }
};

/// Everything that `analyse_taps` can be told.
struct TapOptions {
  TapWindowOptions window;
  TapQualityOptions quality;
  TapSetOptions set;
  TapTissueOptions tissue;

  template <class Self, class Visitor>
  static void describe(Self&, Visitor&&) {}
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Myotonometry: the tap", self.window);
    visit("Myotonometry: verdicts", self.quality);
    visit("Myotonometry: sets of taps", self.set);
    visit("Myotonometry: tissue", self.tissue);
  }
};

}  // namespace stiff
