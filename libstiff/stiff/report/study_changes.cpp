#include "stiff/core/error.h"
#include "stiff/report/forest_plot.h"
#include "stiff/report/number_words.h"
#include "stiff/report/page_frame.h"
#include "stiff/report/reason_words.h"
#include "stiff/report/study_sections.h"
#include "stiff/result/table_columns.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace stiff {
namespace {

struct Contrast {
  const char* name;
  const char* heading;
};

constexpr std::array<Contrast, 3> kContrasts{
    {{"change", "Change within an arm"},
     {"between_sides", "Treated side less untreated side, within people"},
     {"between_arms", "Arm less arm"}}};

const std::string& text(const Table& table, const char* column, std::size_t row) {
  return values_of_column<std::string>(table, column)[row];
}

double real(const Table& table, const char* column, std::size_t row) {
  return values_of_column<double>(table, column)[row];
}

/// "Upper trapezius, right, treatment less control".
std::string contrast_label(const StudyReport& study, const Table& t, std::size_t row) {
  const std::string& contrast = text(t, "contrast", row);
  const std::string& versus = text(t, "versus", row);
  std::string label = study.place(text(t, "muscle", row), text(t, "side", row));
  if (contrast == "between_sides" && !versus.empty()) label += " less " + versus;
  if (!text(t, "arm", row).empty()) label += ", " + text(t, "arm", row);
  if (contrast == "between_arms" && !versus.empty()) label += " less " + versus;
  return label;
}

std::string row_note(const Table& t, std::size_t row) {
  const auto people = values_of_column<std::int64_t>(t, "n_people")[row];
  if (!std::isfinite(real(t, "value", row))) {
    const Reason reason = reason_from_string(text(t, "reason", row));
    return "no value: " + std::string(reason_words(reason).brief) + "\u2003n " +
           std::to_string(people);
  }
  return change_words(t, row, "value", "ci_low", "ci_high", text(t, "units", row)) + "\u2003n " +
         std::to_string(people) + "\u2003p\u00A0" + p_relation(real(t, "p", row)) +
         "\u2003Holm\u00A0" + p_relation(real(t, "p_holm", row));
}

/// The margin of equivalence on the scale that is shown, where one was stated.
std::optional<Range> margin_of(const Table& t, const Measure& measure, bool percent) {
  const auto& estimator = values_of_column<std::string>(t, "estimator");
  for (std::size_t i = 0; i < estimator.size(); ++i) {
    if (estimator[i] != (percent ? "tost_percent" : "tost_difference")) continue;
    const Range margin{real(t, "margin_low", i), real(t, "margin_high", i)};
    if (measure_at(t, i) == measure && margin.low < margin.high) return margin;
  }
  return std::nullopt;
}

std::string_view ink_of(double low, double high) {
  return high < 0 ? "ink-1" : low > 0 ? "ink-2" : "ink-6";
}

Markup forest_of(const StudyReport& study, const StudyComparison& comparison,
                 const Measure& measure) {
  const Table& t = *comparison.table("changes");
  const std::vector<std::size_t> rows = shown_changes(t, measure);
  if (rows.empty()) return {};
  const std::string units = text(t, "units", rows.front());
  const bool percent = text(t, "estimator", rows.front()) == "percent_change";
  ForestPlot plot;
  for (const Contrast& contrast : kContrasts) {
    ForestGroup group{contrast.heading, {}};
    for (const std::size_t row : rows) {
      if (text(t, "contrast", row) != contrast.name) continue;
      const double low = real(t, "ci_low", row), high = real(t, "ci_high", row);
      group.rows.push_back({capitalised(contrast_label(study, t, row)), real(t, "value", row), low,
                            high, row_note(t, row), ink_of(low, high), low <= 0 && high >= 0});
    }
    if (!group.rows.empty()) plot.groups.push_back(std::move(group));
  }
  plot.band = margin_of(t, measure, percent);
  const std::string pre = comparison.option("pre"), post = comparison.option("post");
  plot.axis_label = "Change from " + pre + " to " + post + " (" + unit_text(units) + ")";
  plot.description = "Forest plot of the change in " + measure.title() + " from " + pre + " to " +
                     post + " by muscle, side and arm, with 95 % intervals.";
  return wide_figure(measure.title(), forest_drawing(plot),
                     capitalised(measure.details()) +
                         ". Dots: mean change with its 95 % interval; filled where the interval "
                         "leaves out no change (blue softer or lower, orange stiffer or higher)." +
                         (plot.band ? " Grey: the stated margin." : "") +
                         " p: of no change, and after Holm within its family.");
}

}  // namespace

std::string change_words(const Table& table, std::size_t row, const char* value, const char* low,
                         const char* high, const std::string& units) {
  Estimate shown;
  shown.value = real(table, value, row);
  shown.ci_low = real(table, low, row);
  shown.ci_high = real(table, high, row);
  const std::string interval = interval_text(shown);
  return with_unit(value_text(shown), units) +
         (std::isfinite(shown.ci_low) ? " (" + interval + ")" : "");
}

std::vector<std::size_t> shown_changes(const Table& changes, const Measure& measure) {
  const auto& estimator = values_of_column<std::string>(changes, "estimator");
  const auto& interval = values_of_column<std::string>(changes, "interval");
  const auto& value = values_of_column<double>(changes, "value");
  std::vector<std::size_t> percent, difference;
  bool any = false;
  for (std::size_t i = 0; i < estimator.size(); ++i) {
    if (interval[i] != "t" && interval[i] != "welch") continue;
    const bool is_percent = estimator[i] == "percent_change";
    if (!is_percent && estimator[i] != "mean_difference") continue;
    if (measure_at(changes, i) != measure) continue;
    (is_percent ? percent : difference).push_back(i);
    any = any || (is_percent && std::isfinite(value[i]));
  }
  return any ? percent : difference;
}

Markup changes_part(const StudyReport& study, const StudyComparison& comparison) {
  Markup out;
  const Table* changes = comparison.table("changes");
  if (changes == nullptr) return out;
  for (const Measure& measure : measures_of(*changes)) {
    out.add(forest_of(study, comparison, measure));
  }
  return out;
}

Markup headline_part(const StudyReport& study, const StudyComparison& comparison) {
  Markup out;
  const Table* t = comparison.table("changes");
  if (t == nullptr) return out;
  const std::vector<Measure> measures = measures_of(*t);
  if (measures.empty()) return out;
  const std::vector<std::size_t> rows = shown_changes(*t, measures.front());
  for (const char* contrast : {"between_arms", "between_sides", "change"}) {
    out.open("ul");
    bool any = false;
    for (const std::size_t row : rows) {
      if (text(*t, "contrast", row) != contrast) continue;
      if (!std::isfinite(real(*t, "value", row))) continue;
      any = true;
      out.open("li").text(measures.front().title() + ", " + contrast_label(study, *t, row) + ": ");
      out.element("strong",
                  change_words(*t, row, "value", "ci_low", "ci_high", text(*t, "units", row)));
      out.text(", p\u00A0" + p_relation(real(*t, "p_holm", row)) + " after Holm").close();
    }
    if (!any) out.element("li", "no value");
    out.close();
    if (any) return out;
    out = {};
  }
  return out;
}

}  // namespace stiff
