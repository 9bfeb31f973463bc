#include "stiff/result/quantity.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <array>
#include <string>

namespace stiff {
namespace {

constexpr std::array<Quantity, 19> kQuantities{{
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
    {"strain", "1", "strain, compression negative"},
    {"strain_ratio", "1", "strain of a reference over strain of the region"},
}};

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
