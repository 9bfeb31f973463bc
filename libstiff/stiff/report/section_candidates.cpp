#include "stiff/report/section_candidates.h"

#include "stiff/report/candidate_table.h"
#include "stiff/report/field_figure.h"
#include "stiff/report/number_words.h"
#include "stiff/report/page_frame.h"
#include "stiff/report/section_map.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

namespace stiff {
namespace {

constexpr double kScore_px = 330;
constexpr double kLeastScore = 4;  ///< the colours of z reach at least so far

std::string score_words(const std::string& score) {
  if (score == "own") return "the muscle\u2019s own field";
  if (score == "side") return "the other side";
  if (score == "healthy") return "the healthy baseline";
  if (score == "any") return "any of the three, with the error held over all";
  return score;
}

std::string verdict_words(const FlaggedRecording& flagged) {
  std::string text = flagged.found == 0 ? "No candidate" : counted_text(flagged.found, "candidate");
  text += " found in the " + spaced(flagged.quantity) + ".";
  if (std::isfinite(flagged.expected)) {
    text += " In a healthy muscle like this one " + significant_text(flagged.expected, 2) +
            " would be found on average.";
  }
  return text;
}

Markup score_row(const char* name, const char* what, double z, bool declared) {
  Markup row;
  row.open("tr").element("th", name, {{"scope", "row"}}).element("td", what);
  row.element("td", std::isfinite(z) ? fixed_text(z, 1) : "not there", {{"class", "num"}});
  return row.element("td", declared ? "this one flags" : "for comparison").close();
}

Markup scores_table(const FlaggedRecording& flagged) {
  const auto declared = [&](const char* name) {
    return flagged.score == name || flagged.score == "any";
  };
  Markup out;
  out.open("div", {{"class", "scroll"}}).open("table");
  out.element("caption", "How far the stiffest place stands out, by each of the three scores");
  out.open("thead").open("tr").element("th", "Score", {{"scope", "col"}});
  out.element("th", "Compared with", {{"scope", "col"}});
  out.element("th", "Largest z", {{"scope", "col"}, {"class", "num"}});
  out.element("th", "Role", {{"scope", "col"}}).close().close().open("tbody");
  out.add(score_row("own", "the muscle round the place", flagged.z_max_own, declared("own")));
  out.add(
      score_row("side", "the same muscle on the other side", flagged.z_max_side, declared("side")));
  out.add(score_row("healthy", "healthy people", flagged.z_max_healthy, declared("healthy")));
  return out.close().close().close();
}

Markup numbers_list(const FlaggedRecording& flagged, bool has_map) {
  Markup out;
  out.open("ul");
  const auto item = [&](const std::string& text) { out.element("li", text); };
  item("Judged against " + score_words(flagged.score) +
       ". The smallest chance that healthy muscle shows the like anywhere in " +
       (has_map ? "the map" : "the sites") + ": p\u00A0" + p_relation(flagged.p_fwer) + ".");
  const std::string median = std::string(has_map ? "Median of this muscle " : "This place ") +
                             with_unit(significant_text(flagged.median, 3), flagged.units);
  if (std::isfinite(flagged.median) && std::isfinite(flagged.baseline)) {
    item(median + "; healthy people " +
         with_unit(significant_text(flagged.baseline, 3), flagged.units) +
         (flagged.people > 0 ? " (baseline of " + std::to_string(flagged.people) +
                                   (flagged.people == 1 ? " person)" : " people)")
                             : "") +
         (std::isfinite(flagged.upper_limit)
              ? "; healthy upper limit of a " + std::string(has_map ? "pixel " : "value ") +
                    with_unit(significant_text(flagged.upper_limit, 3), flagged.units)
              : "") +
         ".");
  } else if (std::isfinite(flagged.median)) {
    item(median + "; no healthy baseline to compare it with.");
  }
  if (std::isfinite(flagged.heterogeneity_index)) {
    item("Heterogeneity index: " + percent_text(flagged.heterogeneity_index) +
         " of the muscle lies above the healthy upper limit" +
         (std::isfinite(flagged.healthy_share)
              ? "; in healthy muscle " + percent_text(flagged.healthy_share) + " on average."
              : "."));
  }
  if (std::isfinite(flagged.valid_area_mm2)) {
    item("Area that could be searched: " + with_unit(fixed_text(flagged.valid_area_mm2, 0), "mm2") +
         ".");
  }
  return out.close();
}

Markup score_figure(const ReportedRecording& recording, const Picture<float>& z,
                    const std::string& name) {
  RangeOf extent;
  for (Index i = 0; i < z.size(); ++i) extent.add(std::abs(static_cast<double>(z.data()[i])));
  const double most =
      std::clamp(std::ceil(extent.empty() ? 0 : extent.range().high), kLeastScore, 12.0);
  const CandidateMap& scores = *recording.scores;
  FieldFigure field{.field = z, .lateral_m = scores.lateral_m, .axial_m = scores.axial_m};
  field.map = ColourMap::diverging;
  field.range = {-most, most};
  field.label = "z";
  field.description = "Map of the score against " + name + ", z from " + fixed_text(-most, 0) +
                      " to " + fixed_text(most, 0) + "; red is stiffer than expected.";
  field.width_px = kScore_px;
  field.height_px = 330;
  Plot plot = field_plot(field);
  outline_candidates(plot, recording);
  return figure("Against " + name, plot);
}

Markup score_maps(const ReportedRecording& recording) {
  Markup out;
  if (!recording.scores) return out;
  out.element("h3", "The three scores, pixel by pixel");
  out.element("p", "Red: stiffer than expected; blue: softer; grey: not scored.",
              {{"class", "fine"}});
  out.open("div", {{"class", "figures"}});
  const CandidateMap& scores = *recording.scores;
  if (scores.z_own.size() > 0) {
    out.add(score_figure(recording, scores.z_own, "the muscle\u2019s own field"));
  }
  if (scores.z_side.size() > 0) {
    out.add(score_figure(recording, scores.z_side, "the other side"));
  }
  if (scores.z_healthy.size() > 0) {
    out.add(score_figure(recording, scores.z_healthy, "healthy people"));
  }
  return out.close();
}

Markup referrals(const ReportedRecording& recording) {
  std::set<std::string> texts;
  for (const Candidate& candidate : recording.candidates) {
    if (!candidate.referral.empty()) texts.insert(candidate.referral);
  }
  Markup out;
  for (const std::string& text : texts) {
    out.open("p").element("strong", "Where trigger points of this muscle are known to be felt: ");
    out.text(text).close();
  }
  return out;
}

}  // namespace

Markup candidates_section(const ReportedRecording& recording) {
  Markup body;
  if (recording.flagged.empty()) {
    body.open("p").text("Nobody has looked for candidates in this recording: run ");
    body.element("code", "stiff flag").text(" on the results, then ");
    body.element("code", "stiff report").text(" again.").close();
    return section("Candidates", body, "candidates");
  }
  body.element("p", kNoDiagnosis, {{"class", "notice"}});
  for (const FlaggedRecording& flagged : recording.flagged) {
    if (flagged.status != Status::ok) {
      body.open("div", {{"class", "trouble"}});
      body.element("p", "Not flagged: " + flagged.message).close();
      continue;
    }
    body.open("p").element("strong", verdict_words(flagged)).close();
    if (!flagged.message.empty()) body.element("p", capitalised(flagged.message) + ".");
    body.add(numbers_list(flagged, recording.maps.has_value())).add(scores_table(flagged));
  }
  if (!recording.candidates.empty()) {
    body.add(candidate_shapes_table(recording.candidates));
    body.add(candidate_stiffness_table(recording.candidates));
    body.add(referrals(recording));
  }
  body.add(score_maps(recording));
  return section("Candidates", body, "candidates");
}

}  // namespace stiff
