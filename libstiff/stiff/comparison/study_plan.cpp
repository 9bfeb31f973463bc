#include "stiff/comparison/study_plan.h"

#include "stiff/comparison/trial_power.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <set>

namespace stiff {
namespace {

using Numbers = std::vector<double>;
using Counts = std::vector<std::int64_t>;

std::string shown(double value) {
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::general, 4);
  return std::string(text, end.ptr);
}

std::string with_units(double value, const std::string& units) {
  return shown(value) + (units.empty() || units == "1" ? "" : " " + units);
}

std::string counted(std::int64_t n, const std::string& one, const std::string& more) {
  return std::to_string(n) + " " + (n == 1 ? one : more);
}

/// A wanted number given by itself or in percent of the mean.
double wanted(double value, double percent, double mean, const char* name) {
  if (value != 0) return std::abs(value);
  if (percent == 0) return 0;
  if (!(mean > 0)) {
    throw Error(ErrorKind::usage, std::string("--") + name + "-percent needs --mean");
  }
  return std::abs(percent) / 100 * mean;
}

struct Plan {
  const PlanSpread& spread;
  const PlanEffort& effort;
  const PlanGoal& goal;
  const std::string& units;
  ErrorComponents components{};
  double mdc = 0;
  double change = 0;

  MeasurementPlan times(std::int64_t runs, std::int64_t repeats) const {
    return {.sessions = effort.sessions, .runs = runs, .repeats = repeats};
  }
  MeasurementPlan given() const { return times(effort.runs, effort.repeats); }
};

Table detectable_change(const Plan& plan) {
  Counts runs, repeats, enough;
  Numbers sem, mdc, percent, icc;
  for (std::int64_t r = 1; r <= std::max(plan.effort.runs, plan.effort.most_runs); ++r) {
    for (std::int64_t t = 1; t <= std::max(plan.effort.repeats, plan.effort.most_repeats); ++t) {
      const MeasurementPlan times = plan.times(r, t);
      runs.push_back(r);
      repeats.push_back(t);
      sem.push_back(std::sqrt(planned_error_variance(plan.components, times)));
      mdc.push_back(planned_detectable_change(plan.components, times));
      percent.push_back(plan.spread.mean > 0 ? 100 * mdc.back() / plan.spread.mean : kNaN);
      icc.push_back(plan.components.person > 0 ? planned_icc(plan.components, times) : kNaN);
      enough.push_back(plan.mdc > 0 && mdc.back() <= plan.mdc);
    }
  }
  Table out{"detectable_change",
            {{"runs", "1", "runs a session", std::move(runs)},
             {"taps", "1", "taps a run", std::move(repeats)},
             {"sem", plan.units, "SEM of one time point", std::move(sem)},
             {"mdc95", plan.units, "1.96 sqrt(2) SEM", std::move(mdc)}}};
  if (plan.spread.mean > 0) {
    out.columns.push_back({"mdc95_percent", "%", "of the mean", std::move(percent)});
  }
  if (plan.components.person > 0) {
    out.columns.push_back({"icc", "1", "of one time point", std::move(icc)});
  }
  if (plan.mdc > 0) {
    out.columns.push_back({"enough", "1", "1: the wanted MDC95 is reached", std::move(enough)});
  }
  return out;
}

void answer_detectable_change(const Plan& plan, StudyPlan& out) {
  if (!(plan.mdc > 0)) return;
  const std::string goal = "MDC95 " + with_units(plan.mdc, plan.units) + ": ";
  const auto taps = repeats_for_detectable_change(plan.components, plan.given(), plan.mdc);
  const auto runs = runs_for_detectable_change(plan.components, plan.given(), plan.mdc);
  const std::string each_run = counted(plan.effort.runs, "run", "runs");
  const std::string each_tap = counted(plan.effort.repeats, "tap", "taps");
  if (taps > 0) {
    out.answers.push_back(goal + counted(taps, "tap", "taps") + " in " + each_run);
  } else {
    out.answers.push_back(goal + "no number of taps in " + each_run + " reaches it");
  }
  if (runs > 0) {
    out.answers.push_back(goal + counted(runs, "run", "runs") + " of " + each_tap);
    return;
  }
  const double floor =
      planned_detectable_change({.session = plan.components.session}, plan.given());
  // Of independent sessions the variance falls as their number.
  const double one = planned_error_variance(
      plan.components, {.runs = plan.effort.runs, .repeats = plan.effort.repeats});
  const double allowed = plan.mdc / planned_detectable_change({.session = 1}, {});
  const double sessions = std::ceil(one / (allowed * allowed) - 1e-9);
  out.answers.push_back(goal +
                        "no number of runs reaches it: what differs between sessions alone "
                        "gives " +
                        with_units(floor, plan.units) + "; " + shown(sessions) +
                        " sessions a time point would, of " + each_run + " of " + each_tap);
}

/// Numbers of people worth a row: round ones about those that are needed.
std::set<std::int64_t> people_about(std::int64_t paired, std::int64_t two_arm) {
  std::set<std::int64_t> out{5, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100};
  for (const std::int64_t n : {paired, two_arm}) {
    if (n > 1) out.insert(n);
    if (n > 100) out.insert({n / 2, 2 * n});
  }
  const std::int64_t most = 3 * std::max({paired, two_arm, std::int64_t{10}});
  std::erase_if(out, [&](std::int64_t n) { return n > most; });
  return out;
}

std::int64_t enrolled(std::int64_t people, double dropout) {
  return static_cast<std::int64_t>(std::ceil(static_cast<double>(people) / (1 - dropout) - 1e-9));
}

void add_power(const Plan& plan, StudyPlan& out) {
  if (!(plan.change > 0)) return;
  const double sem2 = planned_error_variance(plan.components, plan.given());
  const double response = plan.goal.sd_response;
  const PlannedChange change{.change = plan.change,
                             .sd_change = std::sqrt(2 * sem2 + response * response),
                             .alpha = plan.goal.alpha};
  if (!(change.sd_change > 0)) {
    throw Error(ErrorKind::usage,
                "power needs what people's changes differ by: --sd-session, --sd-run, --sd-repeat "
                "or --sd-response");
  }
  const auto paired = people_for_paired_power(change, plan.goal.power);
  const auto two_arm = people_for_two_arm_power(change, plan.goal.power);
  Counts people, enrol;
  Numbers paired_power_of, paired_half, two_arm_power_of, two_arm_half;
  for (const std::int64_t n : people_about(paired, two_arm)) {
    people.push_back(n);
    enrol.push_back(enrolled(n, plan.goal.dropout));
    paired_power_of.push_back(paired_power(change, n));
    paired_half.push_back(paired_half_width(change, n));
    two_arm_power_of.push_back(two_arm_power(change, n));
    two_arm_half.push_back(two_arm_half_width(change, n));
  }
  out.tables.push_back(
      {"power",
       {{"people", "1", "who end the study (in each arm)", std::move(people)},
        {"enrol", "1", "with the drop-outs", std::move(enrol)},
        {"paired_power", "1", "one group, before and after", std::move(paired_power_of)},
        {"paired_half_width", plan.units, "of the change's interval", std::move(paired_half)},
        {"two_arm_power", "1", "difference of two arms' changes", std::move(two_arm_power_of)},
        {"two_arm_half_width", plan.units, "of its interval", std::move(two_arm_half)}}});
  const std::string goal = "change " + with_units(plan.change, plan.units) + ", SD of a change " +
                           with_units(change.sd_change, plan.units) + ", power " +
                           shown(plan.goal.power) + ": ";
  const auto say = [&](std::int64_t n, const char* of) {
    if (n < 0) return std::string("more than a million people") + of;
    std::string text = std::to_string(n) + " people" + of;
    if (plan.goal.dropout > 0) {
      text += " (enrol " + std::to_string(enrolled(n, plan.goal.dropout)) + ")";
    }
    return text;
  };
  out.answers.push_back(goal + say(paired, " before and after"));
  out.answers.push_back(goal + say(two_arm, " in each of two arms"));
}

void add_precision(const Plan& plan, StudyPlan& out) {
  Counts people, repeats;
  Numbers low, high, icc_low, icc_high;
  const bool has_icc = plan.components.person > 0;
  const double icc = has_icc ? planned_icc(plan.components, plan.given()) : kNaN;
  for (const std::int64_t n : {10, 15, 20, 30, 50, 100}) {
    for (const std::int64_t k : {2, 3, 4}) {
      people.push_back(n);
      repeats.push_back(k);
      const RelativeInterval sem = planned_sem_interval(n, k);
      low.push_back(sem.low);
      high.push_back(sem.high);
      const RelativeInterval of_icc = planned_icc_interval(icc, n, k);
      icc_low.push_back(of_icc.low);
      icc_high.push_back(of_icc.high);
    }
  }
  Table table{"precision",
              {{"people", "1", "of a reliability study", std::move(people)},
               {"repeats", "1", "sessions of each", std::move(repeats)},
               {"sem_low", "1", "interval of SEM and MDC95 over the value", std::move(low)},
               {"sem_high", "1", "its upper end", std::move(high)}}};
  if (has_icc) {
    table.columns.push_back({"icc_low", "1", "interval of ICC(C,1)", std::move(icc_low)});
    table.columns.push_back({"icc_high", "1", "its upper end", std::move(icc_high)});
  }
  out.tables.push_back(std::move(table));
  const double ratio = plan.goal.sem_precision;
  const auto needed = people_for_sem_precision(ratio, 2);
  if (needed > 0) {
    out.answers.push_back("a SEM known to at most " + shown(ratio) + " times its value: " +
                          std::to_string(needed) + " people measured in two sessions");
  }
}

}  // namespace

