#pragma once

#include "stiff/contact/burst_scan.h"
#include "stiff/core/estimate.h"

#include <span>

namespace stiff {

/// When a burst begins, how long it lasts, how large it is.
///
/// In the band of the burst's frequency and 35 Hz either side, within 14 to 125 Hz, the power of
/// all axes, smoothed over 10 ms, less the noise's; its root is the envelope. The onset is where
/// the envelope rises through half of its maximum for the last time before it (after 20 ms below),
/// the end where it falls through it likewise, the peak the largest length of the band's vector in
/// between. Errors: the same on the burst with the record's own noise of other places added, turned
/// in phase (a bootstrap, Efron1979): its scatter is the standard error, its mean shift taken off.
///
/// A burst below 25 Hz that is shorter than two periods has content below the band: its peak comes
/// out up to a third too low, and its duration is that of the band's share.
struct BurstExtent {
  Estimate onset_s;
  Estimate duration_s;
  Estimate peak;   ///< in the trace's unit
  TimeSpan whole;  ///< until nothing of it is seen
};

/// \param round where the burst is, roughly. \param closed stretches whose noise is no noise.
/// Errors are NaN where the record has no five stretches of noise as long as the burst's.
BurstExtent burst_extent(const TwitchSpectrum& spectrum, const TimeSpan& round, double frequency_hz,
                         std::span<const TimeSpan> closed);

}  // namespace stiff
