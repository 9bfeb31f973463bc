#pragma once

#include "stiff/contact/contact_point.h"
#include "stiff/contact/indentation_cycles.h"
#include "stiff/contact/loading_fit.h"
#include "stiff/contact/punch_modulus.h"
#include "stiff/contact/relaxation_fit.h"
#include "stiff/core/options.h"

namespace stiff {

struct IndentationReadingOptions {
  ContactRule contact = ContactRule::joint_fit;
  int preconditioning = 1;
  double poisson_error = 0;
  double small_strain = kSmallStrain;
  double least_rate_ratio = 2;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"indent-contact", "", "Rule for the contact point"}, self.contact);
    visit(Option{"indent-preconditioning", "1",
                 "First cycles that do not count, where as many and one more have a value", 0, 100},
          self.preconditioning);
    visit(Option{"indent-poisson-error", "1", "Standard error of Poisson's ratio", 0, 0.2},
          self.poisson_error);
    visit(Option{"indent-small-strain", "1",
                 "Depth over thickness beyond which the result says that it is large", 0.01, 1},
          self.small_strain);
    visit(Option{"indent-least-rate-ratio", "1",
                 "How far the cycles' loading rates must differ for an exponent", 1.1, 1000},
          self.least_rate_ratio);
  }
};

/// Everything that `analyse_indentation` can be told.
struct IndentationOptions {
  IndentationReadingOptions reading;
  IndentationCycleOptions cycles;
  LoadingFitOptions loading;
  RelaxationOptions relaxation;

  template <class Self, class Visitor>
  static void describe(Self&, Visitor&&) {}
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Indentation", self.reading);
    visit("Indentation: cycles", self.cycles);
    visit("Indentation: loading curve", self.loading);
    visit("Indentation: relaxation in a hold", self.relaxation);
  }
};

}  // namespace stiff
