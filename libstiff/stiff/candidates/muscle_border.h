#pragma once

#include "stiff/baseline/log_map.h"
#include "stiff/core/axis.h"
#include "stiff/core/cube.h"

#include <vector>

namespace stiff {

/// Fascia and bone in a B-mode picture: bright lines that cross it from one end to the other. A
/// muscle's map is none of theirs: waves are guided along them and stiffness blurs across them.
struct MuscleBorder {
  std::vector<double>
      upper_m;  ///< depth of the upper border by lateral position; empty: none found
  std::vector<double> lower_m;
};

struct MuscleBorderOptions {
  bool find = true;
  double contrast_db = 10;
  double margin_m = 1e-3;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"find-border", "",
                 "Look for fascia and bone in the B-mode picture and leave out what lies beyond"},
          self.find);
    visit(Option{"border-contrast", "dB", "How much brighter than what is beside it such a line is",
                 3, 60},
          self.contrast_db);
    visit(Option{"border-margin", "m", "Left out on the muscle's side of such a line", 0, 1e-2},
          self.margin_m);
  }
};

/// The brightest path across the picture that turns by less than 45 degrees, by dynamic programming
/// over the contrast (mean over 2 mm along the probe, less what lies 1 to 3 mm above and below).
/// It is a border where it is `contrast_db` brighter on average and half of that in nine of ten
/// columns, and lies in the upper or the lower third of the picture: a bright line through the
/// middle tells not which side is the muscle, and is left. The clearest such line of each third.
/// Straight lines and slow curves; none is found in speckle alone (tests). An empty picture has
/// none.
MuscleBorder find_muscle_border(const Picture<float>& bmode_db, const Axis& axial_m,
                                const Axis& lateral_m, const MuscleBorderOptions& options = {});

/// Takes out of a map what lies beyond its muscle's border, and the margin. Returns the pixels
/// taken.
Index mask_border(LogMap& map, const MuscleBorder& border, double margin_m);

}  // namespace stiff
