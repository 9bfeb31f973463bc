#include "stiff/io/baseline_file.h"

#include "stiff/core/error.h"
#include "stiff/io/field_tables.h"
#include "stiff/io/hdf5_reader.h"
#include "stiff/io/results_file.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace stiff {
namespace {

constexpr const char* kFormat = "stiff baseline";

using Texts = std::vector<std::string>;
using Reals = std::vector<double>;
using Wholes = std::vector<std::int64_t>;

struct RealColumn {
  const char* name;
  const char* units;  ///< empty: in the row's units, or on its scale
  const char* long_name;
  double (*value)(const BaselineEntry& entry);
};

double root(double variance) {
  return std::sqrt(variance);
}

using E = const BaselineEntry&;
const RealColumn kRealColumns[] = {
    {"location", "", "centre of healthy people, in the row's units",
     [](E e) { return e.location.value; }},
    {"std_error", "", "standard error of location", [](E e) { return e.location.std_error; }},
    {"ci_low", "", "lower end of location's 95 % interval", [](E e) { return e.location.ci_low; }},
    {"ci_high", "", "upper end of location's 95 % interval",
     [](E e) { return e.location.ci_high; }},
    {"sd_total", "", "SD of one value of one person, on the row's scale",
     [](E e) { return root(e.spread.total); }},
    {"sd_between", "", "SD between people, on the row's scale",
     [](E e) { return root(e.components.between); }},
    {"sd_within", "", "SD within a person beyond the measurement's error, on the row's scale",
     [](E e) { return root(e.components.within); }},
    {"sd_error", "", "SD of the measurement's error, on the row's scale",
     [](E e) { return root(e.components.error); }},
    {"scale_location", "", "centre, on the row's scale", [](E e) { return e.spread.location; }},
    {"effective_n", "1", "variance of a value over variance of the centre",
     [](E e) { return e.spread.effective_n; }},
    {"dof", "1", "degrees of freedom of sd_total", [](E e) { return e.spread.dof; }},
    {"lower_limit", "", "one-sided tolerance limit, in the row's units",
     [](E e) { return e.limits.lower; }},
    {"upper_limit", "", "one-sided tolerance limit, in the row's units",
     [](E e) { return e.limits.upper; }},
    {"two_sided_low", "", "two-sided tolerance limit, in the row's units",
     [](E e) { return e.limits.two_sided_low; }},
    {"two_sided_high", "", "two-sided tolerance limit, in the row's units",
     [](E e) { return e.limits.two_sided_high; }},
    {"robust_lower_limit", "", "one-sided limit by median and Qn, in the row's units",
     [](E e) { return e.limits.robust_lower; }},
    {"robust_upper_limit", "", "one-sided limit by median and Qn, in the row's units",
     [](E e) { return e.limits.robust_upper; }},
    {"rank_upper_limit", "", "one-sided limit by order statistics, in the row's units",
     [](E e) { return e.limits.rank_upper; }},
    {"tolerance_factor", "1", "one-sided limits in SD from the centre",
     [](E e) { return e.limits.factor; }},
    {"known_factor", "1", "the same if all people were known",
     [](E e) { return e.limits.known_factor; }},
    {"sex_effect", "", "male less female, on the row's scale",
     [](E e) { return e.covariates.sex_effect; }},
    {"age_effect", "", "a year, on the row's scale", [](E e) { return e.covariates.age_effect; }},
};

template <class T, class Range, class Get>
Column column(const Range& rows, std::string_view name, std::string_view units,
              std::string_view long_name, Get get) {
  std::vector<T> values;
  values.reserve(rows.size());
  for (const auto& row : rows) values.push_back(get(row));
  return {std::string(name), std::string(units), std::string(long_name), std::move(values)};
}

Table entries_table(const HealthyBaseline& baseline) {
  Table table{"entries", {}};
  const auto& entries = baseline.entries;
  const auto text = [&](const char* name, const char* long_name, auto get) {
    table.columns.push_back(column<std::string>(entries, name, "", long_name, get));
  };
  const auto whole = [&](const char* name, const char* long_name, auto get) {
    table.columns.push_back(column<std::int64_t>(entries, name, "1", long_name, get));
  };
  for (const BaselineKeyPart& part : baseline_key_parts()) {
    table.columns.push_back(column<std::string>(entries, part.name, "", part.long_name,
                                                [&](E e) { return e.key.*part.member; }));
  }
  text("scale", "logarithmic: SD and effects are of ln value; or linear: in the row's units",
       [](E e) { return std::string(e.log_scale ? "logarithmic" : "linear"); });
  whole("n_people", "people", [](E e) { return static_cast<std::int64_t>(e.people.size()); });
  whole("n_values", "values of all people", [](E e) { return e.values; });
  for (const RealColumn& real : kRealColumns) {
    table.columns.push_back(
        column<double>(entries, real.name, real.units, real.long_name, real.value));
  }
  table.columns.push_back(column<double>(entries, "content", "1", "share that the limits hold",
                                         [&](E) { return baseline.content; }));
  table.columns.push_back(column<double>(entries, "confidence", "1", "chance that they hold it",
                                         [&](E) { return baseline.confidence; }));
  text("note", "what to know of the row", [](E e) { return e.note; });
  return table;
}

struct EntryPerson {
  std::int64_t entry;
  const PersonSummary* person;
};

Table people_table(const HealthyBaseline& baseline) {
  std::vector<EntryPerson> rows;
  for (std::size_t i = 0; i < baseline.entries.size(); ++i) {
    for (const PersonSummary& p : baseline.entries[i].people) {
      rows.push_back({static_cast<std::int64_t>(i), &p});
    }
  }
  using R = const EntryPerson&;
  Table table{"people", {}};
  auto& columns = table.columns;
  columns.push_back(
      column<std::int64_t>(rows, "entry", "1", "row of `entries`", [](R r) { return r.entry; }));
  columns.push_back(column<std::int64_t>(rows, "n", "1", "values of this person",
                                         [](R r) { return r.person->n; }));
  columns.push_back(column<double>(rows, "mean", "", "mean of them, on the entry's scale",
                                   [](R r) { return r.person->mean; }));
  columns.push_back(column<double>(rows, "sum_squares", "",
                                   "sum of squared deviations from mean, on the entry's scale",
                                   [](R r) { return r.person->sum_squares; }));
  columns.push_back(column<double>(rows, "error_variance", "",
                                   "mean squared standard error, on the entry's scale",
                                   [](R r) { return r.person->error_variance; }));
  columns.push_back(column<std::string>(rows, "sex", "", "female, male or empty",
                                        [](R r) { return r.person->sex; }));
  columns.push_back(column<double>(rows, "age", "1", "whole years, 90 above 89",
                                   [](R r) { return r.person->age; }));
  return table;
}

struct EntryCentile {
  std::int64_t entry;
  const Centile* centile;
};

Table centiles_table(const HealthyBaseline& baseline) {
  std::vector<EntryCentile> rows;
  for (std::size_t i = 0; i < baseline.entries.size(); ++i) {
    for (const Centile& c : baseline.entries[i].centiles) {
      rows.push_back({static_cast<std::int64_t>(i), &c});
    }
  }
  using R = const EntryCentile&;
  Table table{"centiles", {}};
  auto& columns = table.columns;
  columns.push_back(
      column<std::int64_t>(rows, "entry", "1", "row of `entries`", [](R r) { return r.entry; }));
  columns.push_back(column<double>(rows, "share", "1", "share of healthy values below",
                                   [](R r) { return r.centile->share; }));
  columns.push_back(column<double>(rows, "value", "", "centile, in the entry's units",
                                   [](R r) { return r.centile->value; }));
  columns.push_back(column<double>(rows, "ci_low", "", "lower end of its 95 % interval",
                                   [](R r) { return r.centile->low; }));
  columns.push_back(column<double>(rows, "ci_high", "", "upper end of its 95 % interval",
                                   [](R r) { return r.centile->high; }));
  return table;
}

/// A table of a file with the checks that its numbers need.
class Rows {
 public:
  Rows(Table table, std::string file) : table_(std::move(table)), file_(std::move(file)) {}

