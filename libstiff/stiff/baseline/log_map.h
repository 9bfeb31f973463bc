#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/core/options.h"
#include "stiff/result/maps.h"

#include <string>

namespace stiff {

/// Which pixels of a map count.
struct LogMapOptions {
  double min_quality = 0.3;
  double border_m = 1e-3;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"min-pixel-quality", "1", "Pixels below this quality are left out", 0, 1},
          self.min_quality);
    visit(
        Option{"border", "m",
               "Margin that is left out at the edge of the valid field and of the muscle", 0, 2e-2},
        self.border_m);
  }
};

/// A map of a positive quantity as flagging sees it: ln value and its standard error, NaN where a
/// pixel does not count.
struct LogMap {
  Axis axial_m;
  Axis lateral_m;
  Picture<float> value;      ///< ln of the value in its unit
  Picture<float> std_error;  ///< relative standard error; 0 where the map has none
  Index valid = 0;           ///< pixels that count
  /// 1 within the field that they make, gaps below 2 mm (lost pixels, the line under a push) in it.
  Picture<unsigned char> field = {};

  double pixel_area_mm2() const { return axial_m.step * lateral_m.step * 1e6; }
  bool has(Index z, Index x) const { return value(z, x) == value(z, x); }
};

/// The margin is left out along the edge of the field, not about gaps within it. \throws Error
/// (bad_data) where the maps have no such quantity.
LogMap log_map(const Maps& maps, const std::string& quantity, const LogMapOptions& options = {});

/// For each pixel its distance in mm from the edge of the valid field, holes below 4 mm2 counting
/// as none.
Picture<float> edge_distance_mm(const LogMap& map);

/// For each pixel its distance in mm to the nearest pixel that does not count, the picture's own
/// edge counting as one; by the exact transform of FelzenszwalbHuttenlocher2012.
Picture<float> distance_to_invalid_mm(const Picture<unsigned char>& valid, double axial_step_mm,
                                      double lateral_step_mm);

}  // namespace stiff
