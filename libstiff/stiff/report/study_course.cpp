#include "stiff/report/number_words.h"
#include "stiff/report/page_frame.h"
#include "stiff/report/plot.h"
#include "stiff/report/study_sections.h"
#include "stiff/result/table_columns.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace stiff {
namespace {

constexpr std::array<std::string_view, 6> kInks{"ink-2", "ink-1", "ink-3",
                                                "ink-4", "ink-5", "ink-6"};
constexpr std::array<std::string_view, 3> kDashes{"", "7 4", "2 3"};

/// The mean changes of one arm and side, session by session.
struct Course {
  std::vector<double> day, value, low, high;
};

using CourseKey = std::pair<std::string, std::string>;  ///< arm, side

struct Courses {
  std::map<CourseKey, Course> each;
  bool percent = true;
  std::string units;
  std::set<double> days;
};

Courses courses_of(const Table& t, const Measure& measure, const std::string& muscle) {
  const auto& muscles = values_of_column<std::string>(t, "muscle");
  const auto& day = values_of_column<double>(t, "day");
  const auto& percent = values_of_column<double>(t, "percent_change");
  Courses courses;
  std::vector<std::size_t> rows;
  courses.percent = false;
  for (std::size_t i = 0; i < muscles.size(); ++i) {
    if (muscles[i] != muscle || measure_at(t, i) != measure || !std::isfinite(day[i])) continue;
    rows.push_back(i);
    courses.percent = courses.percent || std::isfinite(percent[i]);
  }
  const auto column = [&](const char* in_percent, const char* in_units) -> const auto& {
    return values_of_column<double>(t, courses.percent ? in_percent : in_units);
  };
  const auto& value = column("percent_change", "mean_difference");
  const auto& low = column("percent_ci_low", "ci_low");
  const auto& high = column("percent_ci_high", "ci_high");
  for (const std::size_t i : rows) {
    Course& course = courses.each[{values_of_column<std::string>(t, "arm")[i],
                                   values_of_column<std::string>(t, "side")[i]}];
    if (course.day.empty()) course = {{0}, {0}, {0}, {0}};  // no change before the first session
    course.day.push_back(day[i]);
    course.value.push_back(value[i]);
    course.low.push_back(low[i]);
    course.high.push_back(high[i]);
    courses.days.insert(day[i]);
    courses.units = courses.percent ? "%" : values_of_column<std::string>(t, "units")[i];
  }
  return courses;
}

Markup course_figure(const StudyReport& study, const Table& t, const Measure& measure,
                     const std::string& muscle, const std::string& pre) {
  const Courses courses = courses_of(t, measure, muscle);
  if (courses.days.size() < 2) return {};
  RangeOf range;
  range.add(0);
  for (const auto& [key, course] : courses.each) {
    range.add_all(course.low);
    range.add_all(course.high);
    range.add_all(course.value);
  }
  const double last = *courses.days.rbegin();
  PlotFrame frame;
  frame.width_px = 680;
  frame.height_px = 340;
  frame.x = {{-0.03 * last, 1.05 * last}, "Days since the first session", false};
  frame.y = {range.range(0.06), "Change since " + pre + " (" + unit_text(courses.units) + ")",
             false};
  frame.legend_rows = courses.each.size() > 4 ? 2 : 1;
  const std::string place = study.place(muscle, "");
  frame.description = "Mean change in " + measure.title() + " of " + place + " since " + pre +
                      " by day, with 95 % intervals, a line an arm and side.";
  Plot plot(frame);
  plot.horizontal(0, "", {.ink = "ink-6", .width_px = 1});
  std::size_t number = 0;
  const double shift = 0.006 * last;
  for (const auto& [key, course] : courses.each) {
    const PlotStyle style{.ink = kInks[number % kInks.size()],
                          .width_px = 2,
                          .dashes = kDashes[number / 2 % kDashes.size()]};
    std::vector<double> day = course.day;
    // Moved a little apart, so that intervals of one day do not hide each other.
    const double off =
        shift * (static_cast<double>(number) - 0.5 * static_cast<double>(courses.each.size() - 1));
    for (std::size_t i = 1; i < day.size(); ++i) day[i] += off;
    plot.line(day, course.value, style);
    for (std::size_t i = 1; i < day.size(); ++i) {
      plot.whisker(day[i], day[i], course.low[i], course.high[i],
                   {.ink = style.ink, .width_px = 1.4});
    }
    plot.points(day, course.value, style.ink, 3.5);
    plot.legend(key.first + (key.first.empty() || key.second.empty() ? "" : ", ") + key.second,
                style);
    ++number;
  }
  return figure(measure.title() + " over time, " + place, plot,
                "Mean change with its 95 % interval.");
}

Markup returns_table(const StudyReport& study, const Table& t) {
  const auto text = [&](const char* column, std::size_t row) -> const std::string& {
    return values_of_column<std::string>(t, column)[row];
  };
  struct Count {
    long long all = 0, returned = 0, lasting = 0, unknown = 0;
  };
  std::map<std::pair<std::string, std::string>, Count> counts;
  const std::size_t rows = values_of_column<std::string>(t, "status").size();
  for (std::size_t i = 0; i < rows; ++i) {
    Count& count = counts[{
        measure_at(t, i).title() + ": " + study.place(text("muscle", i), text("side", i)) +
            (text("arm", i).empty() ? "" : ", " + text("arm", i)) + " (" + text("role", i) + ")",
        text("verdict", i)}];
    ++count.all;
    const std::string& status = text("status", i);
    ++(status == "returned" ? count.returned : status == "lasting" ? count.lasting : count.unknown);
  }
  Markup out;
  if (counts.empty()) return out;
  open_table(
      out, "Did the change last? Of the places that had changed by more than the error",
      {{"Place", false}, {"Verdict", false}, {"Places"}, {"Returned"}, {"Lasting"}, {"Not known"}});
  for (const auto& [key, count] : counts) {
    out.open("tr").element("th", key.first, {{"scope", "row"}}).element("td", key.second);
    for (const long long number : {count.all, count.returned, count.lasting, count.unknown}) {
      out.element("td", std::to_string(number), {{"class", "num"}});
    }
    out.close();
  }
  close_table(out);
  return out.element("p",
                     "Returned: from some later session on no longer beyond the error; lasting: "
                     "still beyond it at the last session; not known: no later session.",
                     {{"class", "fine"}});
}

}  // namespace

Markup course_part(const StudyReport& study, const StudyComparison& comparison) {
  Markup out;
  if (const Table* t = comparison.table("time_course")) {
    const auto& muscles = values_of_column<std::string>(*t, "muscle");
    const std::set<std::string> each(muscles.begin(), muscles.end());
    out.open("div", {{"class", "figures"}});
    for (const Measure& measure : measures_of(*t)) {
      for (const std::string& muscle : each) {
        out.add(course_figure(study, *t, measure, muscle, comparison.option("pre")));
      }
    }
    out.close();
  }
  if (const Table* t = comparison.table("time_to_return")) out.add(returns_table(study, *t));
  return out;
}

}  // namespace stiff
