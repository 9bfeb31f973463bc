#include "stiff/comparison/reliability.h"

#include <cmath>
#include <cstdint>

namespace stiff {
namespace {

/// Columns of rows that all have a key.
template <class Row>
class Columns {
 public:
  Columns(std::string name, const std::vector<Row>& rows) : rows_(rows) {
    table_.name = std::move(name);
  }

  Columns& keys() {
    struct Part {
      const char* name;
      const char* long_name;
      std::string ReliabilityKey::*member;
    };
    constexpr Part kParts[] = {
        {"quantity", "quantity", &ReliabilityKey::quantity},
        {"method", "how it was measured", &ReliabilityKey::method},
        {"roi", "region", &ReliabilityKey::roi},
        {"device", "instrument", &ReliabilityKey::device},
        {"muscle", "muscle", &ReliabilityKey::muscle},
        {"site", "place within the muscle", &ReliabilityKey::site},
        {"state", "state of the muscle", &ReliabilityKey::state},
        {"posture", "posture", &ReliabilityKey::posture},
        {"probe_direction", "probe to fibres", &ReliabilityKey::probe_direction},
        {"rater", "rater; empty: not said, or the repeats are raters", &ReliabilityKey::rater},
        {"session", "session that the repeats are of; empty: the repeats are sessions or raters",
         &ReliabilityKey::session},
        {"run", "run that the repeats are of", &ReliabilityKey::run}};
    for (const Part& part : kParts) {
      text(part.name, part.long_name, [&](const Row& row) { return row.key.*part.member; });
    }
    return *this;
  }
  template <class Value>
  Columns& text(const char* name, const char* long_name, Value&& value) {
    std::vector<std::string> all;
    for (const Row& row : rows_) all.emplace_back(value(row));
    table_.columns.push_back({name, "", long_name, std::move(all)});
    return *this;
  }
  template <class Value>
  Columns& number(const char* name, const char* units, const char* long_name, Value&& value) {
    std::vector<double> all;
    for (const Row& row : rows_) all.push_back(value(row));
    table_.columns.push_back({name, units, long_name, std::move(all)});
    return *this;
  }
  template <class Value>
  Columns& count(const char* name, const char* long_name, Value&& value) {
    std::vector<std::int64_t> all;
    for (const Row& row : rows_) all.push_back(value(row));
    table_.columns.push_back({name, "1", long_name, std::move(all)});
    return *this;
  }
  Table table() && { return std::move(table_); }

