#include "stiff/comparison/bca_bootstrap.h"
#include "stiff/comparison/change_estimates.h"
#include "stiff/comparison/change_roles.h"
#include "stiff/comparison/responders.h"
#include "stiff/comparison/time_course.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <iostream>
#include <thread>
#include <utility>

#include "tools/change_text.h"
#include "tools/command.h"
#include "tools/comparison_input.h"

namespace stiff::tool {
namespace {

struct ChangeSettings {
  ComparisonSettings input;
  ChangeOptions change;
  BootstrapOptions bootstrap;
  int jobs = 0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    ComparisonSettings::Files::describe(self.input.files, visit);
    visit(Option{"jobs", "1", "Threads; 0: one for each processor", 0, 1024}, self.jobs);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Which numbers", self.input.numbers);
    visit("Change", self.change);
    visit("Bootstrap", self.bootstrap);
  }
};

/// A margin in units is of one quantity.
void check_margin(const ChangeSettings& settings) {
  if (settings.change.margin > 0 && listed_words(settings.input.numbers.quantity).size() != 1) {
    throw Error(ErrorKind::usage,
                "--margin is in one quantity's unit: name it by --quantity, or give "
                "--margin-percent");
  }
}

const std::vector<std::string>& change_references() {
  static const std::vector<std::string> kAll{
      "Student1908",       "Welch1947",  "Efron1987",         "Wilcoxon1945",
      "HodgesLehmann1963", "Lakens2013", "Hedges1981",        "GouletPelletier2018",
      "Schuirmann1987",    "Holm1979",   "JacobsonTruax1991", "Weir2005",
      "ClopperPearson1934"};
  return kAll;
}

int compare_change(const ChangeSettings& settings, const Call& call) {
  check_margin(settings);
  ComparisonInput input = read_comparison_input(settings.input, call, "change");
  const std::vector<Measurement>& all = input.measurements.values;
  ChangePairs pairs = pair_sessions(all, settings.change);
  const ControlSource control = assign_roles(pairs, all, settings.change);
  print_left_out(pairs.dropped);
  const int processors = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  const std::vector<ChangeSample> samples = change_samples(pairs.pairs, control);
  const std::vector<ChangeRow> rows = change_rows(samples, settings.change, settings.bootstrap,
                                                  settings.jobs > 0 ? settings.jobs : processors);
  const KindErrors errors = between_session_errors(pairs.pairs, settings.change);
  const std::vector<Responder> responders =
      responders_of(pairs.pairs, errors, control, settings.change);
  const std::vector<ResponderCount> counts = responder_counts(responders, errors);
  const TimeCourse course = time_course(pairs.pairs, errors, control, all, settings.change);
  const std::vector<TimeToReturn> times = times_to_return(responders, course);
  print_notes(course.notes);
  std::vector<Table> tables{changes_table(rows),
                            responders_table(responders, errors),
                            responder_counts_table(counts),
                            between_session_error_table(errors, control),
                            time_course_table(course),
                            time_to_return_table(times)};
  input.measurements.dropped.insert(input.measurements.dropped.end(), pairs.dropped.begin(),
                                    pairs.dropped.end());
  write_comparison_output(input, std::move(tables), change_references());
  print_change(std::cout, rows, errors, counts, control, settings.change.scale);
  print_times(std::cout, times);
  return 0;
}

}  // namespace

extern const Command kCompareChange;
const Command kCompareChange{
    .name = "compare change",
    .summary = "Change between two sessions: of groups, and of each person",
    .description =
        "Takes each person's places (muscle, side, site) at two sessions and writes, by muscle, "
        "side, quantity and arm, the mean change and the change in per cent (on the logarithmic "
        "scale) with t and bootstrap (BCa) intervals, Hodges-Lehmann with the signed rank test, "
        "effect sizes dz, dav, drm with Hedges' correction, equivalence within a stated margin, "
        "treated against untreated sides within persons, and arms against the control. The person "
        "is the unit: sites of one person are averaged first. p values are adjusted by Holm within "
        "families: one estimator of one quantity, over muscles, sides and arms.\n\n"
        "Each person's place is called softer, stiffer or within error against the minimal "
        "detectable change (MDC95) of repeats between sessions: a control arm, an untreated side, "
        "or places to which treatments.tsv gives nothing. Without such repeats there is no "
        "verdict: taps within a session do not say how sessions differ. Counts of responders come "
        "with exact intervals and with the share that chance alone would call so.\n\n"
        "Nobody is left out silently: who lacks a session is named, and listed in the table "
        "`dropped`.",
    .arguments = comparison_arguments(),
    .examples = {{"stiff compare change results --study study --pre pre --post post "
                  "--control-side left",
                  "One treated side, the other untreated"},
                 {"stiff compare change results --study study --pre baseline --post week4 "
                  "--control control --margin-percent 5",
                  "Two arms; also: is the change smaller than 5 %?"}},
    .job = job<ChangeSettings, compare_change>};

}  // namespace stiff::tool
