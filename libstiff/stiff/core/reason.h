#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace stiff {

/// Why there is no value, or `none` where there is one. The numbers are stored in maps (int8 with
/// `flag_values` and `flag_meanings`) and never change; new ones are added at the end.
enum class Reason : std::int8_t {
  none = 0,
  no_push = 1,                ///< nothing in the recording moves as a push would make it
  no_wave = 2,                ///< motion, but no wave that travels away from the push
  low_correlation = 3,        ///< the arrivals of neighbours do not belong to one wave
  out_of_range = 4,           ///< an estimate beyond the speeds searched; never clamped into it
  masked = 5,                 ///< outside the mask that the user or the muscle's border gives
  under_push = 6,             ///< within the push's own width, where the wave has not formed
  outside_field = 7,          ///< the window leaves the field of view or the record's length
  low_signal = 8,             ///< the motion does not stand out of its noise
  guided = 9,                 ///< the layer guides the wave: its speed is not the tissue's
  missing_metadata = 10,      ///< a key that the quantity depends on is not given
  not_isotropic = 11,         ///< Young's modulus asked for without a stated isotropy
  bad_input = 12,             ///< the recording was refused
  too_few = 13,               ///< too few samples, pixels or repeats for an estimate
  not_converged = 14,         ///< a fit did not end at a minimum
  saturated = 15,             ///< the sensor was clipped
  failed = 16,                ///< the worker crashed or went over a limit of memory or time
  sampling_too_slow = 17,     ///< too few samples a period, or a rise between two samples
  too_few_oscillations = 18,  ///< the swing dies before its second peak
  double_tap = 19,            ///< a second push in the trace
  jump_off = 20,              ///< the probe left the skin
  drift = 21,                 ///< the baseline moves by more than the estimate bears
  model_misfit = 22,          ///< the fit leaves more than noise: the model does not hold
  no_contact = 23,            ///< the probe never met the tissue
  no_hold = 24,               ///< the force is never held, or held without a ramp before it
  no_release = 25,            ///< no softening beyond passive relaxation stands out
  no_twitch = 26,             ///< no burst stands out of the noise
  beyond_thickness = 27,      ///< deeper than the tissue is thick
  no_spread = 28,             ///< all values are equal: nothing to be told apart
};

/// The reason's name as it stands in tables: `none`, `no_push`, ...
std::string_view to_string(Reason reason);

/// Every reason in the order of its number, for `flag_values` and `flag_meanings`.
std::span<const Reason> all_reasons();

/// The reason of a name. \throws Error (bad_data) for a name that there is not.
Reason reason_from_string(std::string_view name);

}  // namespace stiff
