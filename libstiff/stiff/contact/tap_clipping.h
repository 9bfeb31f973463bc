#pragma once

#include "stiff/contact/tap_window.h"

#include <span>

namespace stiff {

/// Whether the sensor stood at its limit, the trace's largest or smallest sample.
///
/// Hard: a run of at least `run` equal samples there that is wide for its height. The top of a
/// smooth swing, rounded to the sensor's steps, is equal over n samples but at least 2 n - 1 wide
/// three steps further down (a parabola's width goes with the root of its height); a swing that
/// runs into a limit is as wide there as at the top. So coarse rounding is not called clipped.
///
/// Soft (noise behind the limit, or an amplifier that bends): samples within six standard
/// deviations of noise of the limit for 8 samples at least, and less than half as
/// wide again four times as far down. Only asked for where the trace is no oscillator's
/// (`misfit`): the flat push of a slow swing is flat too.
bool tap_is_clipped(std::span<const double> trace, const TapWindow& window, int run, bool misfit);

}  // namespace stiff
