#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"

#include <cstddef>
#include <span>
#include <vector>

namespace stiff {

/// The uniform time axis under a row of frames that has gaps, and where each frame lies on it.
struct TimeGrid {
  Axis time_s;                   ///< 0 at the end of the push
  std::vector<Index> slot;       ///< of each frame; strictly increasing
  Index frames_before_push = 0;  ///< frames whose time is before the end of the push
};

/// The axis has the median frame interval, and is anchored at the frames after the push: each of
/// these lies within a tenth of an interval of its slot. Frames before the push take the slot
/// nearest to them (the push may take a time that is no whole number of intervals; the tissue is at
/// rest then).
///
/// \throws Error (bad_data) where there are fewer than 3 frames, times do not increase
/// or are not finite, or frames after the push are off the grid.
TimeGrid time_grid(std::span<const double> time_s, double push_time_s);

/// Spreads frames over the grid's slots; slots without a frame are 0, `measured` 0.
Cube<float> place_on_grid(const Cube<float>& frames, const TimeGrid& grid);

/// Fills the frames with `measured` 0 from their neighbours in time: a cubic Hermite through the
/// measured frames with the slopes of the parabola through each frame and its neighbours; before
/// the first and after the last measured frame their value is held. \pre at least one frame is
/// measured
void interpolate_missing(Cube<float>& field, std::span<const unsigned char> measured);

}  // namespace stiff
