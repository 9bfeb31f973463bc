#include "stiff/comparison/paired_change.h"
#include "stiff/comparison/responders.h"
#include "stiff/comparison/tidy_table.h"

#include <cmath>
#include <string>
#include <utility>

namespace stiff {
namespace {

using R = Responder;

void add_change_columns(TidyTable<R>& table) {
  table.real("pre", "", "before, in the row's units",
             [](const R& r) { return r.pair->before.value; });
  table.real("post", "", "after", [](const R& r) { return r.pair->after.value; });
  table.real("change", "", "after less before", [](const R& r) { return r.linear.change; });
  table.real("ci_low", "", "lower end of the change's 95 % interval",
             [](const R& r) { return r.linear.ci_low; });
  table.real("ci_high", "", "upper end", [](const R& r) { return r.linear.ci_high; });
  table.real("percent_change", "%", "change in per cent",
             [](const R& r) { return percent_of_log(r.log.change); });
  table.real("percent_ci_low", "%", "lower end of its 95 % interval",
             [](const R& r) { return percent_of_log(r.log.ci_low); });
  table.real("percent_ci_high", "%", "upper end",
             [](const R& r) { return percent_of_log(r.log.ci_high); });
}

/// One kind's error on one scale.
struct ErrorRow {
  const ComparedKind* kind = nullptr;
  const BetweenSessionError* error = nullptr;
  ChangeScale scale = ChangeScale::log;

