#include "stiff/report/index_page.h"

#include "stiff/report/number_words.h"
#include "stiff/report/page_frame.h"
#include "stiff/report/quantity_words.h"
#include "stiff/report/reason_words.h"
#include "stiff/report/section_methods.h"
#include "stiff/report/thinned_path.h"
#include "stiff/report/ticks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>

namespace stiff {
namespace {

constexpr std::size_t kMostNumbers = 2;  ///< a row
constexpr double kStrip_px = 150;
constexpr double kStripHeight_px = 16;

struct Part {
  const char* heading;
  std::string RecordingIdentity::*member;
};

constexpr std::array<Part, 6> kParts{{{"Participant", &RecordingIdentity::participant},
                                      {"Session", &RecordingIdentity::session},
                                      {"Muscle", &RecordingIdentity::muscle},
                                      {"Side", &RecordingIdentity::side},
                                      {"Site", &RecordingIdentity::site},
                                      {"Run", &RecordingIdentity::run}}};

/// The parts of the identity that any recording says.
std::vector<Part> said_parts(const ReportIndex& index) {
  std::vector<Part> parts;
  for (const Part& part : kParts) {
    const bool said = std::any_of(index.rows.begin(), index.rows.end(), [&](const IndexRow& row) {
      return !(row.result.identity.*part.member).empty();
    });
    if (said) parts.push_back(part);
  }
  return parts;
}

bool any_flagged(const ReportIndex& index) {
  return std::any_of(index.rows.begin(), index.rows.end(),
                     [](const IndexRow& row) { return !row.flagged.empty(); });
}

Markup counts(const ReportIndex& index) {
  std::map<Status, long long> count;
  // By status and reason: how many recordings have it.
  std::map<std::pair<Status, std::string>, long long> why;
  for (const IndexRow& row : index.rows) {
    const Status status = row.result.status;
    ++count[status];
    if (status == Status::ok) continue;
    std::set<std::string> reasons;
    for (const EstimateRow& estimate : row.result.estimates) {
      if (estimate.primary && !estimate.estimate.has_value()) {
        reasons.insert(std::string(reason_words(estimate.estimate.reason).brief));
      }
    }
    if (reasons.empty()) reasons.insert("the message says why");
    for (const std::string& reason : reasons) ++why[{status, reason}];
  }
  Markup out;
  out.open("p").element("strong",
                        counted_text(static_cast<long long>(index.rows.size()), "recording"));
  out.text(": " + std::to_string(count[Status::ok]) + " ok, " +
           std::to_string(count[Status::refused]) + " refused, " +
           std::to_string(count[Status::failed]) + " failed.");
  out.close();
  if (why.empty()) return out;
  out.open("ul");
  for (const auto& [key, number] : why) {
    out.element("li", std::string(to_string(key.first)) + ": " + key.second + " (" +
                          std::to_string(number) + ")");
  }
  return out.close();
}

Markup found_text(const ReportIndex& index) {
  long long found = 0, recordings = 0;
  double expected = 0;
  for (const IndexRow& row : index.rows) {
    for (const FlaggedRecording& flagged : row.flagged) {
      if (flagged.status != Status::ok) continue;
      ++recordings;
      found += flagged.found;
      if (std::isfinite(flagged.expected)) expected += flagged.expected;
    }
  }
  Markup out;
  if (recordings == 0) return out;
  out.open("p").element("strong", counted_text(found, "candidate") + " found");
  return out
      .text(" in " + counted_text(recordings, "recording") + "; in healthy muscles like these " +
            significant_text(expected, 2) + " would be found on average.")
      .close();
}

void numbers_cell(Markup& out, const IndexRow& row) {
  out.open("td");
  const std::vector<const EstimateRow*> leading = leading_rows(row.result);
  if (leading.empty()) out.text(row.result.message);
  for (std::size_t i = 0; i < std::min(leading.size(), kMostNumbers); ++i) {
    const EstimateRow& estimate = *leading[i];
    out.open("div", {{"class", "number"}});
    out.element("span", quantity_title(estimate.quantity) + " ", {{"class", "fine"}});
    out.element("strong", quantity_value(estimate.quantity, estimate.estimate));
    if (estimate.estimate.ci_low == estimate.estimate.ci_low) {
      out.text(" (" + interval_text(estimate.estimate) + ")");
    }
    out.close();
  }
  out.close();
}

/// For each leading quantity, the range that holds all recordings' intervals.
std::map<std::string, RangeOf> leading_ranges(const ReportIndex& index) {
  std::map<std::string, RangeOf> ranges;
  for (const IndexRow& row : index.rows) {
    const std::vector<const EstimateRow*> leading = leading_rows(row.result);
    if (leading.empty()) continue;
    const Estimate& number = leading.front()->estimate;
    RangeOf& range = ranges[leading.front()->quantity];
    for (const double end : {number.value, number.ci_low, number.ci_high}) range.add(end);
  }
  return ranges;
}

/// The leading number and its interval as a dot on a line, among those of all recordings.
void strip_cell(Markup& out, const IndexRow& row, const std::map<std::string, RangeOf>& ranges) {
  const std::vector<const EstimateRow*> leading = leading_rows(row.result);
  out.open("td");
  if (!leading.empty()) {
    const Estimate& number = leading.front()->estimate;
    const Range range = ranges.at(leading.front()->quantity).range(0.05);
    const auto x = [&](double value) {
      return px_text(kStrip_px * (value - range.low) / (range.high - range.low));
    };
    const std::string middle = px_text(kStripHeight_px / 2), width = px_text(kStrip_px);
    const auto line = [&](const std::string& from, const std::string& to, const char* kind,
                          const char* thickness) {
      out.single("line", {{"x1", from},
                          {"x2", to},
                          {"y1", middle},
                          {"y2", middle},
                          {"class", kind},
                          {"stroke-width", thickness}});
    };
    out.open("svg", {{"class", "strip"},
                     {"width", width},
                     {"height", px_text(kStripHeight_px)},
                     {"viewBox", "0 0 " + width + " " + px_text(kStripHeight_px)},
                     {"aria-hidden", "true"}});
    line("0", width, "grid", "1");
    if (number.ci_low == number.ci_low && number.ci_high == number.ci_high) {
      line(x(number.ci_low), x(number.ci_high), "line ink-1", "2");
    }
    out.open("g", {{"class", "dots ink-1"}});
    out.single("circle", {{"cx", x(number.value)}, {"cy", middle}, {"r", "4"}});
    out.close().close();
  }
  out.close();
}

void candidates_cell(Markup& out, const IndexRow& row) {
  out.open("td", {{"class", "plain"}});
  for (const FlaggedRecording& flagged : row.flagged) {
    out.open("div");
    if (flagged.status != Status::ok) {
      out.text("not flagged");
    } else {
      out.element("strong", std::to_string(flagged.found));
      if (std::isfinite(flagged.expected)) {
        out.text(" (" + significant_text(flagged.expected, 2) + " expected)");
      }
    }
    out.close();
  }
  out.close();
}

Markup recordings_table(const ReportIndex& index) {
  const std::vector<Part> parts = said_parts(index);
  const bool flagged = any_flagged(index);
  const std::map<std::string, RangeOf> ranges = leading_ranges(index);
  Markup out;
  out.open("div", {{"class", "scroll"}}).open("table").open("thead").open("tr");
  out.element("th", "Recording", {{"scope", "col"}});
  for (const Part& part : parts) out.element("th", part.heading, {{"scope", "col"}});
  out.element("th", "Status", {{"scope", "col"}});
  out.element("th", "Numbers to quote, with 95 % interval", {{"scope", "col"}});
  out.element("th", "Among all recordings", {{"scope", "col"}});
  if (flagged) out.element("th", "Candidates", {{"scope", "col"}});
  out.close().close().open("tbody");
  for (const IndexRow& row : index.rows) {
    out.open("tr").open("th", {{"scope", "row"}});
    out.element("a", row.result.identity.recording_id, {{"href", link_text(row.page)}}).close();
    for (const Part& part : parts) out.element("td", row.result.identity.*part.member);
    out.open("td").add(status_badge(to_string(row.result.status)));
    if (!row.whole) out.single("br").element("span", "page not whole", {{"class", "fine"}});
    out.close();
    numbers_cell(out, row);
    strip_cell(out, row, ranges);
    if (flagged) candidates_cell(out, row);
    out.close();
  }
  return out.close().close().close();
}

}  // namespace

std::string index_page(const ReportIndex& index) {
  Markup body;
  body.open("header").element("h1", "Muscle stiffness: report").close();
  body.element("p", kNoDiagnosis, {{"class", "notice"}});
  for (const std::string& note : index.notes) {
    body.open("div", {{"class", "trouble"}}).element("p", capitalised(note) + ".").close();
  }
  if (index.has_study_page) {
    body.open("p").element("a", "Before and after: the study\u2019s comparisons",
                           {{"href", "study.html"}});
    body.close();
  }
  body.add(counts(index)).add(found_text(index));
  body.add(section("Recordings", recordings_table(index)));
  Markup methods;
  methods.add(methods_part(index.methods));
  std::vector<std::string> references = index.methods.references;
  if (!index.flagging.empty()) {
    methods.element("h3", "Candidates").add(methods_part(index.flagging));
    references.insert(references.end(), index.flagging.references.begin(),
                      index.flagging.references.end());
  }
  if (!references.empty()) methods.element("h3", "References").add(reference_list(references));
  body.add(section("Methods", methods));
  return page_text("Muscle stiffness: report", body, PageWidth::table);
}

}  // namespace stiff
