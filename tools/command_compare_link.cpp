#include "stiff/comparison/outcome_link.h"
#include "stiff/comparison/referral_match.h"
#include "stiff/core/error.h"
#include "stiff/io/checksum.h"
#include "stiff/io/outcomes_table.h"

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/command.h"
#include "tools/comparison_input.h"
#include "tools/flagged_places.h"
#include "tools/muscle_info.h"
#include "tools/plain_table.h"

namespace stiff::tool {
namespace {

struct LinkSettings {
  ComparisonSettings input;
  std::filesystem::path candidates;
  OutcomeLinkOptions link;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    ComparisonSettings::Files::describe(self.input.files, visit);
    visit(Option{"candidates", "FILE",
                 "candidates.h5 of `stiff flag`, to be compared with outcomes' pain regions; else "
                 "that beside results.h5"},
          self.candidates);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Which numbers", self.input.numbers);
    visit("Link", self.link);
  }
};

/// The columns of a table that people look at first.
Table brief(const Table& whole, std::initializer_list<std::string_view> names) {
  Table table{whole.name, {}};
  for (const std::string_view name : names) {
    for (const Column& column : whole.columns) {
      if (column.name == name) table.columns.push_back(column);
    }
  }
  return table;
}

void print_tables(const std::vector<Table>& tables) {
  for (const Table& table : tables) {
    if (table.name == "links") {
      print_plain_table(
          std::cout, brief(table, {"outcome", "quantity", "muscle", "side", "group", "kind", "r",
                                   "ci_low", "ci_high", "p", "p_holm", "slope", "slope_std_error",
                                   "n_people", "n_pairs", "reason"}));
    } else if (table.name == "agreement" || table.name == "referral_counts") {
      print_plain_table(std::cout, table);
    }
  }
}

/// Candidates against the regions where it hurts, where there are both.
std::vector<Table> referral_of(const LinkSettings& settings, const ComparisonInput& input,
                               std::vector<DroppedNumber>& dropped, Provenance& provenance) {
  const std::vector<OutcomeRow>& outcomes = input.tables.outcomes->rows;
  const bool regions = std::any_of(outcomes.begin(), outcomes.end(),
                                   [](const OutcomeRow& row) { return !row.pain_region.empty(); });
  std::filesystem::path file = settings.candidates;
  if (file.empty() && regions && std::filesystem::exists(input.folder / "candidates.h5")) {
    file = input.folder / "candidates.h5";
  }
  if (file.empty()) return {};
  if (!regions) {
    throw Error(ErrorKind::bad_data, "--candidates: no outcome has a pain_region");
  }
  const auto places = flagged_places(file, known_muscles(settings.input.files.muscles), dropped);
  const ReferralMatch match = match_referral(places, outcomes);
  dropped.insert(dropped.end(), match.dropped.begin(), match.dropped.end());
  provenance.input_sha256.emplace_back(file.filename().string(), sha256_of_file(file));
  return referral_tables(match);
}

std::string labelled(const std::string& words) {
  std::string all;
  for (const std::string& word : listed_words(words)) {
    all += (all.empty() ? "" : ",") + outcome_label(word);
  }
  return all;
}

int compare_link(const LinkSettings& settings, const Call& call) {
  ComparisonInput input = read_comparison_input(settings.input, call, "link");
  if (!input.tables.outcomes) {
    throw Error(ErrorKind::no_input,
                "there is no outcomes.tsv: --study names its folder, --outcomes the file");
  }
  OutcomeLinkOptions options = settings.link;
  options.outcome = labelled(options.outcome);
  OutcomeLinks links =
      outcome_links(input.measurements.values, input.tables.outcomes->rows, options);
  std::vector<Table> tables = outcome_link_tables(links, options);
  for (Table& table : referral_of(settings, input, links.dropped, input.provenance)) {
    tables.push_back(std::move(table));
  }
  print_notes(links.notes);
  print_dropped(links.dropped);
  print_tables(tables);
  input.measurements.dropped.insert(input.measurements.dropped.end(), links.dropped.begin(),
                                    links.dropped.end());
  write_comparison_output(input, std::move(tables),
                          {"BakdashMarusich2017", "BlandAltman1995", "Bonett2000", "Holm1979"});
  return 0;
}

}  // namespace

extern const Command kCompareLink;
const Command kCompareLink{
    .name = "compare link",
    .summary = "Says whether pain and other outcomes go with stiffness",
    .description =
        "Joins each recording's number with the outcomes of its person's session (outcomes.tsv) "
        "and gives the repeated-measures correlation: whether, within people, the outcome is "
        "higher when the muscle is stiffer. People's levels are no part of it, and sites, sides "
        "and runs are never counted as people. With two sessions, or --pre and --post, it gives "
        "the correlation of changes too, one pair a person (Pearson and Spearman): a fall that "
        "all share is part of the first and not of the second. All have 95 % "
        "intervals and p values, as they are and by Holm within each outcome and kind, over "
        "quantities, muscles and sides; the arms apart.\n\n"
        "--mcid counts who got better by at least so much and whether they softened. What changes "
        "together need not cause one another: pain falls after a sham too.\n\n"
        "Where outcomes carry a pain_region and there is a candidates.h5, candidates are compared "
        "with it: in how many places the muscle's known referral is where it hurts.\n\n"
        "comparisons/link.h5 holds `links`, `pairs`, `dropped`, with --mcid `agreement`, with "
        "candidates `referral` and `referral_counts`; the same tables are CSV beside it.",
    .arguments = comparison_arguments(),
    .examples =
        {{"stiff compare link results --study study --outcome pain", "Pain and stiffness"},
         {"stiff compare link results --study study --outcome pain,range_of_motion --muscle "
          "\"upper trapezius\" --pre pre --post followup1 --mcid 2 --margin 5",
          "Two outcomes, a change between two sessions, who got better by two points"}},
    .job = job<LinkSettings, compare_link>};

}  // namespace stiff::tool
