#pragma once

#include "stiff/contact/twitch_field.h"
#include "stiff/contact/twitch_options.h"
#include "stiff/recording/twitch_recording.h"
#include "stiff/result/trace.h"

#include <string_view>

namespace stiff {

inline constexpr std::string_view kTwitchMethod = "excess_power";

/// Local twitch responses in an acceleration: rows, message, and traces for the eye.
///
/// `twitch_count` has a value wherever the recording was searched, 0 among them; `twitch_p_value`
/// at repeat 0 is that of the clearest burst, found or not. Each twitch is a repeat in order of
/// time
/// (`twitch_onset`, `twitch_duration`, `twitch_peak_acceleration`, `twitch_p_value`); repeat 0 is
/// the clearest of them (smallest p, then largest peak), NaN with `no_twitch` where there is none.
/// Taps, clicks, swings of the probe and what was not searched are in the message.
///
/// A p-value is not below 1e-6 (`kLeastBurstP`), which reads "at most that". Quality: of a p-value
/// 1, for it holds its rate in white, pink and autoregressive noise (tests/contact); of the count
/// the share of the record in which a twitch would have been found; of the others 1 - p times 1 /
/// (1 + (10 error / scale)^2), the scale 0.1 s of an onset, the value itself of duration and peak:
/// half at an error of 10 ms, of 10 %.
///
/// Refused, with `saturated`, where more than 1 % of an axis is clipped; with `too_few`, where less
/// than half of the record is left to search.
ContactResult analyse_twitch(const TwitchRecording& recording, const TwitchOptions& options);

/// The same of a cine's tissue velocity (`twitch_field.h`), with `twitch_peak_velocity` of the mean
/// over the block where it is clearest; where it was is in the message and the trace's marks.
/// \param first_s time of the first frame. \throws Error (bad_data) as `detect_field_twitches`
/// does.
ContactResult analyse_twitch_field(View3<const float> velocity, const Axis& axial_m,
                                   const Axis& lateral_m, double frame_rate_hz, double first_s,
                                   const TwitchOptions& options);

}  // namespace stiff
