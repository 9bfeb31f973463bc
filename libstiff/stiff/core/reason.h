#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace stiff {

/// Why there is no value, or `none` where there is one. The numbers are stored in maps (int8 with
/// `flag_values` and `flag_meanings`) and never change; new ones are added at the end.
enum class Reason : std::int8_t {
  none = 0,
  no_push = 1,          ///< nothing in the recording moves as a push would make it
  no_wave = 2,          ///< motion, but no wave that travels away from the push
  low_correlation = 3,  ///< the arrivals of neighbours do not belong to one wave
  out_of_range = 4,     ///< an estimate beyond the speeds searched; never clamped into it
  masked = 5,           ///< outside the mask that the user or the muscle's border gives
  under_push = 6,       ///< within the push's own width, where the wave has not formed
  outside_field = 7,    ///< the window leaves the field of view or the record's length
  low_signal = 8,       ///< the motion does not stand out of its noise
  guided = 9,           ///< the layer guides the wave: its speed is not the tissue's
  missing_metadata = 10,  ///< a key that the quantity depends on is not given
  not_isotropic = 11,   ///< Young's modulus asked for without a stated isotropy
  bad_input = 12,       ///< the recording was refused
  too_few = 13,         ///< too few samples, pixels or repeats for an estimate
  not_converged = 14,   ///< a fit did not end at a minimum
  saturated = 15,       ///< the sensor was clipped
  failed = 16,          ///< the worker crashed or went over a limit of memory or time
};

/// The reason's name as it stands in tables: `none`, `no_push`, ...
std::string_view to_string(Reason reason);

/// Every reason in the order of its number, for `flag_values` and `flag_meanings`.
std::span<const Reason> all_reasons();

/// The reason of a name. \throws Error (bad_data) for a name that there is not.
Reason reason_from_string(std::string_view name);

}  // namespace stiff
