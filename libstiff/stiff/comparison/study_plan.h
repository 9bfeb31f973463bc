#pragma once

#include "stiff/comparison/measurement_plan.h"
#include "stiff/core/options.h"
#include "stiff/result/table.h"

#include <string>
#include <vector>

namespace stiff {

/// What separates two values of one person, as standard deviations: of `stiff compare reliability`,
/// or from print. 0: none.
struct PlanSpread {
  double sd_person = 0;
  double sd_session = 0;
  double sd_run = 0;
  double sd_repeat = 0;
  double mean = 0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"sd-person", "", "SD between people, for correlations", 0}, self.sd_person);
    visit(Option{"sd-session", "", "SD of one person between sessions", 0}, self.sd_session);
    visit(Option{"sd-run", "", "SD between runs of a session", 0}, self.sd_run);
    visit(Option{"sd-repeat", "", "SD between taps (pushes, cycles) of a run", 0}, self.sd_repeat);
    visit(Option{"mean", "", "Mean, for percentages", 0}, self.mean);
  }
};

/// How one time point is measured; the table of detectable changes goes up to the most of each.
struct PlanEffort {
  int sessions = 1;
  int runs = 1;
  int repeats = 5;
  int most_runs = 3;
  int most_repeats = 10;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"sessions", "", "Sessions averaged for one time point", 1, 1000}, self.sessions);
    visit(Option{"runs", "", "Runs a session", 1, 1000}, self.runs);
    visit(Option{"taps", "", "Taps (pushes, cycles) a run", 1, 1000}, self.repeats);
    visit(Option{"most-runs", "", "The table goes to so many runs", 1, 20}, self.most_runs);
    visit(Option{"most-taps", "", "And to so many taps", 1, 50}, self.most_repeats);
  }
};

/// What is wanted; 0: not asked.
struct PlanGoal {
  double mdc = 0;
  double mdc_percent = 0;
  double change = 0;
  double change_percent = 0;
  double sd_response = 0;
  double power = 0.8;
  double alpha = 0.05;
  double dropout = 0;
  double sem_precision = 1.25;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"mdc", "", "Wanted MDC95, in the unit of the SDs", 0}, self.mdc);
    visit(Option{"mdc-percent", "", "The same in percent of the mean", 0, 1000}, self.mdc_percent);
    visit(Option{"change", "", "Change to find (of one group), or its difference between two arms"},
          self.change);
    visit(Option{"change-percent", "", "The same in percent of the mean", -1000, 1000},
          self.change_percent);
    visit(Option{"sd-response", "", "SD of how much people truly change", 0}, self.sd_response);
    visit(Option{"power", "", "Wanted power", 0.05, 0.9999}, self.power);
    visit(Option{"alpha", "", "Two-sided level", 1e-6, 0.5}, self.alpha);
    visit(Option{"dropout", "", "Share of people who will be lost", 0, 0.95}, self.dropout);
    visit(Option{"sem-precision", "",
                 "A reliability study is to know its SEM so well that the interval ends at this "
                 "times the value",
                 1.01, 10},
          self.sem_precision);
  }
};

struct StudyPlan {
  std::vector<Table> tables;
  std::vector<std::string> answers;  ///< a line each: what was wanted, and what it takes
};

/// The tables of a plan, each only where its question has an answer:
///
/// - `detectable_change`: runs by taps: sem, mdc95, mdc95_percent, icc, enough (1 where what is
///   wanted is reached);
/// - `power`: people (in each arm), to enrol with the drop-outs, power and the interval's half
/// width
///   for a paired and a two-arm change, at the effort given, SD of a change
///   sqrt(2 SEM^2 + sd_response^2);
/// - `precision`: people by repeats of a reliability study: interval of the SEM (and MDC) as
///   shares of it, and of ICC(C,1).
///
/// \throws Error (usage) where nothing is given to plan with, or a percentage without a mean.
StudyPlan study_plan(const PlanSpread& spread, const PlanEffort& effort, const PlanGoal& goal,
                     const std::string& units);

}  // namespace stiff
