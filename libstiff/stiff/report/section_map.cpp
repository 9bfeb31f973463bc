#include "stiff/report/section_map.h"

#include "stiff/report/field_figure.h"
#include "stiff/report/number_words.h"
#include "stiff/report/page_frame.h"
#include "stiff/report/pixel_outline.h"
#include "stiff/report/quantity_words.h"
#include "stiff/report/reason_words.h"
#include "stiff/result/quantity.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace stiff {
namespace {

constexpr double kMillimetres = 1e3;
constexpr double kMap_px = 610;
constexpr double kSmall_px = 385;
constexpr float kDarkest_db = -50;

std::string name_and_unit(const std::string& name) {
  const std::string unit = unit_text(quantity(name).units);
  return quantity_title(name) + (unit.empty() ? "" : " (" + unit + ")");
}

std::string extent_text(const Maps& maps) {
  const auto across = [](const Axis& axis) {
    return fixed_text(std::abs(axis.step) * static_cast<double>(axis.size) * kMillimetres, 0);
  };
  return across(maps.lateral_m) + " mm wide, " + across(maps.axial_m) + " mm deep";
}

std::string spread_text(const Picture<float>& field, std::string_view units) {
  constexpr double kShares[] = {0.05, 0.5, 0.95};
  const std::vector<double> at = field_centiles(field, kShares);
  if (at.empty()) return "no pixel has a value";
  return "median " + with_unit(significant_text(at[1], 3), units) + ", nine of ten pixels from " +
         significant_text(at[0], 3) + " to " + with_unit(significant_text(at[2], 3), units);
}

std::vector<BarMark> bar_marks(const ReportedRecording& recording, const std::string& quantity) {
  std::vector<BarMark> marks;
  for (const FlaggedRecording& flagged : recording.flagged) {
    if (flagged.quantity == quantity && std::isfinite(flagged.baseline)) {
      marks.push_back({flagged.baseline, "healthy"});
    }
    if (flagged.quantity == quantity && std::isfinite(flagged.upper_limit)) {
      marks.push_back({flagged.upper_limit, "limit"});
    }
  }
  for (const Candidate& candidate : recording.candidates) {
    if (candidate.quantity == quantity && candidate.core.has_value()) {
      marks.push_back({candidate.core.value, "no. " + std::to_string(candidate.number)});
    }
  }
  return marks;
}

Markup value_figure(const ReportedRecording& recording, const QuantityMap& map) {
  const Maps& maps = *recording.maps;
  const std::string label = name_and_unit(map.quantity);
  const std::string_view units = quantity(map.quantity).units;
  const std::size_t found = recording.candidates.size();
  const std::string spread = spread_text(map.value, units);
  FieldFigure field{.field = map.value, .lateral_m = maps.lateral_m, .axial_m = maps.axial_m};
  field.range = range_of_most(map.value);
  field.label = label;
  field.description =
      "Map of " + label + ", " + extent_text(maps) + ": " + spread +
      (found == 0 ? "."
                  : "; " + counted_text(static_cast<long long>(found), "candidate") +
                        " outlined and numbered.");
  field.width_px = kMap_px;
  field.marks = bar_marks(recording, map.quantity);
  Plot plot = field_plot(field);
  outline_candidates(plot, recording);
  return figure(
      label, plot,
      capitalised(spread) + "." +
          (map.attributes_note.empty() ? "" : " " + capitalised(map.attributes_note) + ".") +
          " Grey: no value (see below)." + (found == 0 ? "" : " Outlined: candidates, by number."));
}

Markup error_figure(const ReportedRecording& recording, const QuantityMap& map) {
  const Maps& maps = *recording.maps;
  const std::string_view units = quantity(map.quantity).units;
  const std::string label =
      "Standard error" + (unit_text(units).empty() ? "" : " (" + unit_text(units) + ")");
  const std::string spread = spread_text(map.std_error, units);
  FieldFigure field{.field = map.std_error, .lateral_m = maps.lateral_m, .axial_m = maps.axial_m};
  field.map = ColourMap::cividis;
  field.range = range_of_most(map.std_error);
  field.range.low = 0;
  field.label = label;
  field.description = "Map of the standard error of each pixel: " + spread + ".";
  field.width_px = kSmall_px;
  field.height_px = 330;
  Plot plot = field_plot(field);
  outline_candidates(plot, recording);
  return figure(label, plot, capitalised(spread) + ".");
}

Markup bmode_figure(const ReportedRecording& recording) {
  const Maps& maps = *recording.maps;
  FieldFigure field{.field = maps.bmode, .lateral_m = maps.lateral_m, .axial_m = maps.axial_m};
  field.map = ColourMap::grey;
  field.range = {static_cast<double>(kDarkest_db), 0};
  field.label = "B-mode (dB)";
  field.description = "B-mode picture of the same field, " + extent_text(maps) + ".";
  field.width_px = kSmall_px;
  field.height_px = 330;
  Plot plot = field_plot(field);
  outline_candidates(plot, recording);
  return figure("B-mode", plot, "The echo of the same field, for orientation.");
}

Markup reason_table(const Maps& maps) {
  std::map<Reason, Index> counts;
  for (Index i = 0; i < maps.reason.size(); ++i) {
    ++counts[static_cast<Reason>(maps.reason.data()[i])];
  }
  const double all = static_cast<double>(maps.reason.size());
  std::vector<std::pair<Reason, Index>> ordered(counts.begin(), counts.end());
  std::stable_sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
    return (a.first == Reason::none) != (b.first == Reason::none) ? a.first == Reason::none
                                                                  : a.second > b.second;
  });
  const double valid = static_cast<double>(counts[Reason::none]) / all;
  Markup out;
  out.open("p").text(percent_text(valid) + " of the pixels have a value. ");
  if (valid < 1) {
    out.element("span", "", {{"class", "swatch"}, {"aria-hidden", "true"}});
    out.text(" Grey pixels have none, each for a reason:");
  }
  out.close();
  if (!(valid < 1)) return out;
  out.open("div", {{"class", "scroll"}}).open("table").open("thead").open("tr");
  for (const char* name : {"Share", "Reason", "What it means"}) {
    out.element("th", name, {{"scope", "col"}});
  }
  out.close().close().open("tbody");
  for (const auto& [reason, count] : ordered) {
    if (reason == Reason::none || count == 0) continue;
    const double share = static_cast<double>(count) / all;
    const ReasonWords words = reason_words(reason);
    out.open("tr").open("td", {{"class", "plain"}}).text(percent_text(share) + " ");
    out.open("span", {{"class", "share"},
                      {"style", "width:" + fixed_text(120 * share, 0) + "px"},
                      {"aria-hidden", "true"}});
    out.close().close();
    out.element("th", words.brief, {{"scope", "row"}}).element("td", words.sentence).close();
  }
  return out.close().close().close();
}

}  // namespace

