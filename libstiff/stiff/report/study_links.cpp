#include "stiff/report/number_words.h"
#include "stiff/report/page_frame.h"
#include "stiff/report/quantity_words.h"
#include "stiff/report/reason_words.h"
#include "stiff/report/study_sections.h"
#include "stiff/result/table_columns.h"

#include <cmath>
#include <string>

namespace stiff {
namespace {

std::string kind_words(const std::string& kind) {
  if (kind == "repeated") return "within people over sessions";
  if (kind == "change_pearson") return "change against change";
  if (kind == "change_spearman") return "change against change, by ranks";
  return spaced(kind);
}

}  // namespace

Markup links_part(const StudyReport& study, const StudyComparison& comparison) {
  Markup out;
  const Table* t = comparison.table("links");
  if (t == nullptr) return out;
  const auto text = [&](const char* column, std::size_t row) -> const std::string& {
    return values_of_column<std::string>(*t, column)[row];
  };
  const auto real = [&](const char* column, std::size_t row) {
    return values_of_column<double>(*t, column)[row];
  };
  const auto& people = values_of_column<std::int64_t>(*t, "n_people");
  const auto& pairs = values_of_column<std::int64_t>(*t, "n_pairs");
  open_table(out, "How outcomes go with stiffness",
             {{"Outcome", false},
              {"With", false},
              {"How", false},
              {"Group", false},
              {"r (95 % interval)"},
              {"p"},
              {"Holm"},
              {"People"},
              {"Pairs"}});
  for (std::size_t i = 0; i < people.size(); ++i) {
    out.open("tr").element("th", spaced(text("outcome", i)), {{"scope", "row"}});
    out.element("td", quantity_title(text("quantity", i)) + ", " +
                          study.place(text("muscle", i), text("side", i)));
    out.element("td", kind_words(text("kind", i))).element("td", text("group", i));
    if (std::isfinite(real("r", i))) {
      out.element("td",
                  fixed_text(real("r", i), 2) + " (" + fixed_text(real("ci_low", i), 2) + " to " +
                      fixed_text(real("ci_high", i), 2) + ")",
                  {{"class", "num"}});
    } else {
      out.element("td", "no value: " +
                            std::string(reason_words(reason_from_string(text("reason", i))).brief));
    }
    out.element("td", p_text(real("p", i)), {{"class", "num"}});
    out.element("td", p_text(real("p_holm", i)), {{"class", "num"}});
    out.element("td", std::to_string(people[i]), {{"class", "num"}});
    out.element("td", std::to_string(pairs[i]), {{"class", "num"}}).close();
  }
  close_table(out);
  return out.element("p", "A correlation within a study is no cause.", {{"class", "fine"}});
}

}  // namespace stiff
