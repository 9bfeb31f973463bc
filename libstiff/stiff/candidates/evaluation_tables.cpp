#include "stiff/candidates/evaluation_tables.h"

#include "stiff/candidates/evaluated_muscles.h"
#include "stiff/result/table_columns.h"

#include <cmath>
#include <string>
#include <utility>

namespace stiff {
namespace {

template <class Row>
class TableMaker {
 public:
  TableMaker(const char* name, const std::vector<Row>& rows) : table_{name, {}}, rows_(rows) {}

  template <class Get>
  void text(const char* name, const char* long_name, Get get) {
    add<std::string>(name, "", long_name, get);
  }
  template <class Get>
  void real(const std::string& name, const char* units, const std::string& long_name, Get get) {
    add<double>(name, units, long_name, get);
  }
  template <class Get>
  void whole(const char* name, const char* long_name, Get get) {
    add<std::int64_t>(name, "1", long_name, get);
  }
  /// The interval of an estimate, its columns called `<name>_ci_low` ...
  template <class Get>
  void interval(const std::string& prefix, const std::string& of, Get get) {
    real(prefix + "ci_low", "", "lower end of the 95 % interval" + of,
         [=](const Row& row) { return get(row).ci_low; });
    real(prefix + "ci_high", "", "upper end of the 95 % interval" + of,
         [=](const Row& row) { return get(row).ci_high; });
  }
  /// Value, error, interval, cases, people, method and reason of a row.
  void estimate() {
    const auto value = [](const Row& row) -> const Estimate& { return row.value; };
    real("value", "", "value", [=](const Row& row) { return value(row).value; });
    real("std_error", "", "standard error", [=](const Row& row) { return value(row).std_error; });
    interval("", "", value);
    whole("n", "cases: muscles, places, candidates or pictures",
          [=](const Row& row) { return value(row).n; });
    whole("n_people", "people that the cases are of", [](const Row& row) { return row.people; });
    text("method", "of the interval", [](const Row& row) { return row.method; });
    text("reason", "why there is no value, or none",
         [=](const Row& row) { return std::string(to_string(value(row).reason)); });
  }
  Table take() { return std::move(table_); }

 private:
  template <class T, class Get>
  void add(const std::string& name, const std::string& units, const std::string& long_name,
           Get get) {
    table_.columns.push_back(column_of_rows<T>(rows_, name, units, long_name, get));
  }