 private:
  const std::vector<Row>& rows_;
  Table table_;
};

/// A number's columns: units stand in a column of the row, as in `estimates`.
constexpr const char* kInUnits = "";

Table index_table(const std::vector<ReliabilityRow>& rows) {
  using Row = ReliabilityRow;
  Columns<Row> c("reliability", rows);
  c.keys()
      .text("side", "side; mean: of a person's sides; nested: all sides, by components",
            [](const Row& r) { return r.side; })
      .text("index", "name of the index", [](const Row& r) { return r.index; })
      .number("value", kInUnits, "value, in the row's units",
              [](const Row& r) { return r.estimate.value; })
      .number("ci_low", kInUnits, "lower end of the 95 % interval",
              [](const Row& r) { return r.estimate.ci_low; })
      .number("ci_high", kInUnits, "upper end of the 95 % interval",
              [](const Row& r) { return r.estimate.ci_high; })
      .text("units", "units of the value", [](const Row& r) { return r.units; })
      .count("n_people", "people", [](const Row& r) { return r.people; })
      .count("k", "repeats a person; 0 where they differ", [](const Row& r) { return r.repeats; })
      .text("interval", "how the interval was made", [](const Row& r) { return r.interval; })
      .text("reason", "none, or why there is no value",
            [](const Row& r) { return std::string(to_string(r.estimate.reason)); })
      .text("note", "what a reader must know", [](const Row& r) { return r.note; });
  return std::move(c).table();
}

/// An estimate's value and interval as three columns.
template <class Row, class Get>
void add_estimate(Columns<Row>& c, const std::string& name, const std::string& what, Get&& get) {
  const std::string low = name + "_ci_low";
  const std::string high = name + "_ci_high";
  const std::string of_low = "lower end of the 95 % interval of " + what;
  const std::string of_high = "upper end of the 95 % interval of " + what;
  c.number(name.c_str(), kInUnits, what.c_str(), [&](const Row& r) { return get(r).value; })
      .number(low.c_str(), kInUnits, of_low.c_str(), [&](const Row& r) { return get(r).ci_low; })
      .number(high.c_str(), kInUnits, of_high.c_str(),
              [&](const Row& r) { return get(r).ci_high; });
}

Table limits_table(const std::vector<LimitsRow>& rows) {
  using Row = LimitsRow;
  Columns<Row> c("limits_of_agreement", rows);
  c.keys()
      .text("side", "side; all: pairs of several sides a person",
            [](const Row& r) { return r.side; })
      .text("first", "repeat that is taken away", [](const Row& r) { return r.first; })
      .text("second", "repeat that it is taken from", [](const Row& r) { return r.second; })
      .text("design",
            "single: one value a person and repeat; replicates: single runs; pairs: several pairs "
            "a person",
            [](const Row& r) { return r.design; })
      .text("units", "units of bias, sd and limits", [](const Row& r) { return r.key.units; })
      .count("n_people", "people", [](const Row& r) { return r.limits.people; })
      .count("n_pairs", "pairs", [](const Row& r) { return r.limits.pairs; });
  add_estimate(c, "bias", "mean of second less first", [](const Row& r) { return r.limits.bias; });
  c.number("sd", kInUnits, "SD of a difference", [](const Row& r) { return r.limits.sd; });
  add_estimate(c, "lower_limit", "bias - 1.96 SD", [](const Row& r) { return r.limits.lower; });
  add_estimate(c, "upper_limit", "bias + 1.96 SD", [](const Row& r) { return r.limits.upper; });
  c.number("lower_limit_ci1999_low", kInUnits, "approximate interval of 1999 of the lower limit",
           [](const Row& r) { return r.limits.lower_1999.ci_low; })
      .number("lower_limit_ci1999_high", kInUnits, "its upper end",
              [](const Row& r) { return r.limits.lower_1999.ci_high; })
      .number("upper_limit_ci1999_low", kInUnits, "approximate interval of 1999 of the upper limit",
              [](const Row& r) { return r.limits.upper_1999.ci_low; })
      .number("upper_limit_ci1999_high", kInUnits, "its upper end",
              [](const Row& r) { return r.limits.upper_1999.ci_high; });
  add_estimate(c, "slope", "slope of the difference on the mean (proportional bias)",
               [](const Row& r) { return r.proportional.slope; });
  c.number("slope_p_value", "1", "p of slope 0",
           [](const Row& r) { return r.proportional.p_value; })
      .text("interval", "how the limits' intervals were made",
            [](const Row& r) {
              return r.limits.reason != Reason::none         ? "none"
                     : std::isnan(r.limits.upper_1999.value) ? "MOVER"
                                                             : "exact";
            })
      .text("reason", "none, or why there are no limits",
            [](const Row& r) { return std::string(to_string(r.limits.reason)); });
  return std::move(c).table();
}

struct DifferenceRow {
  ReliabilityKey key;
  const LimitsRow* limits = nullptr;
  const AgreementPoint* point = nullptr;
};

Table differences_table(const std::vector<LimitsRow>& limits) {
  std::vector<DifferenceRow> rows;
  for (const LimitsRow& row : limits) {
    for (const AgreementPoint& point : row.points) rows.push_back({row.key, &row, &point});
  }
  using Row = DifferenceRow;
  Columns<Row> c("differences", rows);
  c.keys()
      .text("side", "side", [](const Row& r) { return r.limits->side; })
      .text("first", "repeat that is taken away", [](const Row& r) { return r.limits->first; })
      .text("second", "repeat that it is taken from", [](const Row& r) { return r.limits->second; })
      .text("participant", "participant", [](const Row& r) { return r.point->participant; })
      .number("mean", kInUnits, "mean of both, in the row's units",
              [](const Row& r) { return r.point->mean; })
      .number("difference", kInUnits, "second less first",
              [](const Row& r) { return r.point->difference; })
      .text("units", "units of mean and difference", [](const Row& r) { return r.key.units; });
  return std::move(c).table();
}

Table components_table(const std::vector<ComponentRow>& rows) {
  using Row = ComponentRow;
  Columns<Row> c("components", rows);
  c.keys()
      .text("component",
            "what varies, each within the one before: person, side, session, run, "
            "repeat",
            [](const Row& r) { return r.component; })
      .number("variance", kInUnits, "variance, in the square of the row's units",
              [](const Row& r) { return r.variance.value; })
      .number("std_error", kInUnits, "its standard error",
              [](const Row& r) { return r.variance.std_error; })
      .number("ci_low", kInUnits, "lower end of its 95 % interval",
              [](const Row& r) { return r.variance.ci_low; })
      .number("ci_high", kInUnits, "upper end of its 95 % interval",
              [](const Row& r) { return r.variance.ci_high; })
      .number("sd", kInUnits, "its root, in the row's units",
              [](const Row& r) { return std::sqrt(r.variance.value); })
      .number("share", "1", "share of the sum of variances", [](const Row& r) { return r.share; })
      .text("units", "units of sd and mean", [](const Row& r) { return r.key.units; })
      .count("n_groups", "how many of it there are", [](const Row& r) { return r.groups; })
      .number("per_group", "1", "harmonic mean of its number in the group above",
              [](const Row& r) { return r.per_group; })
      .number("mean", kInUnits, "mean of all, people weighing by what is known of them",
              [](const Row& r) { return r.mean; })
      .text("reason", "none, or why there is no value: too_few where it cannot be told apart",
            [](const Row& r) { return std::string(to_string(r.variance.reason)); });
  return std::move(c).table();
}

Table left_out_table(const std::vector<LeftOutRow>& rows) {
  using Row = LeftOutRow;
  Columns<Row> c("left_out", rows);
  c.keys()
      .text("side", "side of the table that it is left out of", [](const Row& r) { return r.side; })
      .text("participant", "who is left out; empty: everybody's repeat",
            [](const Row& r) { return r.left_out.participant; })
      .text("repeat", "repeat that is left out", [](const Row& r) { return r.left_out.repeat; })
      .text("why", "why", [](const Row& r) { return r.left_out.why; });
  return std::move(c).table();
}

}  // namespace

std::vector<Table> reliability_tables(const Reliability& reliability) {
  return {index_table(reliability.rows), limits_table(reliability.limits),
          differences_table(reliability.limits), components_table(reliability.components),
          left_out_table(reliability.left_out)};
}

}  // namespace stiff
