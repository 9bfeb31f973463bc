#pragma once

#include "stiff/core/estimate.h"
#include "stiff/report/markup.h"
#include "stiff/report/ticks.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// A row of a forest plot: a value with its interval between what it is of and what is known of it.
struct ForestRow {
  std::string label;
  double value = kNaN;
  double low = kNaN;
  double high = kNaN;
  std::string note;  ///< at the right: numbers, or why there is no value
  std::string_view ink = "ink-1";
  bool hollow = false;  ///< so that colour is not all that tells rows apart
};

struct ForestGroup {
  std::string heading;
  std::vector<ForestRow> rows;
};

/// Values with intervals below each other, on one axis, with a line at no change.
struct ForestPlot {
  std::vector<ForestGroup> groups;
  std::string axis_label;
  std::string description;
  std::optional<Range> band;  ///< shaded: a margin, the error of measurement
  double reference = 0;
  double row_px = 24;
  double width_px = 1030;
};

Markup forest_drawing(const ForestPlot& plot);

}  // namespace stiff