StudyPlan study_plan(const PlanSpread& spread, const PlanEffort& effort, const PlanGoal& goal,
                     const std::string& units) {
  const auto square = [](double sd) { return sd * sd; };
  Plan plan{.spread = spread, .effort = effort, .goal = goal, .units = units};
  plan.components = {.person = square(spread.sd_person),
                     .session = square(spread.sd_session),
                     .run = square(spread.sd_run),
                     .repeat = square(spread.sd_repeat)};
  plan.mdc = wanted(goal.mdc, goal.mdc_percent, spread.mean, "mdc");
  plan.change = wanted(goal.change, goal.change_percent, spread.mean, "change");
  const bool has_error = spread.sd_session > 0 || spread.sd_run > 0 || spread.sd_repeat > 0;
  if (!has_error && !(plan.change > 0 && goal.sd_response > 0)) {
    throw Error(ErrorKind::usage,
                "there is nothing to plan with: give a file of `stiff compare reliability`, or "
                "--sd-session, --sd-run, --sd-repeat");
  }
  StudyPlan out;
  if (has_error) {
    out.tables.push_back(detectable_change(plan));
    answer_detectable_change(plan, out);
  }
  add_power(plan, out);
  if (has_error) add_precision(plan, out);
  return out;
}

}  // namespace stiff
