#include "stiff/report/section_summary.h"

#include "stiff/report/number_words.h"
#include "stiff/report/page_frame.h"
#include "stiff/report/quantity_words.h"
#include "stiff/result/identity_fields.h"
#include "stiff/result/quantity.h"

#include <array>
#include <string_view>

namespace stiff {
namespace {

constexpr double kHigh = 0.75;
constexpr double kMiddling = 0.4;
constexpr std::size_t kMostTiles = 6;

Markup who(const RecordingIdentity& identity) {
  constexpr std::array<std::string_view, 3> kElsewhere{"muscle", "side", "site"};
  Markup out;
  out.open("p", {{"class", "who"}});
  bool first = true;
  for (const IdentityField& field : identity_fields()) {
    const std::string& value = identity.*field.member;
    const bool in_title =
        std::find(kElsewhere.begin(), kElsewhere.end(), field.name) != kElsewhere.end();
    if (value.empty() || in_title || field.name.starts_with("source")) continue;
    if (!first) out.text("\u00A0\u00B7 ");
    first = false;
    out.text(spaced(field.name == "recording_id" ? "recording" : field.name) + " ");
    out.element("b", value);
  }
  return out.close();
}

Markup tile(const EstimateRow& row, bool lead) {
  const std::string_view units = quantity(row.quantity).units;
  Markup out;
  out.open("li", {{"class", lead ? "tile lead" : "tile"}});
  out.element("div", quantity_title(row.quantity), {{"class", "what"}});
  out.open("div", {{"class", "value"}}).text(value_text(row.estimate));
  if (const std::string unit = unit_text(units); !unit.empty()) {
    out.text("\u00A0").element("small", unit);
  }
  out.close();
  const std::string interval = interval_text(row.estimate);
  out.element("div",
              row.estimate.ci_low == row.estimate.ci_low ? "95 % interval " + interval
                                                         : std::string("error not known"),
              {{"class", "range"}});
  if (row.estimate.quality == row.estimate.quality) {
    out.element("div", "quality " + quality_words(row.estimate.quality), {{"class", "range"}});
  }
  return out.close();
}

Markup verdict(const ReportedRecording& recording) {
  Markup out;
  const RecordingResult& result = recording.result;
  if (result.status != Status::ok) {
    out.open("div", {{"class", "trouble"}});
    out.open("p").element("strong", result.status == Status::refused
                                        ? "No number: this recording was refused."
                                        : "No number: the computation of this recording failed.");
    out.close().add(note_list(result.message)).close();
  }
  if (!recording.faults.empty()) {
    out.open("div", {{"class", "trouble"}});
    out.open("p").element("strong", "This page is not whole.").close().open("ul");
    for (const std::string& fault : recording.faults) out.element("li", fault);
    out.close().close();
  }
  return out;
}

}  // namespace

std::string quality_words(double quality) {
  if (!(quality == quality)) return "not known";
  const char* word = quality >= kHigh ? "high" : quality >= kMiddling ? "middling" : "low";
  return std::string(word) + " (" + fixed_text(quality, 2) + " of 1)";
}

Markup note_list(const std::string& message) {
  Markup out;
  if (message.empty()) return out;
  out.open("ul");
  std::size_t begin = 0;
  while (begin <= message.size()) {
    const std::size_t end = std::min(message.find("; ", begin), message.size());
    if (end > begin) out.element("li", std::string_view(message).substr(begin, end - begin));
    begin = end + 2;
  }
  return out.close();
}

Markup summary_section(const ReportedRecording& recording) {
  const RecordingResult& result = recording.result;
  Markup out;
  out.open("header").open("h1").text(recording_title(recording) + " ");
  out.add(status_badge(to_string(result.status))).close();
  out.add(who(result.identity)).add(verdict(recording));
  const std::vector<const EstimateRow*> rows = leading_rows(result);
  if (!rows.empty()) {
    out.open("ul", {{"class", "tiles"}});
    std::size_t shown = 0;
    for (const EstimateRow* row : rows) {
      if (is_p_value(row->quantity) || shown == kMostTiles) continue;
      out.add(tile(*row, shown++ == 0));
    }
    out.close();
  }
  if (result.status == Status::ok && !result.message.empty()) {
    out.open("div", {{"class", "notice"}}).element("p", "What to know of it:");
    out.add(note_list(result.message)).close();
  }
  return out.close();
}

}  // namespace stiff
