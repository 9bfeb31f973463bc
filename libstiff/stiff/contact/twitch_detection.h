#pragma once

#include "stiff/contact/burst_extent.h"
#include "stiff/contact/twitch_options.h"

#include <span>
#include <vector>

namespace stiff {

/// A burst that is no tap, no click, no motion of the probe and no chance.
struct FoundTwitch {
  BurstExtent extent;
  double frequency_hz = kNaN;  ///< of the burst shape that fits it best
  double p_value = kNaN;  ///< of a burst as clear as this in the whole of such a recording, not
                          ///< below `kLeastBurstP`
  double score = kNaN;    ///< of its clearest tile
};

struct TwitchDetection {
  std::vector<FoundTwitch> twitches;  ///< in order of time
  double p_value = 1;                 ///< of the clearest burst that was not rejected, found or not
  double score = 0;                   ///< of the tile that p_value is of
  double alarm_score = kNaN;          ///< of a tile, from which on it is found
  double searched_s = 0;
  std::vector<double> tap_s, click_s;  ///< when they begin
  std::vector<TimeSpan> on_swings;     ///< bursts rejected as parts of slow swings
  std::vector<TimeSpan> clipped;
  std::vector<TimeSpan> closed;  ///< all that was not searched
  double clipped_share = 0;      ///< of the samples of the worst axis
  /// For the eye, on the times i * step_s: the excess power over what it must be for an alarm.
  double step_s = 0;
  std::vector<double> excess;
  int swings = 0;  ///< slow swings of the probe, outside of the band
};

/// Finds local twitch responses in one to three axes of an acceleration, or in a velocity.
///
/// The axes are turned into the principal axes of their noise, so that how the sensor lies does not
/// matter; their noise is whitened, the excess power of tiles of time and frequency scanned, and
/// the clearest tile's chance in a record of noise compared with the alarm rate. What stands out is
/// judged by two fits (`event_fit.h`): a tap or click, where that explains more than a burst does,
/// is subtracted, the time in which what it leaves could still be seen is closed, and the rest is
/// searched again; else it is a twitch. A clipped stretch is closed too.
///
/// \param traces how many such calls make up one recording: the alarm rate is of all of them.
/// \param with_course fills `excess` and `swings`. Same input, same bits. \pre the axes
/// passed `validate`.
TwitchDetection detect_twitches(std::span<const std::vector<double>> axes,
                                double sampling_frequency_hz, const TwitchSearchOptions& options,
                                int traces = 1, bool with_course = false);

}  // namespace stiff
