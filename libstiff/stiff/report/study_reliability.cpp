#include "stiff/report/number_words.h"
#include "stiff/report/page_frame.h"
#include "stiff/report/plot.h"
#include "stiff/report/study_sections.h"
#include "stiff/result/table_columns.h"

#include <array>
#include <cmath>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace stiff {
namespace {

constexpr std::size_t kMostAgreements = 12;  ///< figures

struct Index {
  const char* name;
  const char* heading;
};

constexpr std::array<Index, 6> kIndices{{{"ICC(A,1)", "ICC(A,1)"},
                                         {"ICC(C,1)", "ICC(C,1)"},
                                         {"sem_agreement", "SEM"},
                                         {"mdc95_agreement", "MDC95"},
                                         {"mdc95_percent_agreement", "MDC95, %"},
                                         {"cv_root_mean_square", "Within-person CV"}}};

const std::string& text(const Table& t, const char* column, std::size_t row) {
  return values_of_column<std::string>(t, column)[row];
}

double real(const Table& t, const char* column, std::size_t row) {
  return values_of_column<double>(t, column)[row];
}

/// What the numbers of one table of repeats are of: all but the index.
std::string set_key(const Table& t, std::size_t row) {
  std::string key;
  for (const char* column : {"quantity", "method", "roi", "device", "muscle", "site", "state",
                             "posture", "probe_direction", "rater", "session", "run", "side"}) {
    key += text(t, column, row) + '\n';
  }
  return key;
}

std::string set_label(const StudyReport& study, const Table& t, std::size_t row) {
  std::string label =
      measure_at(t, row).title() + ", " +
      study.place(text(t, "muscle", row), text(t, "side", row), text(t, "site", row));
  for (const char* column : {"device", "rater", "session", "run"}) {
    if (!text(t, column, row).empty()) label += ", " + text(t, column, row);
  }
  return label;
}

Markup index_table(const StudyReport& study, const Table& t) {
  const auto& index = values_of_column<std::string>(t, "index");
  const auto& people = values_of_column<std::int64_t>(t, "n_people");
  const auto& repeats = values_of_column<std::int64_t>(t, "k");
  std::map<std::string, std::map<std::string, std::size_t>> sets;
  for (std::size_t i = 0; i < index.size(); ++i) sets[set_key(t, i)].emplace(index[i], i);
  std::vector<TableHeading> headings{{"Of", false}, {"People"}, {"Repeats"}};
  for (const Index& one : kIndices) headings.push_back({one.heading});
  Markup out;
  open_table(out, "Reliability, with 95 % intervals", headings);
  for (const auto& [key, rows] : sets) {
    const std::size_t first = rows.begin()->second;
    if (rows.find("ICC(A,1)") == rows.end()) continue;  // of components alone
    out.open("tr").element("th", set_label(study, t, first), {{"scope", "row"}});
    out.element("td", std::to_string(people[first]), {{"class", "num"}});
    out.element("td", std::to_string(repeats[first]), {{"class", "num"}});
    for (const Index& one : kIndices) {
      const auto found = rows.find(one.name);
      out.open("td", {{"class", "num"}});
      if (found != rows.end()) {
        Estimate number;
        number.value = real(t, "value", found->second);
        number.ci_low = real(t, "ci_low", found->second);
        number.ci_high = real(t, "ci_high", found->second);
        out.text(with_unit(value_text(number), text(t, "units", found->second)));
        if (std::isfinite(number.ci_low)) {
          out.single("br").element("span", interval_text(number), {{"class", "fine"}});
        }
      }
      out.close();
    }
    out.close();
  }
  close_table(out);
  return out.element("p",
                     "ICC(A,1): absolute agreement of single measurements; ICC(C,1): consistency "
                     "(McGraw and Wong). SEM: of agreement; MDC95 = 1.96 \u221A2 SEM.",
                     {{"class", "fine"}});
}

std::string pair_key(const Table& t, std::size_t row) {
  return set_key(t, row) + text(t, "first", row) + '\n' + text(t, "second", row);
}

/// Differences against means, with the bias and the limits of agreement, and their intervals.
Markup agreement_figure(const StudyReport& study, const Table& limits, std::size_t row,
                        const Table& differences, const std::vector<std::size_t>& points) {
  std::vector<double> mean, difference;
  RangeOf across, up;
  for (const std::size_t i : points) {
    mean.push_back(real(differences, "mean", i));
    difference.push_back(real(differences, "difference", i));
    across.add(mean.back());
    up.add(difference.back());
  }
  struct Line {
    const char* name;
    const char* label;
  };
  constexpr std::array<Line, 3> kLines{
      {{"upper_limit", "upper limit"}, {"bias", "bias"}, {"lower_limit", "lower limit"}}};
  for (const Line& line : kLines) {
    for (const char* end : {"", "_ci_low", "_ci_high"}) {
      up.add(real(limits, (std::string(line.name) + end).c_str(), row));
    }
  }
  const std::string unit = unit_text(text(limits, "units", row));
  const std::string first = text(limits, "first", row), second = text(limits, "second", row);
  PlotFrame frame;
  frame.width_px = 500;
  frame.height_px = 320;
  frame.right_px = 90;
  const Range range = across.range(0.06);
  frame.x = {range, "Mean of both (" + unit + ")", false};
  frame.y = {up.range(0.06), second + " less " + first + " (" + unit + ")", false};
  frame.grid = false;
  const std::string title = set_label(study, limits, row) + ": " + second + " less " + first;
  frame.description =
      "Bland-Altman plot of " + title + " against their mean, with bias and limits of agreement.";
  Plot plot(frame);
  const std::vector<double> ends{range.low, range.high};
  for (const Line& line : kLines) {
    const std::string name = line.name;
    const double at = real(limits, line.name, row);
    const double low = real(limits, (name + "_ci_low").c_str(), row);
    const double high = real(limits, (name + "_ci_high").c_str(), row);
    const bool bias = name == "bias";
    plot.band(ends, std::vector<double>(2, low), std::vector<double>(2, high),
              bias ? "ink-1" : "ink-soft");
    plot.horizontal(at, "",
                    {.ink = bias ? std::string_view("ink-1") : std::string_view("ink-6"),
                     .width_px = 1.5,
                     .dashes = bias ? std::string_view() : std::string_view("7 4")});
    if (std::isfinite(at)) plot.label_beside(at, std::string(line.label));
  }
  plot.horizontal(0, "", {.ink = "ink-soft", .width_px = 1});
  plot.points(mean, difference, "ink-6", 3.2);
  const auto words = [&](const std::string& name) {
    return change_words(limits, row, name.c_str(), (name + "_ci_low").c_str(),
                        (name + "_ci_high").c_str(), text(limits, "units", row));
  };
  return figure(title, plot,
                "Bias " + words("bias") + "; limits of agreement " + words("lower_limit") +
                    " and " + words("upper_limit") + "; n " + std::to_string(points.size()) +
                    ". Slope of difference on mean: p\u00A0" +
                    p_relation(real(limits, "slope_p_value", row)) + ".");
}

Markup agreements(const StudyReport& study, const Table& limits, const Table& differences) {
  std::map<std::string, std::vector<std::size_t>> points;
  const std::size_t rows = values_of_column<std::string>(differences, "first").size();
  for (std::size_t i = 0; i < rows; ++i) points[pair_key(differences, i)].push_back(i);
  Markup out;
  std::size_t shown = 0, all = 0;
  out.element("h3", "Limits of agreement (Bland and Altman)");
  out.open("div", {{"class", "figures"}});
  const auto& design = values_of_column<std::string>(limits, "design");
  for (std::size_t i = 0; i < design.size(); ++i) {
    const auto found = points.find(pair_key(limits, i));
    if (design[i] != "single" || found == points.end()) continue;
    if (!std::isfinite(real(limits, "bias", i))) continue;
    if (++all > kMostAgreements) continue;
    ++shown;
    out.add(agreement_figure(study, limits, i, differences, found->second));
  }
  out.close();
  if (all == 0) return {};
  if (shown < all) {
    out.element("p", "The first " + std::to_string(shown) + " of " + std::to_string(all) +
                         " pairs of repeats; all are in the table `limits_of_agreement`.");
  }
  return out.element("p",
                     "Shaded: 95 % intervals of the bias and of the limits (exact). A dot is a "
                     "person.",
                     {{"class", "fine"}});
}

}  // namespace

Markup reliability_part(const StudyReport& study, const StudyComparison& comparison) {
  Markup out;
  const Table* indices = comparison.table("reliability");
  if (indices == nullptr) return out;
  out.add(index_table(study, *indices));
  const Table* limits = comparison.table("limits_of_agreement");
  const Table* differences = comparison.table("differences");
  if (limits != nullptr && differences != nullptr) {
    out.add(agreements(study, *limits, *differences));
  }
  return out;
}

}  // namespace stiff
