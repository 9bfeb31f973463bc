#pragma once

#include "stiff/core/estimate.h"

#include <cstddef>
#include <span>
#include <vector>

namespace stiff {

/// A place in a picture that a clinician labelled, in mm in the recording's own frame.
struct LabelledPlace {
  double lateral_mm = kNaN;
  double axial_mm = kNaN;   ///< NaN: felt through the skin, its depth is not said
  double radius_mm = kNaN;  ///< of a circle; NaN: not said
  double width_mm = kNaN;   ///< of a box about the place; NaN: not said
  double height_mm = kNaN;
  bool counts = true;  ///< false: a mark there is neither true nor false
};

/// A mark with what it is ranked by; a higher rating is more suspicious.
struct RatedMark {
  double lateral_mm = kNaN;
  double axial_mm = kNaN;
  double rating = kNaN;
};

enum class MarkVerdict {
  found,    ///< the first mark on its place
  neither,  ///< another mark on a place that was found, or one on a place that does not count
  off       ///< on no place
};

struct MatchedMarks {
  std::vector<MarkVerdict> verdict;           ///< of each mark
  std::vector<std::ptrdiff_t> mark_of_place;  ///< which mark found it; -1: none
};

/// Whether a mark lies on a place: within the circle's radius or the box's half sides of it, each
/// at least the tolerance. What is not said of a depth is not asked.
bool on_place(const LabelledPlace& place, double lateral_mm, double axial_mm, double tolerance_mm);

/// The convention of free response (Bunch1977, Chakraborty2004): marks are taken from the highest
/// rating down (of equal ones the nearest to its place first), and each finds the nearest place
/// that it lies on and that nobody found before. A place is found once at most, by its
/// highest-rated mark; a further mark on it is neither true nor false; a mark on no place is false.
/// The result at a threshold is that of the marks above it alone.
MatchedMarks match_marks(std::span<const LabelledPlace> places, std::span<const RatedMark> marks,
                         double tolerance_mm);

}  // namespace stiff
