#pragma once

#include "stiff/report/markup.h"
#include "stiff/report/pixel_outline.h"
#include "stiff/report/ticks.h"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stiff {

/// One axis of a plot, in the data's own numbers.
struct PlotAxis {
  Range range;
  std::string label;      ///< with its unit: "Depth (mm)"
  bool reversed = false;  ///< vertical: low is at the top, as depth is drawn
  bool whole = false;     ///< it counts: no marks between whole numbers
  std::vector<std::pair<double, std::string>> names = {};  ///< in place of numbers
};

struct PlotFrame {
  double width_px = 640;  ///< of the whole drawing
  double height_px = 320;
  PlotAxis x;
  PlotAxis y;
  std::string description;   ///< what there is to see, for those who cannot
  double right_px = 14;      ///< room beside the axes
  int legend_rows = 0;       ///< room above them
  bool equal_units = false;  ///< a millimetre is as long down as along; the drawing gets smaller
  bool grid = true;          ///< faint lines at the vertical axis' numbers
};

/// How a line or a mark looks: a class of the style sheet (`ink-1` to `ink-6`, `ink-soft`) and,
/// so that colour is not all that tells lines apart, dashes and width.
struct PlotStyle {
  std::string_view ink = "ink-1";
  double width_px = 1.5;
  std::string_view dashes = "";  ///< as `stroke-dasharray`
};

/// A plot as SVG inside a page: axes with round numbers, pictures, lines, marks, outlines. Numbers
/// are clipped to the axes by the drawing. Layers are drawn in the order in which they were added.
class Plot {
 public:
  explicit Plot(PlotFrame frame);

  double x_px(double x) const;
  double y_px(double y) const;

  /// A PNG (as `png_link`) whose outer edges lie at these places, its first row at `y_first`.
  void image(const std::string& link, double x_first, double x_last, double y_first, double y_last);
  /// NaN breaks the line. Thinned to what a screen shows (thinned_path.h).
  void line(std::span<const double> x, std::span<const double> y, const PlotStyle& style);
  void band(std::span<const double> x, std::span<const double> low, std::span<const double> high,
            std::string_view ink);
  void points(std::span<const double> x, std::span<const double> y, std::string_view ink,
              double radius_px = 2.5);
  /// An error bar, upright or lying.
  void whisker(double x_low, double x_high, double y_low, double y_high, const PlotStyle& style);
  void vertical(double x, std::string_view label, const PlotStyle& style);
  void horizontal(double y, std::string_view label, const PlotStyle& style);
  /// Closed paths along pixels, dark on a light edge so that they show on any colour. Column and
  /// row 0 are at `x_first` and `y_first`, a pixel is `x_step` by `y_step`.
  void outline(const std::vector<std::vector<PixelCorner>>& paths, double x_first, double x_step,
               double y_first, double y_step);
  /// A number in a disc whose middle lies so many pixels from the place.
  void badge(double x, double y, double dx_px, double dy_px, std::string_view text);
  void label(double x, double y, std::string_view text, std::string_view anchor = "start");
  /// At the right of the axes, as high as a number of the vertical one. \pre `right_px` has room.
  void label_beside(double y, std::string_view text);
  /// What a line means, written above the axes in the order of the calls. \pre `legend_rows` > 0
  void legend(std::string_view text, const PlotStyle& style);

  /// Something drawn beside the axes, in px of the drawing: a colour bar.
  void beside(const Markup& part);

  double width_px() const { return frame_.width_px; }
  double left_px() const { return left_; }
  double right_px() const { return right_; }
  double top_px() const { return top_; }
  double bottom_px() const { return bottom_; }

  Markup svg() const;

 private:
  void fit_to_units();
  void add_axes(Markup& svg) const;
  void add_legend(Markup& svg) const;

  struct LegendEntry {
    std::string text;
    PlotStyle style;
  };

  PlotFrame frame_;
  double left_, right_, top_, bottom_;
  Markup layers_;
  Markup above_;  ///< labels, over all layers
  std::vector<LegendEntry> legend_;
  Ticks x_ticks_, y_ticks_;
};

}  // namespace stiff
