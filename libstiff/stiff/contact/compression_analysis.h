#pragma once

#include "stiff/contact/compression_options.h"
#include "stiff/contact/relaxation_fit.h"
#include "stiff/recording/compression_recording.h"
#include "stiff/result/trace.h"

namespace stiff {

/// A sustained compression, from its trace to its rows: `find_holds`, and for each hold
/// `find_tremor`, `detect_release`, `relax_hold` and, with a displacement, `hold_stiffness`.
///
/// Rows of a hold (repeat 1, 2, ...), and of the recording (repeat 0, primary):
///
/// - `hold_onset` (`force_level`): end of the ramp on the recording's axis; the first hold's.
/// - `hold_duration`, `hold_force` (mean, above the rest before the ramp), `hold_pressure` (that
/// over
///   the probe's area), `hold_unsteadiness` (scatter about passive course and steps over the mean
///   force), all `force_level`: the mean over holds.
/// - `relaxed_share` (`prony_fit`), `prony_time_constant`, `prony_amplitude` (`prony_term_1`, ..)
/// of
///   the force without release and guarding: the mean over holds, of the terms over those holds
///   whose series has as many terms as most have (the fewer where two are as many).
/// - `release_p_value` (`passive_scan`), always: 1 - (1 - p)^holds of the smallest. `release_time`
///   (after the onset), `release_drop`, `release_share` (of the force before it),
///   `hold_share_after_release`: those of the hold with the smallest p, where the recording's p is
///   at or below `release-alpha`.
/// - `guarding_p_value`, `guarding_rise`, `guarding_time`: likewise. Its alarms at 0.05 in holds of
///   30 s without guarding: 63 of 1000 in white noise, 69 in AR(1) of 0.95, 59 with a tremor, 69
///   beside a release of 3 SD in white noise (tests/contact/test_guarding.cpp): each within the
///   binomial's band of 5 %, together 6.5 %, somewhat more than said.
/// - `tremor_p_value`, `tremor_frequency`, `tremor_amplitude` (root mean square; `spectral_peak`):
///   likewise, at `hold-tremor-alpha`.
/// - `compression_stiffness_before`, `_in_hold`, `_after` (`force_displacement`): the mean.
///
/// A mean over holds has the standard error of their scatter, Student's t; of one hold it is that
/// hold's. What is not there is NaN with its reason: `no_release`, `low_signal` (guarding, tremor,
/// a displacement that does not move), `missing_metadata` (no area, no displacement). A recording
/// without a hold is `refused`, every row `no_hold`. Notes stand in the message.
///
/// Quality: 1 / (1 + (10 error / scale)^2), the scale being 1 s for times on a hold's or the
/// recording's axis, 1 for shares and amplitudes of a series, 10 Hz for a frequency, and the value
/// itself for all else (force, pressure, drop, stiffness, time constants): half at an error of 0.1
/// s, 0.1, 1 Hz, 10 %. Half of that for what is read off a ramp that is not even (onset, duration,
/// relaxation, the stiffness before and after). Half where an
/// error is not known (the force of a hold too short to search). A mean's is the holds' mean. A
/// p-value's is 1: it holds its stated rate wherever it has a value (tests/contact), that of
/// release and guarding from 1 over the draws on, `tremor_p_value` from 1e-6 on, which reads "at
/// most that".
///
/// Traces: `trace` (the recording), `trace_hold_1`, .. (force, passive course, model; marks).
/// \pre `validate(recording)`.
ContactResult analyse_compression(const CompressionRecording& recording,
                                  const CompressionOptions& options = {},
                                  const RelaxationOptions& relaxation = {});

}  // namespace stiff
