#include "stiff/comparison/change_estimates.h"
#include "stiff/comparison/compared_kind_columns.h"

#include <string>

namespace stiff {

Table changes_table(std::span<const ChangeRow> rows) {
  using Text = std::string;
  const auto text = [&](const char* name, const char* long_name, auto get) {
    return column_of_rows<Text>(rows, name, "", long_name, get);
  };
  const auto real = [&](const char* name, const char* units, const char* long_name, auto get) {
    return column_of_rows<double>(rows, name, units, long_name, get);
  };
  Table table{"changes", {}};
  table.columns.push_back(
      text("contrast", "change, between_sides (treated less untreated) or between_arms",
           [](const ChangeRow& r) { return contrast_name(r.sample->contrast); }));
  for (Column& column : kind_columns(rows, [](const ChangeRow& r) { return r.sample->kind; })) {
    table.columns.push_back(std::move(column));
  }
  const auto add = [&](Column column) { table.columns.push_back(std::move(column)); };
  add(text("side", "side, or treated and untreated",
           [](const ChangeRow& r) { return r.sample->side; }));
  add(text("arm", "arm", [](const ChangeRow& r) { return r.sample->arm; }));
  add(text("versus", "the other side or arm, whose change is taken off",
           [](const ChangeRow& r) { return r.sample->versus; }));
  add(text("estimator", "what is estimated", [](const ChangeRow& r) { return r.estimator; }));
  add(text("interval", "how the interval was made", [](const ChangeRow& r) { return r.interval; }));
  add(real("value", "", "value, in the row's units",
           [](const ChangeRow& r) { return r.estimate.value; }));
  add(real("std_error", "", "standard error, in the row's units",
           [](const ChangeRow& r) { return r.estimate.std_error; }));
  add(real("ci_low", "", "lower end of the interval, in the row's units",
           [](const ChangeRow& r) { return r.estimate.ci_low; }));
  add(real("ci_high", "", "upper end of the interval, in the row's units",
           [](const ChangeRow& r) { return r.estimate.ci_high; }));
  add(real("confidence", "1", "what the interval holds",
           [](const ChangeRow& r) { return r.confidence; }));
  add(text("units", "unit of value, std_error, ci_low, ci_high and the margin",
           [](const ChangeRow& r) { return r.units; }));
  add(real("statistic", "1", "t, or the sum of positive ranks",
           [](const ChangeRow& r) { return r.estimate.statistic; }));
  add(real("dof", "1", "degrees of freedom of t",
           [](const ChangeRow& r) { return r.estimate.dof; }));
  add(real("p", "1", "two-sided p value of no change; of tost_ rows, of a change beyond the margin",
           [](const ChangeRow& r) { return r.estimate.p; }));
  add(real("p_holm", "1", "p value after Holm within the family",
           [](const ChangeRow& r) { return r.p_holm; }));
  add(text("family", "the tests among which Holm adjusts",
           [](const ChangeRow& r) { return r.family; }));
  add(column_of_rows<std::int64_t>(rows, "n_people", "1", "people, of both arms",
                                   [](const ChangeRow& r) { return r.estimate.n; }));
  add(real("margin_low", "", "lower end of the equivalence margin",
           [](const ChangeRow& r) { return r.margin_low; }));
  add(real("margin_high", "", "upper end of the equivalence margin",
           [](const ChangeRow& r) { return r.margin_high; }));
  add(text("reason", "why there is no value, or none",
           [](const ChangeRow& r) { return Text(to_string(r.estimate.reason)); }));
  add(text("note", "what to know of the row", [](const ChangeRow& r) { return r.note; }));
  return table;
}

}  // namespace stiff
