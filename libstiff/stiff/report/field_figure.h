#pragma once

#include "stiff/core/cube.h"
#include "stiff/report/colour_map.h"
#include "stiff/report/plot.h"
#include "stiff/report/ticks.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace stiff {

/// Each pixel as an index into a palette of `palette_of`: the range's ends are the map's, what lies
/// beyond has the end's colour, NaN has `kNoValueIndex`.
Picture<std::uint8_t> colour_indices(const Picture<float>& field, const Range& range);

/// The values below which such shares of the finite pixels lie, nearest ranks; none where no pixel
/// is finite. \pre shares increase, 0 to 1.
std::vector<double> field_centiles(const Picture<float>& field, std::span<const double> shares);

/// A range that holds most of a field, with round ends: its 1st to 99th percentile, so that a few
/// pixels of an edge do not take the colours from all others. 0 to 1 where there is no value.
Range range_of_most(const Picture<float>& field);

/// A number that stands on the colour bar: a region's mean, the healthy centre.
struct BarMark {
  double value = 0;
  std::string text;
};

/// A field over depth and width in colours, with its bar.
struct FieldFigure {
  const Picture<float>& field;
  Axis lateral_m;
  Axis axial_m;
  ColourMap map = ColourMap::viridis;
  Range range = {};
  std::string label = {};        ///< on the bar, with the unit
  std::string description = {};  ///< for those who cannot see it
  double width_px = 560;
  double height_px = 620;  ///< at most
  std::vector<BarMark> marks = {};
};

/// The plot, on which more may be drawn; a pixel's middle is at its axis' coordinate, in mm.
Plot field_plot(const FieldFigure& figure);

}  // namespace stiff
