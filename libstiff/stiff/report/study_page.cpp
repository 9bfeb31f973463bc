#include "stiff/report/study_page.h"

#include "stiff/core/error.h"
#include "stiff/report/page_frame.h"
#include "stiff/report/section_methods.h"
#include "stiff/report/study_sections.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace stiff {
namespace {

using Part = Markup (*)(const StudyReport&, const StudyComparison&);

/// What a comparison is, by the table that it has, in the order of the page.
struct Kind {
  const char* table;
  const char* heading;
  const char* usual_name;
};

constexpr std::array<Kind, 4> kKinds{{{"changes", "Change", "change"},
                                      {"models", "Mixed models", "model"},
                                      {"reliability", "Reliability", "reliability"},
                                      {"links", "Stiffness and outcomes", "link"}}};

std::size_t kind_of(const StudyComparison& comparison) {
  return static_cast<std::size_t>(
      std::find_if(kKinds.begin(), kKinds.end(),
                   [&](const Kind& kind) { return comparison.table(kind.table) != nullptr; }) -
      kKinds.begin());
}

std::string heading_of(const StudyComparison& comparison) {
  const std::size_t kind = kind_of(comparison);
  if (kind == kKinds.size()) return comparison.name;
  const std::string heading = kKinds[kind].heading;
  return comparison.name == kKinds[kind].usual_name ? heading : heading + ": " + comparison.name;
}

std::vector<const StudyComparison*> in_order(const StudyReport& study) {
  std::vector<const StudyComparison*> ordered;
  for (const StudyComparison& comparison : study.comparisons) ordered.push_back(&comparison);
  std::stable_sort(
      ordered.begin(), ordered.end(),
      [](const StudyComparison* a, const StudyComparison* b) { return kind_of(*a) < kind_of(*b); });
  return ordered;
}

Markup comparison_section(const StudyReport& study, const StudyComparison& comparison,
                          Citations& citations, Markup& methods) {
  constexpr std::array<Part, 6> kParts{changes_part,     responders_part, course_part,
                                       reliability_part, models_part,     links_part};
  Markup body;
  for (const Part part : kParts) body.add(part(study, comparison));
  if (body.str().empty()) body.element("p", "This comparison has no table that this page shows.");
  Markup text = methods_text(study, comparison, citations);
  methods.element("h3", heading_of(comparison)).add(text).add(methods_part(comparison.methods));
  return section(heading_of(comparison), body);
}

Markup trouble(const std::string& line) {
  Markup out;
  return out.open("div", {{"class", "trouble"}}).element("p", line).close();
}

}  // namespace

StudyPage study_page(const StudyReport& study) {
  StudyPage page;
  Markup body, sections, methods, headlines;
  Citations citations;
  const std::vector<const StudyComparison*> ordered = in_order(study);
  for (const StudyComparison* comparison : ordered) citations.add(comparison->methods);
  for (const StudyComparison* one : ordered) {
    const StudyComparison& comparison = *one;
    try {
      Markup of_this;
      sections.add(comparison_section(study, comparison, citations, of_this));
      methods.add(of_this);
      headlines.add(headline_part(study, comparison));
    } catch (const Error& error) {
      page.faults.push_back(comparison.name + ": " + error.what());
      sections.add(trouble(page.faults.back()));
    }
  }
  body.open("nav").element("a", "All recordings", {{"href", "index.html"}}).close();
  body.open("header").element("h1", "Before and after: the study").close();
  body.element("p", kNoDiagnosis, {{"class", "notice"}});
  for (const std::string& fault : study.faults) body.add(trouble(fault));
  if (!headlines.str().empty()) body.add(section("In short", headlines));
  body.add(sections);
  Markup references = citations.list();
  if (!references.str().empty()) methods.element("h3", "References").add(references);
  body.add(section("Methods", methods));
  page.html = page_text("Before and after: the study", body);
  return page;
}

}  // namespace stiff
