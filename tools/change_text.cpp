#include "tools/change_text.h"

#include "stiff/comparison/paired_change.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <iostream>
#include <map>
#include <string>

namespace stiff::tool {
namespace {

/// Three significant digits; "?" for NaN.
std::string digits(double value) {
  if (std::isnan(value)) return "?";
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

/// " = 0.012", or " < 1e-15" where there are no digits left.
std::string p_text(double p) {
  return p < 1e-15 ? " < 1e-15" : " = " + digits(p);
}

std::string interval(double low, double high, const std::string& units) {
  return "[" + digits(low) + ", " + digits(high) + "]" + (units.empty() ? "" : " " + units);
}

/// "uppertrapezius right" and what else tells it from others.
std::string place(const ComparedKind& kind, const std::string& side) {
  std::string text = kind.muscle.empty() ? "(no muscle)" : kind.muscle;
  for (const std::string* word : {&side, &kind.state, &kind.posture, &kind.probe_direction}) {
    if (!word->empty()) text += " " + *word;
  }
  return text;
}

std::string contrast_text(const ChangeSample& sample) {
  std::string text = sample.kind.quantity + " (" + sample.kind.method + "), " +
                     place(sample.kind, sample.side) + ", ";
  switch (sample.contrast) {
    case ContrastKind::change:
      return text + "arm " + sample.arm;
    case ContrastKind::between_sides:
      return text + "less " + sample.versus + ", arm " + sample.arm;
    case ContrastKind::between_arms:
      break;
  }
  return text + "arm " + sample.arm + " less " + sample.versus;
}

/// The row that is printed of a contrast.
bool is_shown(const ChangeRow& row) {
  const bool has_logs = !row.sample->logs.empty();
  const bool is_main = row.interval == "t" || row.interval == "welch";
  if (row.estimator.starts_with("tost_")) return true;
  return is_main && row.estimator == (has_logs ? "percent_change" : "mean_difference");
}

void print_row(std::ostream& out, const ChangeRow& row) {
  const TestedEstimate& e = row.estimate;
  const std::string sign = row.units == "%" ? " %" : " " + row.units;
  out << contrast_text(*row.sample) << ": ";
  if (row.estimator.starts_with("tost_")) {
    out << "within " << interval(row.margin_low, row.margin_high, row.units) << ": p" << p_text(e.p)
        << ", 90 % interval " << interval(e.ci_low, e.ci_high, row.units) << "\n";
    return;
  }
  if (e.reason != Reason::none) {
    out << "no value (" << to_string(e.reason) << ")\n";
    return;
  }
  out << digits(e.value) << sign << " " << interval(e.ci_low, e.ci_high, "") << ", p" << p_text(e.p)
      << ", Holm" << p_text(row.p_holm) << ", " << e.n << " people"
      << (row.sample->note.empty() ? "" : "; " + row.sample->note) << "\n";
}

void print_error(std::ostream& out, const ComparedKind& kind, const KindError& error,
                 ChangeScale scale) {
  const bool has_logs = scale == ChangeScale::log && error.log.reason == Reason::none;
  const BetweenSessionError& used = has_logs ? error.log : error.linear;
  if (used.reason != Reason::none) return;
  const std::string units = has_logs ? "%" : kind.units;
  const auto shown = [&](double x) { return has_logs ? percent_of_log(x) : x; };
  out << "MDC95 of " << kind.quantity << " (" << kind.method << "), " << place(kind, "") << ": "
      << digits(shown(used.mdc)) << " "
      << interval(shown(used.mdc_low), shown(used.mdc_high), units) << ", of " << used.people
      << " people; beyond it without a change " << digits(100 * used.chance_share) << " %\n";
  if (used.shift.p < 0.05) {
    out << "  the controls themselves changed by " << digits(shown(used.shift.value)) << " "
        << interval(shown(used.shift.ci_low), shown(used.shift.ci_high), units)
        << ": compare with them, not with no change\n";
  }
}

/// Both verdicts of a cell.
void print_counts(std::ostream& out, const ResponderCount& lower, const ResponderCount& higher) {
  const bool all_within = lower.count + higher.count == 0;
  if (lower.n == 0 || (lower.is_control && all_within)) return;
  const std::string& quantity = lower.kind.quantity;
  out << quantity << " (" << lower.kind.method << "), " << place(lower.kind, lower.side)
      << (lower.site.empty() ? "" : " " + lower.site) << ", arm " << lower.arm
      << (lower.is_control ? ", control: of " : ": of ") << lower.n << " people";
  for (const ResponderCount* one : {&lower, &higher}) {
    out << (one == &lower ? " " : ", ") << one->count << " " << verdict_word(one->verdict, quantity)
        << " " << interval(100 * one->share.ci_low, 100 * one->share.ci_high, "%");
    if (one->count > 0 && !std::isnan(one->p)) out << " p" << p_text(one->p);
  }
  out << "; by chance " << digits(100 * lower.expected_share) << " % each\n";
}

}  // namespace

void print_left_out(std::span<const DroppedNumber> dropped) {
  constexpr std::size_t kMostLines = 10;
  const std::size_t shown = std::min(kMostLines, dropped.size());
  for (const DroppedNumber& one : dropped.first(shown)) {
    std::cerr << "stiff: not compared: " << dropped_line(one) << "\n";
  }
  if (dropped.size() > shown) {
    std::cerr << "stiff: not compared: " << dropped.size() - shown
              << " more, in the table 'dropped'\n";
  }
}

void print_change(std::ostream& out, std::span<const ChangeRow> rows, const KindErrors& errors,
                  std::span<const ResponderCount> counts, const ControlSource& control,
                  ChangeScale scale) {
  for (const ChangeRow& row : rows) {
    if (is_shown(row)) print_row(out, row);
  }
  if (!control.is_known) {
    out << "no verdict on persons: " << control.text << "\n";
    return;
  }
  out << "controls: " << control.text << "\n";
  for (const auto& [kind, error] : errors) print_error(out, kind, error, scale);
  for (std::size_t i = 0; i + 1 < counts.size(); i += 2) {
    print_counts(out, counts[i], counts[i + 1]);
  }
}

void print_times(std::ostream& out, std::span<const TimeToReturn> times) {
  struct Counts {
    int returned = 0;
    int followed = 0;
    double first = kNaN;
    double last = kNaN;
  };
  std::map<ComparedKind, Counts> kinds;
  for (const TimeToReturn& time : times) {
    if (time.sessions == 0 || time.pair->is_control) continue;
    Counts& counts = kinds[time.pair->kind];
    ++counts.followed;
    if (time.status != "returned") continue;
    ++counts.returned;
    counts.first = std::fmin(counts.first, time.day_high);
    counts.last = std::fmax(counts.last, time.day_high);
  }
  for (const auto& [kind, counts] : kinds) {
    out << kind.quantity << " (" << kind.method << "), " << place(kind, "") << ": "
        << counts.returned << " of " << counts.followed << " that had changed returned";
    if (counts.returned > 0) {
      out << ", seen " << digits(counts.first) << " to " << digits(counts.last)
          << " days after post";
    }
    out << "\n";
  }
}

}  // namespace stiff::tool
