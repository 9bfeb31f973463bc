#pragma once

#include "stiff/contact/indentation_options.h"
#include "stiff/recording/indentation_recording.h"
#include "stiff/result/trace.h"

namespace stiff {

/// The whole way from an indentation recording to kPa: cycles, contact point, loading curve,
/// thickness, hysteresis, relaxation in holds. Every row is there for each cycle (`repeat` 1, 2,
/// ..) and for the recording (0: the mean over the cycles that count).
///
/// | quantity | method | |
/// | `indentation_modulus` | `loading_secant`, primary | force at the deepest point over G there |
/// | | `loading_tangent`, `contact_tangent` | slopes at the deepest point and at the contact |
/// | `contact_depth`, `indentation_depth` | rule; `loading_fit` | travel; below the contact |
/// | `contact_depth` | `hold_law` | where a hold shows how the tissue relaxes |
/// | `loading_rate`, `hysteresis_ratio` | `loading_fit`; `work` | |
/// | `instantaneous_modulus`, `long_time_modulus` | `prony` | of holds behind a ramp |
/// | `prony_time_constant`, `prony_amplitude` | `prony_term_1`, .. | shortest time first |
/// | `zener_parallel_spring`, `zener_series_spring`, `zener_dashpot` | `one_term` | of holds |
/// | `kelvin_voigt_spring`, `kelvin_voigt_dashpot` | `ramp_and_hold` | of holds |
/// | `modulus_rate_exponent`, `preconditioning_change` | `loading_secant` | repeat 0 alone |
///
/// E is that of a rigid, frictionless probe of that shape on a homogeneous, isotropic layer bonded
/// to a plane rigid base, in small strain; without a thickness a half space, which reads too stiff
/// where bone is near. In a tissue that relaxes the modulus of a loading curve is one of its rate.
/// Thickness and Poisson's ratio are the same for all cycles: their errors do not average out.
///
/// The first cycle is preconditioning and does not count where there is another
/// (`indent-preconditioning`). That is of the loading curve, which changes from cycle to cycle; the
/// rows of holds (`prony`, `prony_term_*`, `hold_law`) are means over all holds of rested tissue,
/// the first included, as it is the one that is sure to be: a later hold in which the tissue still
/// remembers the cycles before (`hold_memory.h`) is `model_misfit`, and the message says so. Status
/// `refused` where no cycle has a modulus. Equal input and options give equal bits. \pre
/// `validate(recording)`.
ContactResult analyse_indentation(const IndentationRecording& recording,
                                  const IndentationOptions& options = {});

}  // namespace stiff
