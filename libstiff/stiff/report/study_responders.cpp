#include "stiff/report/forest_plot.h"
#include "stiff/report/number_words.h"
#include "stiff/report/page_frame.h"
#include "stiff/report/plot.h"
#include "stiff/report/study_sections.h"
#include "stiff/result/table_columns.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace stiff {
namespace {

constexpr std::size_t kMostPlaces = 160;  ///< one below the other in one figure
constexpr std::size_t kMostLines = 300;   ///< in one panel
constexpr double kPanel_px = 245;
constexpr double kPanelHeight_px = 260;

using Texts = std::vector<std::string>;
using Reals = std::vector<double>;

/// The columns of `responders` that the figures need.
struct People {
  explicit People(const Table& t)
      : table(t),
        participant(values_of_column<std::string>(t, "participant")),
        muscle(values_of_column<std::string>(t, "muscle")),
        side(values_of_column<std::string>(t, "side")),
        site(values_of_column<std::string>(t, "site")),
        arm(values_of_column<std::string>(t, "arm")),
        role(values_of_column<std::string>(t, "role")),
        verdict(values_of_column<std::string>(t, "verdict")),
        units(values_of_column<std::string>(t, "units")),
        pre(values_of_column<double>(t, "pre")),
        post(values_of_column<double>(t, "post")) {}

  const Table& table;
  const Texts &participant, &muscle, &side, &site, &arm, &role, &verdict, &units;
  const Reals &pre, &post;

  bool fell(std::size_t i) const { return verdict[i] == "softer" || verdict[i] == "lower"; }
  bool rose(std::size_t i) const { return verdict[i] == "stiffer" || verdict[i] == "higher"; }
  std::string_view ink(std::size_t i) const {
    return fell(i) ? "ink-1" : rose(i) ? "ink-2" : "ink-soft";
  }
};

/// Who stands in one panel: role first, so that treated places come before controls.
using PanelKey = std::tuple<std::string, std::string, std::string, std::string, std::string>;

std::map<PanelKey, std::vector<std::size_t>> panels_of(const People& people,
                                                       const Measure& measure) {
  std::map<PanelKey, std::vector<std::size_t>> panels;
  for (std::size_t i = 0; i < people.pre.size(); ++i) {
    if (measure_at(people.table, i) != measure) continue;
    const std::string order = people.role[i] == "treated" ? "0" : "1";
    panels[{people.muscle[i], order, people.arm[i], people.side[i], people.site[i]}].push_back(i);
  }
  return panels;
}

std::string panel_title(const StudyReport& study, const People& people, std::size_t row) {
  std::string title =
      capitalised(study.place(people.muscle[row], people.side[row], people.site[row]));
  if (!people.arm[row].empty()) title += ", " + people.arm[row];
  return title + " (" + people.role[row] + ")";
}

Markup panel(const StudyReport& study, const StudyComparison& comparison, const People& people,
             const std::vector<std::size_t>& rows, const Range& range, const Measure& measure) {
  const std::string pre = comparison.option("pre"), post = comparison.option("post");
  const std::string title = panel_title(study, people, rows.front());
  PlotFrame frame;
  frame.width_px = kPanel_px;
  frame.height_px = kPanelHeight_px;
  frame.x = {{-0.3, 1.3}, "", false};
  frame.x.names = {{0, pre}, {1, post}};
  frame.y = {range, unit_text(people.units[rows.front()]), false};
  frame.description = measure.title() + " of " + title + ": a line a person from " + pre + " to " +
                      post + ", the black one their mean.";
  Plot plot(frame);
  const std::vector<double> at{0, 1};
  double sum_pre = 0, sum_post = 0;
  std::size_t drawn = 0;
  for (const std::size_t i : rows) {
    sum_pre += people.pre[i];
    sum_post += people.post[i];
    if (++drawn > kMostLines) continue;
    const std::vector<double> values{people.pre[i], people.post[i]};
    plot.line(at, values,
              {.ink = people.ink(i),
               .width_px = people.fell(i) || people.rose(i) ? 1.8 : 1.2,
               .dashes = people.rose(i) ? "6 3" : ""});
    plot.points(at, values, people.ink(i), 3);
  }
  const double n = static_cast<double>(rows.size());
  plot.line(at, std::vector<double>{sum_pre / n, sum_post / n}, {.ink = "ink-6", .width_px = 3.5});
  return figure(
      title, plot,
      "n " + std::to_string(rows.size()) +
          (drawn > kMostLines ? ", the first " + std::to_string(kMostLines) + " drawn" : ""));
}

Markup paired_dots(const StudyReport& study, const StudyComparison& comparison,
                   const People& people, const Measure& measure) {
  RangeOf range;
  for (std::size_t i = 0; i < people.pre.size(); ++i) {
    if (measure_at(people.table, i) != measure) continue;
    range.add(people.pre[i]);
    range.add(people.post[i]);
  }
  Markup out;
  out.element("h3", measure.title() + ": each person before and after");
  out.element(
      "p",
      "A line a person: blue softer (lower) and orange dashed stiffer (higher) than the "
      "error between sessions allows, grey within it or without a verdict; black: the mean.",
      {{"class", "fine"}});
  out.open("div", {{"class", "figures close"}});
  for (const auto& [key, rows] : panels_of(people, measure)) {
    out.add(panel(study, comparison, people, rows, range.range(0.05), measure));
  }
  return out.close();
}

/// On which scale verdicts were given, and its columns.
struct VerdictScale {
  bool percent = true;
  const char* value() const { return percent ? "percent_change" : "change"; }
  const char* low() const { return percent ? "percent_ci_low" : "ci_low"; }
  const char* high() const { return percent ? "percent_ci_high" : "ci_high"; }
};

ForestRow person_row(const People& people, std::size_t i, const VerdictScale& scale) {
  const auto real = [&](const char* column) {
    return values_of_column<double>(people.table, column)[i];
  };
  Estimate change;
  change.value = real(scale.value());
  change.ci_low = real(scale.low());
  change.ci_high = real(scale.high());
  const std::string value_and_unit =
      with_unit(value_text(change), scale.percent ? "%" : people.units[i]);
  return {people.participant[i],
          real(scale.value()),
          real(scale.low()),
          real(scale.high()),
          value_and_unit + "\u2003" + people.verdict[i],
          people.ink(i) == "ink-soft" ? std::string_view("ink-6") : people.ink(i),
          !people.fell(i) && !people.rose(i)};
}

/// Each place's change with its interval, sorted, over the minimal detectable change.
Markup responders_figure(const StudyReport& study, const People& people, const Measure& measure,
                         const std::string& muscle) {
  ForestPlot plot;
  plot.row_px = 17;
  plot.width_px = 760;
  std::size_t places = 0;
  VerdictScale scale;
  for (auto& [key, rows] : panels_of(people, measure)) {
    if (std::get<0>(key) != muscle) continue;
    std::vector<std::size_t> sorted = rows;
    scale.percent = values_of_column<std::string>(people.table, "scale")[rows.front()] == "log";
    const Reals& change = values_of_column<double>(people.table, scale.value());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](std::size_t a, std::size_t b) { return change[a] < change[b]; });
    ForestGroup group{panel_title(study, people, rows.front()), {}};
    for (const std::size_t i : sorted) group.rows.push_back(person_row(people, i, scale));
    places += sorted.size();
    plot.groups.push_back(std::move(group));
    const auto first = [&](const char* column) {
      return values_of_column<double>(people.table, column)[rows.front()];
    };
    const Range band = scale.percent ? Range{first("percent_mdc_low"), first("percent_mdc_high")}
                                     : Range{-first("mdc"), first("mdc")};
    if (band.low < band.high) plot.band = band;
  }
  if (places == 0) return {};
  if (places > kMostPlaces) {
    Markup out;
    return out.element("p",
                       std::to_string(places) +
                           " places are too many for one figure: see the "
                           "table `responders` of the comparison.",
                       {{"class", "fine"}});
  }
  plot.axis_label = scale.percent ? "Change (%)" : "Change (" + unit_text(people.units[0]) + ")";
  plot.description = "Change of each person's place in " + measure.title() +
                     " with its 95 % interval, sorted" +
                     (plot.band ? ", and the band of the minimal detectable change." : ".");
  return wide_figure(
      capitalised(study.place(muscle, "")) + ": who changed", forest_drawing(plot),
      std::string("Bars: 95 % interval by the error between sessions. ") +
          (plot.band ? "Grey: what repeats between sessions differ by (MDC95). Filled "
                       "dots lie beyond it."
                     : "No verdicts: nothing says how repeats between sessions "
                       "differ."));
}