  template <class T>
  const std::vector<T>& column(std::string_view name) const {
    for (const Column& c : table_.columns) {
      if (c.name != name) continue;
      if (const auto* values = std::get_if<std::vector<T>>(&c.values)) return *values;
    }
    refuse("has no column '" + std::string(name) + "' of its kind");
  }

  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(ErrorKind::bad_data, "'" + file_ + "': the table '" + table_.name + "' " + what);
  }

 private:
  Table table_;
  std::string file_;
};

std::vector<BaselineEntry> read_entries(const Rows& rows, HealthyBaseline& baseline) {
  const Texts& scale = rows.column<std::string>("scale");
  std::vector<BaselineEntry> entries(scale.size());
  for (const BaselineKeyPart& part : baseline_key_parts()) {
    const Texts& values = rows.column<std::string>(part.name);
    for (std::size_t i = 0; i < entries.size(); ++i) entries[i].key.*part.member = values[i];
  }
  const Reals& content = rows.column<double>("content");
  const Reals& confidence = rows.column<double>("confidence");
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (scale[i] != "logarithmic" && scale[i] != "linear") {
      rows.refuse("has the scale '" + scale[i] + "'");
    }
    entries[i].log_scale = scale[i] == "logarithmic";
    for (const double share : {content[i], confidence[i]}) {
      if (!(share > 0 && share < 1)) rows.refuse("has a content or confidence beyond 0 to 1");
    }
    baseline.content = content[i];
    baseline.confidence = confidence[i];
  }
  return entries;
}

