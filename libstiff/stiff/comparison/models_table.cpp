#include "stiff/comparison/compared_kind_columns.h"
#include "stiff/comparison/study_models.h"
#include "stiff/core/options.h"

#include <string>
#include <utility>
#include <vector>

namespace stiff {
namespace {

struct TableRow {
  const StudyModel* model;
  const ModelTableRow* row;
};

template <class E>
std::string name_of(E value) {
  for (const auto& choice : choices(E{})) {
    if (choice.value == value) return std::string(choice.name);
  }
  return "";
}

std::string row_note(const TableRow& r) {
  const std::string& mine = r.row->note;
  return mine + (mine.empty() || r.model->note.empty() ? "" : "; ") + r.model->note;
}

}  // namespace

Table models_table(const StudyModels& models) {
  std::vector<TableRow> rows;
  for (const StudyModel& model : models.models) {
    for (const ModelTableRow& row : model.rows) rows.push_back({&model, &row});
  }
  Table table{"models", {}};
  const auto text = [&](const char* name, const char* long_name, auto get) {
    table.columns.push_back(column_of_rows<std::string>(rows, name, "", long_name, get));
  };
  const auto real = [&](const char* name, const char* units, const char* long_name, auto get) {
    table.columns.push_back(column_of_rows<double>(rows, name, units, long_name, get));
  };
  const auto whole = [&](const char* name, const char* long_name, auto get) {
    table.columns.push_back(column_of_rows<std::int64_t>(rows, name, "1", long_name, get));
  };
  using Row = const TableRow&;
  table.columns = kind_columns(rows, [](Row r) { return r.model->kind; });
  text("design", "what is compared", [&](Row) { return name_of(models.plan.design); });
  text("part", "mean, covariate, contrast, joint, component or fit",
       [](Row r) { return r.row->part; });
  text("term", "what is estimated", [](Row r) { return r.row->term; });
  text("group", "arm, treated or untreated, technique", [](Row r) { return r.row->group; });
  text("versus", "the group that is taken off", [](Row r) { return r.row->versus; });
  text("session", "session", [](Row r) { return r.row->session; });
  text("baseline", "the session that is taken off", [](Row r) { return r.row->baseline; });
  real("value", "", "value, in the row's units", [](Row r) { return r.row->estimate.value; });
  real("std_error", "", "standard error, in the row's units",
       [](Row r) { return r.row->estimate.std_error; });
  real("ci_low", "", "lower end of the 95 % interval, in the row's units",
       [](Row r) { return r.row->estimate.ci_low; });
  real("ci_high", "", "upper end of the 95 % interval, in the row's units",
       [](Row r) { return r.row->estimate.ci_high; });
  text("units", "unit of value, std_error, ci_low and ci_high", [](Row r) { return r.row->units; });
  real("statistic", "1", "t, of a joint test F", [](Row r) { return r.row->estimate.statistic; });
  real("numerator_dof", "1", "of a joint test", [](Row r) { return r.row->numerator_dof; });
  real("dof", "1", "degrees of freedom after Satterthwaite",
       [](Row r) { return r.row->estimate.dof; });
  real("p", "1", "two-sided p value of none", [](Row r) { return r.row->estimate.p; });
  real("p_holm", "1", "p value after Holm within the family", [](Row r) { return r.row->p_holm; });
  text("family", "the tests among which Holm adjusts", [](Row r) { return r.row->family; });
  whole("n_people", "people with a number in it; of a component its groups",
        [](Row r) { return r.row->estimate.n; });
  whole("n_numbers", "numbers in the model", [](Row r) { return r.model->numbers; });
  text("scale", "scale of the model", [](Row r) { return name_of(r.model->scale); });
  text("random", "random terms; places and sessions lie within persons",
       [](Row r) { return r.model->random; });
  whole("converged", "1: the fit ended at a minimum",
        [](Row r) { return std::int64_t{r.model->converged}; });
  whole("singular", "1: a variance of zero or a correlation of +-1",
        [](Row r) { return std::int64_t{r.model->singular}; });
  text("reason", "why there is no value, or none",
       [](Row r) { return std::string(to_string(r.row->estimate.reason)); });
  text("note", "what to know of the row and of its model", row_note);
  return table;
}

}  // namespace stiff
