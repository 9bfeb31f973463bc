#include "stiff/report/section_estimates.h"

#include "stiff/report/method_words.h"
#include "stiff/report/number_words.h"
#include "stiff/report/page_frame.h"
#include "stiff/report/quantity_words.h"
#include "stiff/report/reason_words.h"
#include "stiff/result/quantity.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace stiff {
namespace {

using Rows = std::vector<const EstimateRow*>;

void add_row(Markup& out, const EstimateRow& row) {
  const Estimate& number = row.estimate;
  const Quantity& known = quantity(row.quantity);
  out.open("tr", {{"class", row.primary ? "primary" : "other"}});
  out.element("th", quantity_title(row.quantity),
              {{"scope", "row"}, {"title", std::string(known.long_name)}});
  out.element("td", row.roi).element("td", spaced(row.method));
  out.element("td", row.repeat == 0 ? "all" : std::to_string(row.repeat), {{"class", "num"}});
  if (number.has_value()) {
    out.element("td", quantity_value(row.quantity, number), {{"class", "num"}});
    out.element("td", interval_text(number), {{"class", "num"}});
    out.element("td", significant_text(number.std_error, 2), {{"class", "num"}});
  } else {
    out.open("td", {{"colspan", "3"}}).text("no value: ");
    out.text(reason_words(number.reason).brief).close();
  }
  out.element("td", std::to_string(number.n), {{"class", "num"}});
  out.element("td", fixed_text(number.quality, 2), {{"class", "num"}}).close();
}

Markup table(const Rows& rows, const char* caption) {
  Markup out;
  out.open("div", {{"class", "scroll"}}).open("table").element("caption", caption);
  out.open("thead").open("tr");
  for (const char* name : {"Quantity", "Region", "Method"}) {
    out.element("th", name, {{"scope", "col"}});
  }
  for (const char* name : {"Repeat", "Value", "95 % interval", "Standard error", "n", "Quality"}) {
    out.element("th", name, {{"scope", "col"}, {"class", "num"}});
  }
  out.close().close().open("tbody");
  for (const EstimateRow* row : rows) add_row(out, *row);
  return out.close().close().close();
}

/// What the reasons in the table mean, once each.
Markup reasons(const RecordingResult& result) {
  std::map<Reason, bool> there;
  for (const EstimateRow& row : result.estimates) {
    if (row.estimate.reason != Reason::none) there[row.estimate.reason] = true;
  }
  Markup out;
  if (there.empty()) return out;
  out.element("h3", "Why some numbers are missing").open("ul");
  for (const auto& [reason, is] : there) {
    const ReasonWords words = reason_words(reason);
    out.open("li").element("strong", words.brief).text(": " + std::string(words.sentence)).close();
  }
  return out.close();
}

/// What the methods in the table do, once each.
Markup methods(const RecordingResult& result) {
  std::map<std::string, std::string_view> there;
  for (const EstimateRow& row : result.estimates) {
    const std::string_view words = method_words(row.method);
    if (!words.empty()) there[row.method] = words;
  }
  Markup out;
  if (there.empty()) return out;
  out.element("h3", "What the methods do").open("ul");
  for (const auto& [name, words] : there) {
    out.open("li").element("strong", spaced(name)).text(": " + std::string(words)).close();
  }
  return out.close();
}

}  // namespace

Markup estimates_section(const ReportedRecording& recording) {
  const RecordingResult& result = recording.result;
  Rows primary, other;
  for (const EstimateRow* row : leading_rows(result)) primary.push_back(row);
  for (const EstimateRow& row : result.estimates) {
    if (!row.primary) {
      other.push_back(&row);
    } else if (!row.estimate.has_value()) {
      primary.push_back(&row);
    }
  }
  Markup body;
  if (primary.empty() && other.empty()) {
    body.element("p", "There are no numbers.");
    return section("Numbers", body, "numbers");
  }
  if (!primary.empty()) body.add(table(primary, "To quote: one number a quantity"));
  if (!other.empty()) {
    body.add(table(other, "Beside them: other methods, regions, and single repeats"));
  }
  body.add(reasons(result)).add(methods(result));
  return section("Numbers", body, "numbers");
}

}  // namespace stiff
