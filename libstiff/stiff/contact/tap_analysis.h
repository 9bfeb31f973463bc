#pragma once

#include "stiff/contact/tap_options.h"
#include "stiff/recording/tap_recording.h"
#include "stiff/result/trace.h"

namespace stiff {

/// The whole way from the traces of a set of taps to numbers.
///
///     oscillation_frequency    oscillator_fit   omega / 2 pi of the damped oscillator
///                              spectral_peak, peak_interval
///     dynamic_stiffness        oscillator_fit   k, with the stated mass
///                              oscillator_fit_force   k, with the tap's force
///                              peak_a1, at_max_displacement
///     log_decrement            oscillator_fit   2 pi sigma / omega
///                              peak_ratio
///     myoton_relaxation_time, myoton_creep_ratio   displacement
///     damping_coefficient      oscillator_fit, oscillator_fit_force   c
///     moving_mass              oscillator_fit_force   force over the fit's amplitude
///     apparent_punch_modulus   oscillator_fit   `apparent_punch_modulus_pa` of its k
///
/// The first method of each is primary. The methods that are no fit are the definitions of the
/// myotonometer's manual
/// (`tap_parameters.h`), there to be compared with published values. The fit is primary, always: a
/// definition's bias moves with the damping (spectral_peak +1.7 % at a ratio of 0.05, +18 % at
/// 0.35; peak_a1 +3.5 % at 0.13, +8.6 % at 0.20), so that a muscle whose damping changes would seem
/// to change its stiffness, and so would a study in which one recording is quoted by one method and
/// the next by another. Where no oscillator describes the swing the primary rows have no value.
///
/// Each series has a row for each tap (repeat 1, 2, ...), with the error of measurement, and one
/// for the set (repeat 0): mean without outliers, error by the scatter between taps, Student's t
/// (`tap_set.h`); where one tap alone has a value, that one, its error unknown. Values that a fault
/// takes (`withheld`) are NaN with the fault as reason. Stiffness and damping are proportional to
/// the mass taken: the probe's and `AddedMass`; frequency and decrement need none.
///
/// The message notes taps left out and why, outliers, a coefficient of variation over `tap-cv`
/// (frequency, stiffness), R over C outside 0.9 to 1.6 taps, a mass by the force that is not the
/// stated one, S / (2 pi F)^2 outside the 23 to 47 g of real exports, added mass, keys that are not
/// given. The status is `ok` if the set's stiffness has a value, else `refused`. Equal input and
/// options give equal bits. \pre `validate(recording)`.
ContactResult analyse_taps(const TapRecording& recording, const TapOptions& options = {});

}  // namespace stiff
