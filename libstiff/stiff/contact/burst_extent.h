#pragma once

#include "stiff/contact/burst_scan.h"
#include "stiff/contact/event_fit.h"
#include "stiff/core/estimate.h"

#include <span>

namespace stiff {

/// When a burst begins, how long it lasts, how large it is.
///
/// In the band of the burst's frequency and 35 Hz either side, within 14 to 125 Hz, the power of
/// all axes, smoothed over 10 ms, less the noise's; its root is the envelope. The onset is where
/// the envelope rises through half of its maximum for the last time before it (after 20 ms below),
/// the end where it falls through it likewise, the peak the largest length of the band's vector in
/// between.
///
/// Errors: the same is read off the shape that fits the burst best, with the record's own noise of
/// other places added, turned in phase (a parametric bootstrap, Efron1979). The scatter is the
/// standard error; the mean difference from what the shape was made of, which is what noise, band
/// and smoothing do to such a burst, is taken off. A burst of another shape has other differences:
/// they are in none of it.
struct BurstExtent {
  Estimate onset_s;
  Estimate duration_s;
  Estimate peak;   ///< in the trace's unit
  TimeSpan whole;  ///< until nothing of it is seen
};

/// \param round where the burst is, roughly. \param shape that fits it best, in the trace's unit.
/// \param closed stretches whose noise is no noise. Errors are NaN where the record has no five
/// stretches of noise as long as the burst's, and nothing is taken off then.
BurstExtent burst_extent(const TwitchSpectrum& spectrum, const TimeSpan& round,
                         const EventFit<BurstShape>& shape, std::span<const TimeSpan> closed);

}  // namespace stiff