  Table table_;
  const std::vector<Row>& rows_;
};

template <class Point>
struct PointOf {
  const QuantityEvaluation* quantity;
  const Point* point;
};

template <class Point>
std::vector<PointOf<Point>> points_of(const Evaluation& evaluation,
                                      std::vector<Point> QuantityEvaluation::*member) {
  std::vector<PointOf<Point>> out;
  for (const QuantityEvaluation& quantity : evaluation.quantities) {
    for (const Point& point : quantity.*member) out.push_back({&quantity, &point});
  }
  return out;
}

std::vector<EvaluationRow> rows_of(const Evaluation& evaluation,
                                   std::vector<EvaluationRow> QuantityEvaluation::*member) {
  std::vector<EvaluationRow> out;
  for (const QuantityEvaluation& quantity : evaluation.quantities) {
    const auto& rows = quantity.*member;
    out.insert(out.end(), rows.begin(), rows.end());
  }
  return out;
}

Table summary_table(const Evaluation& evaluation) {
  using Row = EvaluationRow;
  const std::vector<Row> rows = rows_of(evaluation, &QuantityEvaluation::summary);
  TableMaker<Row> table("summary", rows);
  table.text("quantity", "what was measured", [](const Row& row) { return row.quantity; });
  table.text("muscle", "all, or one muscle", [](const Row& row) { return row.muscle; });
  table.text("level", "muscle or candidate", [](const Row& row) { return row.level; });
  table.text("measure", "which number", [](const Row& row) { return row.measure; });
  table.estimate();
  return table.take();
}

Table cut_table(const Evaluation& evaluation) {
  using Row = EvaluationRow;
  const std::vector<Row> rows = rows_of(evaluation, &QuantityEvaluation::cut);
  TableMaker<Row> table("cut", rows);
  table.text("quantity", "what was measured", [](const Row& row) { return row.quantity; });
  table.text("rating", "what is cut", [](const Row& row) { return row.level; });
  table.text("measure", "Youden's cut, and what it does",
             [](const Row& row) { return row.measure; });
  table.estimate();
  return table.take();
}

Table roc_table(const Evaluation& evaluation) {
  using Row = PointOf<RocPoint>;
  const std::vector<Row> rows = points_of(evaluation, &QuantityEvaluation::roc);
  const std::string rating(rating_of(evaluation.rating).name);
  TableMaker<Row> table("roc", rows);
  table.text("quantity", "what was measured",
             [](const Row& row) { return row.quantity->quantity; });
  table.text("rating", "what the threshold is of", [&](const Row&) { return rating; });
  table.real("threshold", "", "positive at it and beyond, towards suspicion",
             [](const Row& row) { return row.point->threshold; });
  table.real("sensitivity", "1", "share of positive muscles called so",
             [](const Row& row) { return row.point->sensitivity.value; });
  table.interval("sensitivity_", " of sensitivity",
                 [](const Row& row) { return row.point->sensitivity; });
  table.real("specificity", "1", "share of negative muscles called so",
             [](const Row& row) { return row.point->specificity.value; });
  table.interval("specificity_", " of specificity",
                 [](const Row& row) { return row.point->specificity; });
  return table.take();
}

Table froc_table(const Evaluation& evaluation) {
  using Row = PointOf<FrocPoint>;
  const std::vector<Row> rows = points_of(evaluation, &QuantityEvaluation::froc);
  const std::string rating(rating_of(evaluation.rating).name);
  TableMaker<Row> table("froc", rows);
  table.text("quantity", "what was measured",
             [](const Row& row) { return row.quantity->quantity; });
  table.text("rating", "what the threshold is of", [&](const Row&) { return rating; });
  table.real("threshold", "", "marks at it and beyond count, towards suspicion",
             [](const Row& row) { return row.point->threshold; });
  table.real("found", "1", "share of labelled places found",
             [](const Row& row) { return row.point->found.value; });
  table.interval("found_", " of found", [](const Row& row) { return row.point->found; });
  table.real("false_per_healthy", "1", "false marks a healthy picture",
             [](const Row& row) { return row.point->false_per_healthy.value; });
  table.interval("false_per_healthy_", " of false_per_healthy",
                 [](const Row& row) { return row.point->false_per_healthy; });
  table.real("false_per_picture", "1", "false marks a picture, healthy or not",
             [](const Row& row) { return row.point->false_per_picture.value; });
  table.interval("false_per_picture_", " of false_per_picture",
                 [](const Row& row) { return row.point->false_per_picture; });
  return table.take();
}

Table raters_table(const Evaluation& evaluation) {
  using Row = AgreementRow;
  TableMaker<Row> table("raters", evaluation.raters);
  table.text("quantity", "of the flags; empty between raters",
             [](const Row& row) { return row.quantity; });
  table.text("rater_a", "a rater, or flagged", [](const Row& row) { return row.rater_a; });
  table.text("rater_b", "a rater; empty: not named", [](const Row& row) { return row.rater_b; });
  table.text("measure", "agreement (share alike) or kappa",
             [](const Row& row) { return row.measure; });
  table.estimate();
  return table.take();
}

}  // namespace

std::vector<Table> evaluation_tables(const Evaluation& evaluation) {
  return {summary_table(evaluation), cut_table(evaluation), roc_table(evaluation),
          froc_table(evaluation), raters_table(evaluation)};
}

}  // namespace stiff
