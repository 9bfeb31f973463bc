#include "stiff/comparison/outcome_link.h"
#include "stiff/result/table_columns.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stiff {
namespace {

template <class Row>
struct TextColumn {
  const char* name;
  const char* long_name;
  std::string Row::*member;
};

template <class Row, std::size_t N>
void add_texts(Table& table, const std::vector<Row>& rows, const TextColumn<Row> (&columns)[N]) {
  for (const TextColumn<Row>& column : columns) {
    table.columns.push_back(column_of_rows<std::string>(
        rows, column.name, "", column.long_name,
        [&](const Row& row) -> const std::string& { return row.*column.member; }));
  }
}

template <class Row, class Get>
void add_number(Table& table, const std::vector<Row>& rows, const char* name, const char* units,
                const char* long_name, Get get) {
  table.columns.push_back(column_of_rows<double>(rows, name, units, long_name, get));
}

template <class Row, class Get>
void add_count(Table& table, const std::vector<Row>& rows, const char* name, const char* long_name,
               Get get) {
  table.columns.push_back(column_of_rows<std::int64_t>(rows, name, "1", long_name, get));
}

Table links_table(const std::vector<OutcomeLink>& links, bool percent) {
  using Row = OutcomeLink;
  Table table{"links", {}};
  add_texts<Row>(
      table, links,
      {{"kind", "repeated: within people over sessions; change_...: of changes", &Row::kind},
       {"outcome", "outcome", &Row::outcome},
       {"outcome_units", "its unit", &Row::outcome_units},
       {"quantity", "quantity", &Row::quantity},
       {"units", "its unit", &Row::units},
       {"method", "method", &Row::method},
       {"device", "device", &Row::device},
       {"muscle", "muscle", &Row::muscle},
       {"side", "side; all: the mean of both", &Row::side},
       {"group", "arm, or all", &Row::group},
       {"pre", "session before", &Row::pre},
       {"post", "session after", &Row::post}});
  const auto add = [&](const char* name, const char* long_name, double Correlation::*member) {
    add_number(table, links, name, "1", long_name,
               [&](const Row& row) { return row.correlation.*member; });
  };
  add("r", "correlation", &Correlation::r);
  add("ci_low", "lower end of its 95 % interval", &Correlation::ci_low);
  add("ci_high", "upper end of its 95 % interval", &Correlation::ci_high);
  add("dof", "degrees of freedom", &Correlation::dof);
  add("p", "two-sided p value of no correlation", &Correlation::p);
  add_number(table, links, "p_holm", "1", "the same within the outcome and kind, arms apart (Holm)",
             [](const Row& row) { return row.p_holm; });
  add("slope",
      percent ? "change of the outcome for each percent of stiffness"
              : "change of the outcome for each unit of stiffness",
      &Correlation::slope);
  add("slope_std_error", "its standard error", &Correlation::slope_std_error);
  add_count(table, links, "n_people", "people",
            [](const Row& row) { return row.correlation.people; });
  add_count(table, links, "n_pairs", "pairs", [](const Row& row) { return row.correlation.pairs; });
  table.columns.push_back(column_of_rows<std::string>(
      links, "reason", "", "why there is no correlation; else none",
      [](const Row& row) { return std::string(to_string(row.correlation.reason)); }));
  return table;
}

Table pairs_table(const std::vector<LinkedPair>& pairs) {
  using Row = LinkedPair;
  Table table{"pairs", {}};
  add_texts<Row>(table, pairs,
                 {{"participant", "participant", &Row::participant},
                  {"group", "arm", &Row::group},
                  {"session", "session", &Row::session},
                  {"outcome", "outcome", &Row::outcome},
                  {"outcome_units", "its unit", &Row::outcome_units},
                  {"quantity", "quantity", &Row::quantity},
                  {"units", "its unit", &Row::units},
                  {"method", "method", &Row::method},
                  {"device", "device", &Row::device},
                  {"muscle", "muscle", &Row::muscle},
                  {"state", "state of the muscle", &Row::state},
                  {"posture", "posture", &Row::posture},
                  {"probe_direction", "probe direction to the fibres", &Row::probe_direction},
                  {"side", "side; all: the mean of both", &Row::side}});
  add_number(table, pairs, "day", "1", "days since the participant's first session",
             [](const Row& row) { return row.day; });
  add_number(table, pairs, "stiffness", "", "the quantity, in the row's units",
             [](const Row& row) { return row.stiffness; });
  add_number(table, pairs, "outcome_value", "", "the outcome, in the row's outcome_units",
             [](const Row& row) { return row.value; });
  return table;
}

Table agreement_table(const std::vector<OutcomeAgreement>& rows) {
  using Row = OutcomeAgreement;
  Table table{"agreement", {}};
  add_texts<Row>(table, rows,
                 {{"outcome", "outcome", &Row::outcome},
                  {"quantity", "quantity", &Row::quantity},
                  {"muscle", "muscle", &Row::muscle},
                  {"side", "side; all: the mean of both", &Row::side},
                  {"group", "arm, or all", &Row::group},
                  {"pre", "session before", &Row::pre},
                  {"post", "session after", &Row::post}});
  add_number(table, rows, "mcid", "", "change of the outcome that counts as better, in its unit",
             [](const Row& row) { return row.mcid; });
  add_number(table, rows, "margin", "%", "softening that counts as softer",
             [](const Row& row) { return row.margin_percent; });
  add_count(table, rows, "softer_better", "people", [](const Row& r) { return r.softer_better; });
  add_count(table, rows, "softer_not_better", "people",
            [](const Row& r) { return r.softer_not_better; });
  add_count(table, rows, "not_softer_better", "people",
            [](const Row& r) { return r.not_softer_better; });
  add_count(table, rows, "not_softer_not_better", "people",
            [](const Row& r) { return r.not_softer_not_better; });
  return table;
}

}  // namespace

std::vector<Table> outcome_link_tables(const OutcomeLinks& links,
                                       const OutcomeLinkOptions& options) {
  std::vector<Table> tables{links_table(links.links, options.scale == LinkScale::percent),
                            pairs_table(links.pairs)};
  if (options.mcid > 0) tables.push_back(agreement_table(links.agreement));
  return tables;
}

}  // namespace stiff
