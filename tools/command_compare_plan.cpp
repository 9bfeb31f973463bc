#include "stiff/comparison/study_plan.h"
#include "stiff/core/error.h"
#include "stiff/io/comparison_file.h"

#include <iostream>

#include "tools/command.h"
#include "tools/plain_table.h"
#include "tools/plan_input.h"

namespace stiff::tool {
namespace {

struct PlanSettings {
  PlanChoice choice;
  std::string units;
  bool csv = false;
  PlanSpread spread;
  PlanEffort effort;
  PlanGoal goal;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    PlanChoice::describe(self.choice, visit);
    visit(Option{"units", "TEXT", "Unit of the SDs, for the tables"}, self.units);
    visit(Option{"csv", "", "Tables as CSV, an empty line between them"}, self.csv);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("What values differ by", self.spread);
    visit("How one time point is measured", self.effort);
    visit("What is wanted", self.goal);
  }
};

/// What is given on the command line stands above what a file says.
void take_given(PlanSpread& spread, const PlanSpread& given) {
  for (double PlanSpread::*member :
       {&PlanSpread::sd_person, &PlanSpread::sd_session, &PlanSpread::sd_run,
        &PlanSpread::sd_repeat, &PlanSpread::mean}) {
    if (given.*member > 0) spread.*member = given.*member;
  }
}

int compare_plan(const PlanSettings& settings, const Call& call) {
  PlanInput input{settings.spread, settings.units, {}};
  if (!call.arguments.empty()) {
    input = read_plan_input(call.arguments.front(), settings.choice);
    take_given(input.spread, settings.spread);
    if (!settings.units.empty()) input.units = settings.units;
  } else if (!settings.choice.quantity.empty() || !settings.choice.muscle.empty() ||
             !settings.choice.method.empty()) {
    throw Error(ErrorKind::usage,
                "--quantity, --muscle and --method choose among the components of a FILE");
  }
  const StudyPlan plan = study_plan(input.spread, settings.effort, settings.goal, input.units);
  for (const std::string& note : input.notes) std::cerr << "stiff: " << note << "\n";
  bool first = true;
  for (const Table& table : plan.tables) {
    if (!first) std::cout << "\n";
    first = false;
    if (settings.csv) {
      std::cout << csv_text(table);
    } else {
      print_plain_table(std::cout, table);
    }
  }
  if (settings.csv) {
    for (const std::string& answer : plan.answers) std::cerr << "stiff: " << answer << "\n";
    return 0;
  }
  std::cout << "\n";
  for (const std::string& answer : plan.answers) std::cout << "# " << answer << "\n";
  return 0;
}

}  // namespace

extern const Command kComparePlan;
const Command kComparePlan{
    .name = "compare plan",
    .summary = "How many people, sessions, runs and taps a study needs",
    .description =
        "From what values differ by (SDs on the command line, or the components in a file of "
        "`stiff compare reliability`): the MDC95 of a time point by runs and taps; power of a "
        "change before and after and of two arms, exact by the non-central t distribution, with "
        "the half width of its interval; and how well a reliability study of some size knows its "
        "SEM and ICC. Taps do nothing against what differs between sessions: where that alone is "
        "more than the wanted MDC95, it is said.",
    .arguments = {{"FILE", "comparisons/reliability.h5; without it the SDs are given by options", 0,
                   1}},
    .examples = {{"stiff compare plan results/comparisons/reliability.h5 --quantity "
                  "dynamic_stiffness --mdc-percent 5 --change-percent 10",
                  "From a study's own components"},
                 {"stiff compare plan --sd-session 4 --sd-repeat 5 --mean 250 --units 'N m-1' "
                  "--change 15 --sd-response 12 --dropout 0.15",
                  "From numbers in print"}},
    .job = job<PlanSettings, compare_plan>};

}  // namespace stiff::tool
