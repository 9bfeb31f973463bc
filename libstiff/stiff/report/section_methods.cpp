#include "stiff/report/section_methods.h"

#include "stiff/report/page_frame.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace stiff {
namespace {

bool is_default(const PageMethods& methods, const std::string& name) {
  return std::find(methods.defaulted.begin(), methods.defaulted.end(), name) !=
         methods.defaulted.end();
}

Markup options_list(const PageMethods& methods, bool defaults) {
  Markup out;
  out.open("ul", {{"class", "columns"}});
  for (const auto& [name, value] : methods.options) {
    if (is_default(methods, name) != defaults) continue;
    out.element("li", name + " = " + (value.empty() ? "(empty)" : value));
  }
  return out.close();
}

}  // namespace

Markup reference_list(const std::vector<std::string>& references) {
  Markup out;
  if (references.empty()) return out;
  const std::set<std::string> each(references.begin(), references.end());
  out.open("ol", {{"class", "references"}});
  for (const std::string& reference : each) out.element("li", reference);
  return out.close();
}

Markup methods_part(const PageMethods& methods) {
  Markup out;
  out.open("p").text("Computed by stiff " + (methods.version.empty()
                                                 ? std::string("of an unknown version")
                                                 : methods.version));
  if (!methods.history.empty()) out.text(" with ").element("code", methods.history);
  out.text(".").close();
  const auto changed =
      std::count_if(methods.options.begin(), methods.options.end(),
                    [&](const auto& option) { return !is_default(methods, option.first); });
  const auto all = static_cast<std::ptrdiff_t>(methods.options.size());
  if (changed > 0) {
    out.element("h3", "Options that were set").add(options_list(methods, false));
  }
  if (changed < all) {
    out.element("h3", "Options at their defaults").add(options_list(methods, true));
  }
  return out;
}

Markup methods_section(const ReportedRecording& recording) {
  Markup body;
  std::vector<std::string> references = recording.methods.references;
  if (recording.methods.empty()) {
    body.element("p", "The file of this recording does not say how its numbers were made.");
  } else {
    body.add(methods_part(recording.methods));
  }
  if (!recording.flagging.empty()) {
    body.element("h3", "Candidates").add(methods_part(recording.flagging));
    references.insert(references.end(), recording.flagging.references.begin(),
                      recording.flagging.references.end());
  }
  if (!references.empty()) {
    body.element("h3", "References").add(reference_list(references));
  }
  const RecordingIdentity& identity = recording.result.identity;
  body.element("h3", "Files");
  body.open("ul", {{"class", "sums"}});
  if (!identity.source.empty()) {
    body.element("li",
                 "recording " + identity.source +
                     (identity.source_sha256.empty() ? "" : ", SHA-256 " + identity.source_sha256));
  }
  for (const PageMethods* methods : {&recording.methods, &recording.flagging}) {
    for (const auto& [path, sum] : methods->input_sha256) {
      body.element("li", path + ", SHA-256 " + sum);
    }
  }
  body.close();
  return section("Methods", body, "methods");
}

}  // namespace stiff
