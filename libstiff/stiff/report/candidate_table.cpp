#include "stiff/report/candidate_table.h"

#include "stiff/report/number_words.h"
#include "stiff/report/page_frame.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace stiff {
namespace {

void number(Markup& out, const std::string& text) {
  out.element("td", text, {{"class", "num"}});
}

/// The value, and its interval below it.
void estimate(Markup& out, const Estimate& value, std::string_view units) {
  out.open("td", {{"class", "num"}}).text(with_unit(value_text(value), units));
  if (value.ci_low == value.ci_low) {
    out.single("br").element("span", interval_text(value), {{"class", "fine"}});
  }
  out.close();
}

std::string kind_words(CandidateKind kind) {
  switch (kind) {
    case CandidateKind::nodule:
      return "nodule (compact)";
    case CandidateKind::taut_band:
      return "taut band (long, along the fibres)";
    case CandidateKind::diffuse:
      return "diffuse (neither compact nor a band)";
    case CandidateKind::site:
      return "site (one number, no shape)";
  }
  return "unknown";
}

}  // namespace

Markup candidate_shapes_table(const std::vector<Candidate>& candidates) {
  Markup out;
  const bool shaped = std::any_of(candidates.begin(), candidates.end(),
                                  [](const Candidate& c) { return c.kind != CandidateKind::site; });
  if (!shaped) return out;
  open_table(out, "Where they lie and how large they are",
             {{"No."},
              {"Kind", false},
              {"Lateral (mm)"},
              {"Depth (mm)"},
              {"Upper end (mm)"},
              {"Area (mm\u00B2)"},
              {"Axes (mm)"},
              {"Orientation"},
              {"To the edge (mm)"}});
  for (const Candidate& c : candidates) {
    if (c.kind == CandidateKind::site) continue;
    out.open("tr").element("th", std::to_string(c.number), {{"scope", "row"}, {"class", "num"}});
    out.element("td", kind_words(c.kind));
    number(out, fixed_text(c.centroid_lateral_mm, 1));
    number(out, fixed_text(c.centroid_axial_mm, 1));
    number(out, fixed_text(c.depth_mm, 1));
    number(out, fixed_text(c.area_mm2, 1));
    number(out, fixed_text(c.major_axis_mm, 1) + " \u00D7 " + fixed_text(c.minor_axis_mm, 1));
    number(out, fixed_text(c.orientation_deg, 0) + "\u00B0");
    number(out, fixed_text(c.edge_distance_mm, 1));
    out.close();
  }
  close_table(out);
  out.element("p",
              "Lateral and depth of the centre; to the edge of the field that could be searched. "
              "Area at half height; axes of the ellipse with the same second moments; orientation "
              "of the long axis from lateral (0\u00B0) towards depth.",
              {{"class", "fine"}});
  return out;
}

Markup candidate_stiffness_table(const std::vector<Candidate>& candidates) {
  Markup out;
  const bool sites = std::any_of(candidates.begin(), candidates.end(),
                                 [](const Candidate& c) { return !c.site.empty(); });
  std::vector<TableHeading> headings{{"No."}};
  if (sites) headings.push_back({"Site", false});
  for (const TableHeading& heading :
       {TableHeading{"Mean"}, TableHeading{"Core"}, TableHeading{"Peak"},
        TableHeading{"Expected there"}, TableHeading{"Ratio"}, TableHeading{"Difference"},
        TableHeading{"Score", false}, TableHeading{"z"}, TableHeading{"p"},
        TableHeading{"Quality"}}) {
    headings.push_back(heading);
  }
  open_table(out, "How stiff they are, with 95 % intervals", headings);
  for (const Candidate& c : candidates) {
    out.open("tr").element("th", std::to_string(c.number), {{"scope", "row"}, {"class", "num"}});
    if (sites) out.element("td", c.site);
    for (const Estimate* value : {&c.mean, &c.core, &c.peak, &c.baseline}) {
      estimate(out, *value, c.units);
    }
    estimate(out, c.ratio, "1");
    estimate(out, c.difference, c.units);
    out.element("td", c.score);
    number(out, fixed_text(c.z, 1));
    number(out, p_text(c.p_fwer));
    number(out, fixed_text(c.quality, 2));
    out.close();
  }
  close_table(out);
  out.element("p",
              "Core: the inner half radius, which the edge\u2019s blur reaches least. Peak: the "
              "upper decile. Ratio and difference: mean against what is expected there. p: the "
              "chance that a healthy muscle shows a place like it anywhere in the map.",
              {{"class", "fine"}});
  return out;
}

}  // namespace stiff