void read_people(const Rows& rows, std::vector<BaselineEntry>& entries) {
  const Wholes& entry = rows.column<std::int64_t>("entry");
  const Wholes& n = rows.column<std::int64_t>("n");
  const Reals& mean = rows.column<double>("mean");
  const Reals& sum_squares = rows.column<double>("sum_squares");
  const Reals& error_variance = rows.column<double>("error_variance");
  const Texts& sex = rows.column<std::string>("sex");
  const Reals& age = rows.column<double>("age");
  for (std::size_t i = 0; i < entry.size(); ++i) {
    if (entry[i] < 0 || static_cast<std::size_t>(entry[i]) >= entries.size()) {
      rows.refuse("has a person of no entry");
    }
    const bool possible = n[i] >= 1 && std::isfinite(mean[i]) && sum_squares[i] >= 0 &&
                          std::isfinite(sum_squares[i]) && !(error_variance[i] < 0) &&
                          !std::isinf(error_variance[i]);
    if (!possible) rows.refuse("has numbers that no person can have, in row " + std::to_string(i));
    entries[static_cast<std::size_t>(entry[i])].people.push_back(
        {n[i], mean[i], sum_squares[i], error_variance[i], sex[i], age[i]});
  }
  for (const BaselineEntry& e : entries) {
    if (e.people.empty()) rows.refuse("has nobody for an entry of '" + e.key.muscle + "'");
  }
}

}  // namespace

void write_baseline_file(const std::filesystem::path& path, const HealthyBaseline& baseline,
                         const Provenance& provenance) {
  std::vector<Table> tables{entries_table(baseline), people_table(baseline),
                            centiles_table(baseline)};
  for (Table& table : field_tables(baseline)) tables.push_back(std::move(table));
  write_tables(path, tables, provenance, kFormat);
}

BaselineFile read_baseline_file(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  BaselineFile file;
  const Rows entries(read_table(path, "entries", kFormat), name);
  const Rows people(read_table(path, "people", kFormat), name);
  file.baseline.entries = read_entries(entries, file.baseline);
  read_people(people, file.baseline.entries);
  const hdf5::InGroup root = hdf5::open(path);
  file.provenance = read_provenance(root);
  // A file of before has no maps.
  if (!root.has_group(field_table_names().front())) return file;
  std::vector<Table> fields;
  for (const std::string& table : field_table_names()) {
    fields.push_back(read_table(path, table, kFormat));
  }
  file.baseline.fields = fields_of_tables(fields, name);
  return file;
}

}  // namespace stiff
