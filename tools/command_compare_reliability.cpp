#include "stiff/comparison/reliability.h"

#include <iostream>

#include "tools/command.h"
#include "tools/comparison_input.h"
#include "tools/reliability_text.h"

namespace stiff::tool {
namespace {

struct ReliabilitySettings {
  ComparisonSettings input;
  ReliabilityOptions reliability;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    ComparisonSettings::Files::describe(self.input.files, visit);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Which numbers", self.input.numbers);
    visit("Repeats", self.reliability);
  }
};

const std::vector<std::string>& reliability_references() {
  static const std::vector<std::string> kAll{
      "McGraw1996",      "ShroutFleiss1979", "Weir2005", "Dahlberg1940",     "BlandAltman1986",
      "BlandAltman1999", "Carkeet2015",      "Zou2013",  "GraybillWang1980", "Patterson1971"};
  return kAll;
}

int compare_reliability(const ReliabilitySettings& settings, const Call& call) {
  const ComparisonInput input =
      read_comparison_input(settings.input, call, "reliability", RepeatRows::kept);
  const Reliability result =
      reliability(input.measurements.values, input.measurements.repeats, settings.reliability);
  print_notes(result.notes);
  write_comparison_output(input, reliability_tables(result), reliability_references());
  print_reliability(std::cout, result, settings.reliability);
  return 0;
}

}  // namespace

extern const Command kCompareReliability;
const Command kCompareReliability{
    .name = "compare reliability",
    .summary = "How well a study's numbers repeat",
    .description =
        "Of each quantity, muscle, device, method and rater: intraclass correlations in all of "
        "McGraw and Wong's forms, the three standard errors of measurement, MDC95, within-person "
        "coefficient of variation, limits of agreement with exact intervals and proportional bias, "
        "and variance components by REML, in which taps, runs, sessions and sides are nested. The "
        "person is the unit: each side has a table of its own, and one is of their mean.\n\n"
        "Between sessions only what was not treated says how repeats differ: muscles and sides "
        "that treatments.tsv names are left out. Who lacks a session is left out of the analysis "
        "of variance with a line that says so, and stays in the components.\n\n"
        "Writes comparisons/reliability.h5 in the folder of RESULTS (tables reliability, "
        "limits_of_agreement, differences, components, left_out, dropped) and the same as CSV; "
        "prints a summary.",
    .arguments = comparison_arguments(),
    .examples = {{"stiff compare reliability results --study study", "Sessions as repeats"},
                 {"stiff compare reliability results --side left --session pre,post",
                  "The untreated side, in this order"},
                 {"stiff compare reliability results --repeats repeat --name taps",
                  "Taps within each session"}},
    .job = job<ReliabilitySettings, compare_reliability>};

}  // namespace stiff::tool