  /// Logarithms in per cent of a rise; others as they are.
  double shown(double x) const { return scale == ChangeScale::log ? percent_of_log(x) : x; }
};

std::string scale_word(ChangeScale scale) {
  return scale == ChangeScale::log ? "log" : "linear";
}

}  // namespace

Table responders_table(std::span<const Responder> responders, const KindErrors& errors) {
  TidyTable<R> table("responders", responders);
  table.text("participant", "participant", [](const R& r) { return r.pair->participant; });
  table.text("arm", "arm", [](const R& r) { return r.pair->arm; });
  table.kinds([](const R& r) { return r.pair->kind; });
  table.text("side", "side", [](const R& r) { return r.pair->side; });
  table.text("site", "place within the muscle", [](const R& r) { return r.pair->site; });
  table.text("role", "treated, or control: a repeat between sessions",
             [](const R& r) { return std::string(r.pair->is_control ? "control" : "treated"); });
  add_change_columns(table);
  table.text("units", "unit of pre, post, change, its interval, mdc and std_error_within",
             [](const R& r) { return r.pair->kind.units; });
  table.real("mdc", "", "minimal detectable change, in the row's units",
             [&](const R& r) { return errors.at(r.pair->kind).linear.mdc; });
  table.real("percent_mdc_low", "%", "the fall in per cent that is beyond error",
             [&](const R& r) { return percent_of_log(-errors.at(r.pair->kind).log.mdc); });
  table.real("percent_mdc_high", "%", "the rise in per cent that is beyond error",
             [&](const R& r) { return percent_of_log(errors.at(r.pair->kind).log.mdc); });
  table.text("scale", "scale of the verdict", [](const R& r) { return scale_word(r.scale); });
  table.text("verdict", "softer, stiffer (lower, higher), within error or no verdict",
             [](const R& r) { return verdict_word(r.verdict, r.pair->kind.quantity); });
  table.text("reason", "why there is no verdict, or none", [](const R& r) { return r.reason; });
  table.real("rci", "1", "reliable change index, on the scale of the verdict", [](const R& r) {
    return r.scale == ChangeScale::log ? r.log.reliable_change_index
                                       : r.linear.reliable_change_index;
  });
  table.real(
      "std_error_within", "", "of the change, by the sessions' own errors: no verdict on it",
      [](const R& r) { return std::hypot(r.pair->before.std_error, r.pair->after.std_error); });
  table.whole("runs_pre", "runs averaged before", [](const R& r) { return r.pair->before.runs; });
  table.whole("runs_post", "runs averaged after", [](const R& r) { return r.pair->after.runs; });
  table.text("technique", "what was given before post, or at all", [](const R& r) {
    return r.pair->technique.empty() ? r.pair->treatment : r.pair->technique;
  });
  table.text("note", "what to know of the row", [](const R& r) { return r.note; });
  return std::move(table).table();
}

Table responder_counts_table(std::span<const ResponderCount> counts) {
  using C = ResponderCount;
  TidyTable<C> table("responder_counts", counts);
  table.kinds([](const C& c) { return c.kind; });
  table.text("arm", "arm", [](const C& c) { return c.arm; });
  table.text("side", "side", [](const C& c) { return c.side; });
  table.text("site", "place within the muscle", [](const C& c) { return c.site; });
  table.text("role", "treated or control",
             [](const C& c) { return std::string(c.is_control ? "control" : "treated"); });
  table.text("verdict", "which is counted",
             [](const C& c) { return verdict_word(c.verdict, c.kind.quantity); });
  table.whole("n_people", "people with a verdict", [](const C& c) { return c.n; });
  table.whole("count", "of these with this verdict", [](const C& c) { return c.count; });
  table.real("share", "1", "count over n_people", [](const C& c) { return c.share.value; });
  table.real("ci_low", "1", "lower end of its exact 95 % interval",
             [](const C& c) { return c.share.ci_low; });
  table.real("ci_high", "1", "upper end", [](const C& c) { return c.share.ci_high; });
  table.real("expected_share", "1", "of people without a change, by chance",
             [](const C& c) { return c.expected_share; });
  table.real("p_binomial", "1", "of so many or more by chance, were the MDC known exactly",
             [](const C& c) { return c.p_binomial; });
  table.real("p", "1", "of so many or more by chance, the MDC's own error counted",
             [](const C& c) { return c.p; });
  return std::move(table).table();
}

Table between_session_error_table(const KindErrors& errors, const ControlSource& control) {
  std::vector<ErrorRow> rows;
  for (const auto& [kind, error] : errors) {
    rows.push_back({&kind, &error.log, ChangeScale::log});
    rows.push_back({&kind, &error.linear, ChangeScale::linear});
  }
  using E = ErrorRow;
  TidyTable<E> table("between_session_error", rows);
  table.kinds([](const E& e) { return *e.kind; });
  table.text("scale", "log: in per cent of a rise; linear: in the quantity's unit",
             [](const E& e) { return scale_word(e.scale); });
  table.text("units", "unit of sem, mdc and shift with their intervals", [](const E& e) {
    return e.scale == ChangeScale::log ? std::string("%") : e.kind->units;
  });
  table.text("source", "which repeats between sessions", [&](const E&) { return control.text; });
  table.whole("n_people", "people", [](const E& e) { return e.error->people; });
  table.whole("n_places", "their sides and sites", [](const E& e) { return e.error->places; });
  const auto real = [&](const char* name, const char* long_name, auto get) {
    table.real(name, "", long_name, [get](const E& e) { return e.shown(get(*e.error)); });
  };
  using B = BetweenSessionError;
  real("sem", "standard error of measurement between sessions", [](const B& b) { return b.sem; });
  real("sem_low", "lower end of its 95 % interval", [](const B& b) { return b.sem_low; });
  real("sem_high", "upper end", [](const B& b) { return b.sem_high; });
  table.real("dof", "1", "its degrees of freedom", [](const E& e) { return e.error->dof; });
  real("mdc", "minimal detectable change (95 %)", [](const B& b) { return b.mdc; });
  real("mdc_low", "lower end of its 95 % interval", [](const B& b) { return b.mdc_low; });
  real("mdc_high", "upper end", [](const B& b) { return b.mdc_high; });
  table.real("factor", "1", "mdc over sqrt(2) sem", [](const E& e) { return e.error->factor; });
  table.real("chance_share", "1", "of people without a change beyond mdc, both ways",
             [](const E& e) { return e.error->chance_share; });
  real("shift", "the controls' own mean change, not in sem",
       [](const B& b) { return b.shift.value; });
  real("shift_low", "lower end of its 95 % interval", [](const B& b) { return b.shift.ci_low; });
  real("shift_high", "upper end", [](const B& b) { return b.shift.ci_high; });
  table.real("shift_p", "1", "of no shift", [](const E& e) { return e.error->shift.p; });
  table.text("reason", "why there is no error, or none",
             [](const E& e) { return std::string(to_string(e.error->reason)); });
  return std::move(table).table();
}

}  // namespace stiff
