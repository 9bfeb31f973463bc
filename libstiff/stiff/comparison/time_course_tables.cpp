#include "stiff/comparison/change_samples.h"
#include "stiff/comparison/paired_change.h"
#include "stiff/comparison/tidy_table.h"
#include "stiff/comparison/time_course.h"

#include <deque>
#include <map>
#include <tuple>

namespace stiff {
namespace {

/// One kind, arm and side at one session.
struct CoursePoint {
  const LaterSession* session = nullptr;
  ChangeSample sample;
  TestedEstimate mean;
  TestedEstimate percent;
  std::int64_t places = 0;  ///< with a verdict
  std::int64_t lower = 0;
  std::int64_t higher = 0;
};

std::vector<CoursePoint> points_of(const TimeCourse& course) {
  std::vector<CoursePoint> points;
  for (const LaterSession& later : course.sessions) {
    using Cell = std::tuple<ComparedKind, std::string, std::string>;
    std::map<Cell, std::size_t> cells;
    // Without a control: plain changes alone.
    for (ChangeSample& sample : change_samples(later.pairs, ControlSource{})) {
      if (sample.contrast != ContrastKind::change) continue;
      cells[{sample.kind, sample.arm, sample.side}] = points.size();
      CoursePoint point;
      point.session = &later;
      point.mean = mean_change(sample.changes);
      if (!sample.logs.empty()) point.percent = as_percent(mean_change(sample.logs));
      point.sample = std::move(sample);
      points.push_back(std::move(point));
    }
    for (const Responder& one : later.responders) {
      if (one.verdict == Verdict::none) continue;
      CoursePoint& point =
          points[cells.at({one.pair->kind, one.pair->arm, one.pair->contrast_side})];
      ++point.places;
      point.lower += one.verdict == Verdict::lower ? 1 : 0;
      point.higher += one.verdict == Verdict::higher ? 1 : 0;
    }
  }
  return points;
}

}  // namespace

Table time_course_table(const TimeCourse& course) {
  using P = CoursePoint;
  const std::vector<P> points = points_of(course);
  TidyTable<P> table("time_course", points);
  table.text("session", "session, compared with pre",
             [](const P& p) { return p.session->session; });
  table.real("day", "", "mean day since the first session",
             [](const P& p) { return p.session->day; });
  table.kinds([](const P& p) { return p.sample.kind; });
  table.text("side", "side, or treated and untreated", [](const P& p) { return p.sample.side; });
  table.text("arm", "arm", [](const P& p) { return p.sample.arm; });
  table.whole("n_people", "people", [](const P& p) { return p.mean.n; });
  table.real("mean_difference", "", "mean change since pre, in the row's units",
             [](const P& p) { return p.mean.value; });
  table.real("ci_low", "", "lower end of its 95 % interval",
             [](const P& p) { return p.mean.ci_low; });
  table.real("ci_high", "", "upper end", [](const P& p) { return p.mean.ci_high; });
  table.text("units", "unit of mean_difference", [](const P& p) { return p.sample.kind.units; });
  table.real("percent_change", "%", "change in per cent, on the logarithmic scale",
             [](const P& p) { return p.percent.value; });
  table.real("percent_ci_low", "%", "lower end of its 95 % interval",
             [](const P& p) { return p.percent.ci_low; });
  table.real("percent_ci_high", "%", "upper end", [](const P& p) { return p.percent.ci_high; });
  table.whole("n_verdicts", "places with a verdict", [](const P& p) { return p.places; });
  table.whole("n_lower", "of these beyond the MDC, softer or lower",
              [](const P& p) { return p.lower; });
  table.whole("n_higher", "likewise, stiffer or higher", [](const P& p) { return p.higher; });
  return std::move(table).table();
}

Table time_to_return_table(std::span<const TimeToReturn> times) {
  using T = TimeToReturn;
  TidyTable<T> table("time_to_return", times);
  table.text("participant", "participant", [](const T& t) { return t.pair->participant; });
  table.text("arm", "arm", [](const T& t) { return t.pair->arm; });
  table.kinds([](const T& t) { return t.pair->kind; });
  table.text("side", "side", [](const T& t) { return t.pair->side; });
  table.text("site", "place within the muscle", [](const T& t) { return t.pair->site; });
  table.text("role", "treated or control",
             [](const T& t) { return std::string(t.pair->is_control ? "control" : "treated"); });
  table.text("verdict", "at post",
             [](const T& t) { return verdict_word(t.verdict, t.pair->kind.quantity); });
  table.text("status", "returned, lasting, or no follow-up", [](const T& t) { return t.status; });
  table.text("session", "from which on the change no longer exceeds the MDC",
             [](const T& t) { return t.session; });
  table.real("day_low", "", "days after post of the last session beyond the MDC",
             [](const T& t) { return t.day_low; });
  table.real("day_high", "", "days after post of that session",
             [](const T& t) { return t.day_high; });
  table.whole("n_follow_ups", "sessions with a verdict behind post",
              [](const T& t) { return t.sessions; });
  return std::move(table).table();
}

}  // namespace stiff
