#include "stiff/comparison/individual_change.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace stiff {

IndividualChange individual_change(double change, const BetweenSessionError& error) {
  IndividualChange out;
  out.change = change;
  if (error.reason != Reason::none || !std::isfinite(change)) return out;
  const double sd = std::sqrt(2.0) * error.sem;
  const double half = t_quantile_975(error.dof) * sd;
  out.ci_low = change - half;
  out.ci_high = change + half;
  out.reliable_change_index = change / sd;
  out.verdict = change < -error.mdc  ? Verdict::lower
                : change > error.mdc ? Verdict::higher
                                     : Verdict::within_error;
  return out;
}

bool is_stiffness(std::string_view quantity) {
  static constexpr std::array<std::string_view, 17> kStiffnesses{"shear_wave_speed",
                                                                 "shear_modulus",
                                                                 "young_modulus",
                                                                 "phase_velocity",
                                                                 "shear_storage_modulus",
                                                                 "oscillation_frequency",
                                                                 "dynamic_stiffness",
                                                                 "apparent_punch_modulus",
                                                                 "indentation_modulus",
                                                                 "instantaneous_modulus",
                                                                 "long_time_modulus",
                                                                 "zener_parallel_spring",
                                                                 "zener_series_spring",
                                                                 "kelvin_voigt_spring",
                                                                 "compression_stiffness_before",
                                                                 "compression_stiffness_in_hold",
                                                                 "compression_stiffness_after"};
  return std::find(kStiffnesses.begin(), kStiffnesses.end(), quantity) != kStiffnesses.end();
}

std::string verdict_word(Verdict verdict, std::string_view quantity) {
  switch (verdict) {
    case Verdict::lower:
      return is_stiffness(quantity) ? "softer" : "lower";
    case Verdict::higher:
      return is_stiffness(quantity) ? "stiffer" : "higher";
    case Verdict::within_error:
      return "within error";
    case Verdict::none:
      break;
  }
  return "no verdict";
}

}  // namespace stiff
