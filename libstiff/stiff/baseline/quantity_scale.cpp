#include "stiff/baseline/quantity_scale.h"

#include <algorithm>
#include <array>

namespace stiff {
namespace {

constexpr auto kPositive = std::to_array<std::string_view>(
    {"shear_wave_speed", "shear_modulus", "young_modulus", "phase_velocity",
     "shear_storage_modulus", "oscillation_frequency", "dynamic_stiffness", "log_decrement",
     "myoton_relaxation_time", "myoton_creep_ratio", "apparent_punch_modulus",
     "instantaneous_modulus", "long_time_modulus", "prony_time_constant", "indentation_modulus",
     "damping_coefficient", "compression_stiffness_before", "compression_stiffness_in_hold",
     "compression_stiffness_after"});

constexpr auto kAnySign = std::to_array<std::string_view>(
    {"shear_loss_modulus", "viscosity", "prony_amplitude", "hysteresis_ratio",
     "modulus_rate_exponent", "relaxed_share", "strain", "strain_ratio"});

}  // namespace

BaselineScale baseline_scale(std::string_view quantity) {
  if (std::find(kPositive.begin(), kPositive.end(), quantity) != kPositive.end()) {
    return BaselineScale::logarithm;
  }
  if (std::find(kAnySign.begin(), kAnySign.end(), quantity) != kAnySign.end()) {
    return BaselineScale::linear;
  }
  return BaselineScale::none;
}

}  // namespace stiff