Markup counts_table(const StudyReport& study, const Table& t, const Measure& measure) {
  const auto text = [&](const char* column, std::size_t row) -> const std::string& {
    return values_of_column<std::string>(t, column)[row];
  };
  const auto real = [&](const char* column, std::size_t row) {
    return values_of_column<double>(t, column)[row];
  };
  const auto& counts = values_of_column<std::int64_t>(t, "count");
  const auto& people = values_of_column<std::int64_t>(t, "n_people");
  Markup out;
  open_table(out, "How many changed by more than the error between sessions",
             {{"Place", false},
              {"Arm", false},
              {"Role", false},
              {"Verdict", false},
              {"Count"},
              {"Share (95 % interval)"},
              {"By chance"},
              {"p"}});
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (measure_at(t, i) != measure) continue;
    out.open("tr").element(
        "th", capitalised(study.place(text("muscle", i), text("side", i), text("site", i))),
        {{"scope", "row"}});
    for (const char* column : {"arm", "role", "verdict"}) out.element("td", text(column, i));
    out.element("td", std::to_string(counts[i]) + " of " + std::to_string(people[i]),
                {{"class", "num"}});
    out.element("td",
                percent_text(real("share", i)) + " (" + percent_text(real("ci_low", i)) + " to " +
                    percent_text(real("ci_high", i)) + ")",
                {{"class", "num"}});
    out.element("td", percent_text(real("expected_share", i)), {{"class", "num"}});
    out.element("td", p_text(real("p", i)), {{"class", "num"}}).close();
  }
  return close_table(out);
}

}  // namespace

Markup responders_part(const StudyReport& study, const StudyComparison& comparison) {
  Markup out;
  const Table* responders = comparison.table("responders");
  if (responders == nullptr) return out;
  const People people(*responders);
  for (const Measure& measure : measures_of(*responders)) {
    out.add(paired_dots(study, comparison, people, measure));
    out.element("h3", measure.title() + ": responders");
    std::map<std::string, bool> muscles;
    for (std::size_t i = 0; i < people.pre.size(); ++i) {
      if (measure_at(*responders, i) == measure) muscles[people.muscle[i]] = true;
    }
    for (const auto& [muscle, there] : muscles) {
      out.add(responders_figure(study, people, measure, muscle));
    }
    if (const Table* counts = comparison.table("responder_counts")) {
      out.add(counts_table(study, *counts, measure));
    }
  }
  return out;
}

}  // namespace stiff
