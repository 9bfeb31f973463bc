#include "stiff/report/forest_plot.h"
#include "stiff/report/number_words.h"
#include "stiff/report/page_frame.h"
#include "stiff/report/study_sections.h"
#include "stiff/result/table_columns.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace stiff {
namespace {

const std::string& text(const Table& t, const char* column, std::size_t row) {
  return values_of_column<std::string>(t, column)[row];
}

double real(const Table& t, const char* column, std::size_t row) {
  return values_of_column<double>(t, column)[row];
}

struct Term {
  const char* name;
  const char* heading;
};

constexpr std::array<Term, 3> kTerms{
    {{"treatment x time", "Treatment by time: a group\u2019s change less the reference\u2019s"},
     {"difference", "Difference between groups"},
     {"change", "Change since the first session"}}};

std::string contrast_label(const Table& t, std::size_t row) {
  std::string label = text(t, "group", row);
  if (!text(t, "versus", row).empty()) label += " against " + text(t, "versus", row);
  if (!text(t, "session", row).empty())
    label += (label.empty() ? "" : ", ") + text(t, "session", row);
  if (!text(t, "baseline", row).empty()) label += " less " + text(t, "baseline", row);
  return label;
}

std::string contrast_note(const Table& t, std::size_t row) {
  return change_words(t, row, "value", "ci_low", "ci_high", text(t, "units", row)) + "\u2003t(" +
         fixed_text(real(t, "dof", row), 1) + ")\u2003p\u00A0" + p_relation(real(t, "p", row)) +
         "\u2003Holm\u00A0" + p_relation(real(t, "p_holm", row));
}

Markup contrasts_figure(const StudyReport& study, const Table& t, const Measure& measure,
                        const std::string& muscle) {
  ForestPlot plot;
  std::string units;
  std::set<std::string> notes;
  for (const Term& term : kTerms) {
    ForestGroup group{term.heading, {}};
    for (std::size_t i = 0; i < values_of_column<std::string>(t, "part").size(); ++i) {
      if (text(t, "part", i) != "contrast" || text(t, "term", i) != term.name) continue;
      if (text(t, "muscle", i) != muscle || measure_at(t, i) != measure) continue;
      const double low = real(t, "ci_low", i), high = real(t, "ci_high", i);
      group.rows.push_back({contrast_label(t, i), real(t, "value", i), low, high,
                            contrast_note(t, i),
                            high < 0  ? "ink-1"
                            : low > 0 ? "ink-2"
                                      : "ink-6",
                            low <= 0 && high >= 0});
      units = text(t, "units", i);
    }
    if (!group.rows.empty()) plot.groups.push_back(std::move(group));
  }
  if (plot.groups.empty()) return {};
  const std::string place = study.place(muscle, "");
  plot.axis_label = "Contrast (" + unit_text(units) + ")";
  plot.description = "Contrasts of the mixed model of " + measure.title() + ", " + place +
                     ", with 95 % intervals.";
  return wide_figure(measure.title() + ", " + place, forest_drawing(plot),
                     capitalised(measure.details()) + ".");
}

/// What the numbers vary by, and what is to be known of the fit.
Markup fit_words(const Table& t, const Measure& measure, const std::string& muscle) {
  Markup out;
  std::string components, random, scale;
  std::set<std::string> notes;
  bool converged = true, singular = false;
  std::int64_t people = 0, numbers = 0;
  const auto& n_people = values_of_column<std::int64_t>(t, "n_people");
  const auto& n_numbers = values_of_column<std::int64_t>(t, "n_numbers");
  const auto& is_converged = values_of_column<std::int64_t>(t, "converged");
  const auto& is_singular = values_of_column<std::int64_t>(t, "singular");
  for (std::size_t i = 0; i < n_people.size(); ++i) {
    if (text(t, "muscle", i) != muscle || measure_at(t, i) != measure) continue;
    if (text(t, "part", i) != "component") people = std::max(people, n_people[i]);
    numbers = std::max(numbers, n_numbers[i]);
    converged = converged && is_converged[i] != 0;
    singular = singular || is_singular[i] != 0;
    random = text(t, "random", i);
    scale = text(t, "scale", i);
    if (!text(t, "note", i).empty()) notes.insert(text(t, "note", i));
    if (text(t, "part", i) == "component" && std::isfinite(real(t, "value", i))) {
      components += (components.empty() ? "" : ", ") + text(t, "term", i) + " " +
                    with_unit(significant_text(real(t, "value", i), 3), text(t, "units", i));
    }
  }
  std::string words = std::to_string(numbers) + " numbers of " + std::to_string(people) +
                      " people, on the " + (scale == "log" ? "logarithmic" : "linear") +
                      " scale; random: " + random + ".";
  if (!converged) words += " The fit did not converge.";
  if (singular) words += " The fit is singular.";
  if (!components.empty()) words += " Spread: " + components + ".";
  out.element("p", words, {{"class", "fine"}});
  for (const std::string& note : notes) {
    out.element("p", capitalised(note) + ".", {{"class", "fine"}});
  }
  return out;
}

}  // namespace

Markup models_part(const StudyReport& study, const StudyComparison& comparison) {
  Markup out;
  const Table* t = comparison.table("models");
  if (t == nullptr) return out;
  const auto& muscles = values_of_column<std::string>(*t, "muscle");
  const std::set<std::string> each(muscles.begin(), muscles.end());
  for (const Measure& measure : measures_of(*t)) {
    for (const std::string& muscle : each) {
      const Markup drawn = contrasts_figure(study, *t, measure, muscle);
      if (drawn.str().empty()) continue;
      out.add(drawn).add(fit_words(*t, measure, muscle));
    }
  }
  return out;
}

}  // namespace stiff
