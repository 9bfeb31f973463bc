#include "stiff/result/quantity.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <array>
#include <string>

namespace stiff {
namespace {

constexpr auto kQuantities = std::to_array<Quantity>({
    {"shear_wave_speed", "m s-1", "group speed of the shear wave"},
    {"shear_modulus", "kPa", "apparent shear modulus, density times group speed squared"},
    {"young_modulus", "kPa", "Young's modulus, three times the shear modulus (isotropic tissue)"},
    {"phase_velocity", "m s-1", "phase velocity of the shear wave"},
    {"frequency_centroid", "Hz", "centroid of the spectrum of the wave that was measured"},
    {"shear_storage_modulus", "kPa", "real part of the complex shear modulus"},
    {"shear_loss_modulus", "kPa", "imaginary part of the complex shear modulus"},
    {"viscosity", "Pa s", "shear viscosity (Kelvin-Voigt)"},
    {"oscillation_frequency", "Hz", "frequency of the muscle's damped oscillation"},
    {"dynamic_stiffness", "N m-1", "dynamic stiffness under a tapping probe"},
    {"log_decrement", "1", "logarithmic decrement of the damped oscillation"},
    {"myoton_relaxation_time", "ms", "time from maximum displacement back to the start"},
    {"myoton_creep_ratio", "1", "relaxation time over deformation time"},
    {"apparent_punch_modulus", "kPa", "modulus of a half space under a flat rigid punch"},
    {"instantaneous_modulus", "kPa", "modulus at the instant of loading"},
    {"long_time_modulus", "kPa", "modulus after full relaxation"},
    {"prony_time_constant", "s", "time constant of a Prony series"},
    {"prony_amplitude", "1", "share of the instantaneous response that a Prony term relaxes"},
    {"zener_parallel_spring", "kPa", "long-time spring of the standard linear solid"},
    {"zener_series_spring", "kPa", "spring beside the dashpot of the standard linear solid's arm"},
    {"zener_dashpot", "Pa s", "dashpot of the standard linear solid"},
    {"kelvin_voigt_spring", "kPa", "spring of the Kelvin-Voigt solid"},
    {"kelvin_voigt_dashpot", "Pa s", "dashpot of the Kelvin-Voigt solid"},
    {"damping_coefficient", "N s m-1", "viscous damping of the oscillator under a tapping probe"},
    {"moving_mass", "g", "mass that swings under a tapping probe"},
    {"indentation_modulus", "kPa", "Young's modulus of an isotropic layer under an indenter"},
    {"contact_depth", "mm", "the probe's travel at which it met the tissue"},
    {"indentation_depth", "mm", "depth of the indentation below the contact point"},
    {"loading_rate", "mm s-1", "speed of the probe on its way into the tissue"},
    {"preconditioning_change", "1", "relative change of the modulus from first to last cycle"},
    {"hysteresis_ratio", "1", "share of the loading work that unloading does not give back"},
    {"modulus_rate_exponent", "1", "exponent of the loading rate in the modulus over cycles"},
    {"hold_onset", "s", "when the hold begins, on the recording's time axis"},
    {"hold_duration", "s", "length of the hold"},
    {"hold_force", "N", "mean force of the hold"},
    {"hold_pressure", "kPa", "mean force of the hold over the probe's area"},
    {"hold_unsteadiness", "1", "scatter of the force about its smooth course, over its mean"},
    {"relaxed_share", "1", "share of the hold's first force that passive relaxation takes"},
    {"release_time", "s", "time of the release after the hold's onset"},
    {"release_drop", "N", "force lost at the release beyond passive relaxation"},
    {"release_share", "1", "force lost at the release over the force before it"},
    {"release_p_value", "1", "chance of a drop as clear as this in a hold without a release"},
    {"hold_share_after_release", "1", "share of the hold's length behind the release"},
    {"guarding_p_value", "1", "chance of a rise as clear as this in a hold without guarding"},
    {"guarding_time", "s", "time of the rise by guarding after the hold's onset"},
    {"tremor_p_value", "1", "chance of a spectral peak as clear as this in noise alone"},
    {"tremor_frequency", "Hz", "frequency of the tremor in the force"},
    {"tremor_amplitude", "N", "root mean square of the tremor in the force"},
    {"guarding_rise", "N", "rise of the force against its passive course"},
    {"compression_stiffness_before", "N m-1", "force over displacement in the ramp onto the hold"},
    {"compression_stiffness_in_hold", "N m-1", "force over displacement within the hold"},
    {"compression_stiffness_after", "N m-1", "force over displacement when the hold is let go"},
    {"twitch_count", "1", "local twitch responses found"},
    {"twitch_onset", "s", "onset of a twitch on the recording's time axis"},
    {"twitch_duration", "ms", "length of a twitch"},
    {"twitch_peak_acceleration", "m s-2", "largest acceleration of a twitch"},
    {"twitch_peak_velocity", "mm s-1", "largest tissue velocity of a twitch"},
    {"twitch_p_value", "1", "chance of a burst as clear as this in a recording without a twitch"},
    {"strain", "1", "strain, compression negative"},
    {"strain_ratio", "1", "strain of a reference over strain of the region"},
});

}  // namespace

std::span<const Quantity> all_quantities() {
  return kQuantities;
}

const Quantity& quantity(std::string_view name) {
  const auto found = std::find_if(kQuantities.begin(), kQuantities.end(),
                                  [&](const Quantity& known) { return known.name == name; });
  if (found == kQuantities.end()) {
    throw Error(ErrorKind::bad_data, "there is no quantity called '" + std::string(name) + "'");
  }
  return *found;
}

}  // namespace stiff