void outline_candidates(Plot& plot, const ReportedRecording& recording) {
  if (!recording.scores) return;
  const CandidateMap& scores = *recording.scores;
  const double dx = scores.lateral_m.step * kMillimetres, dz = scores.axial_m.step * kMillimetres;
  const double x0 = scores.lateral_m.first * kMillimetres - 0.5 * dx;
  const double z0 = scores.axial_m.first * kMillimetres - 0.5 * dz;
  for (const Candidate& candidate : recording.candidates) {
    const auto paths = pixel_outline(scores.label, candidate.number);
    if (paths.empty()) continue;
    plot.outline(paths, x0, dx, z0, dz);
    PixelCorner corner = paths[0][0];
    for (const auto& path : paths) {
      for (const PixelCorner& at : path) {
        if (at.column - at.row > corner.column - corner.row) corner = at;
      }
    }
    plot.badge(x0 + dx * static_cast<double>(corner.column),
               z0 + dz * static_cast<double>(corner.row), 8, -8, std::to_string(candidate.number));
  }
}

const QuantityMap* shown_map(const Maps& maps) {
  for (const char* first : {"shear_modulus", "young_modulus"}) {
    for (const QuantityMap& map : maps.quantities) {
      if (map.quantity == first && map.value.size() > 0) return &map;
    }
  }
  for (const QuantityMap& map : maps.quantities) {
    if (map.value.size() > 0) return &map;
  }
  return nullptr;
}

Markup map_section(const ReportedRecording& recording) {
  const Maps& maps = *recording.maps;
  const QuantityMap* map = shown_map(maps);
  Markup body;
  body.open("div", {{"class", "figures"}});
  if (map != nullptr) body.add(value_figure(recording, *map));
  body.open("div", {{"class", "stack"}});
  if (map != nullptr && map->std_error.size() > 0) body.add(error_figure(recording, *map));
  if (maps.bmode.size() > 0) body.add(bmode_figure(recording));
  body.close().close();
  if (maps.reason.size() > 0) body.add(reason_table(maps));
  return section("Map", body, "map");
}

}  // namespace stiff
