#pragma once

#include "stiff/comparison/between_session_error.h"

#include <string>
#include <string_view>

namespace stiff {

/// What is said of one person's place.
enum class Verdict { none, lower, higher, within_error };

/// One person's change against the error between sessions.
struct IndividualChange {
  Verdict verdict = Verdict::none;  ///< `none` where the error is not known
  double change = kNaN;
  double ci_low = kNaN;  ///< change -+ t(0.975; dof) sqrt(2) SEM: 95 %, the error's own included
  double ci_high = kNaN;
  double reliable_change_index = kNaN;  ///< change / (sqrt(2) SEM) (JacobsonTruax1991)
};

/// Beyond the MDC is `lower` or `higher`, else `within_error`. \param change and error in one unit,
/// logarithms for a change in per cent. A change that is not finite has no verdict.
IndividualChange individual_change(double change, const BetweenSessionError& error);

/// The word for a verdict: `softer` and `stiffer` for what measures stiffness and rises with it,
/// `lower` and `higher` for other quantities (`log_decrement`, `myoton_relaxation_time`, ...),
/// `within error`, `no verdict`.
std::string verdict_word(Verdict verdict, std::string_view quantity);

/// Whether a quantity is larger in a stiffer muscle.
bool is_stiffness(std::string_view quantity);

}  // namespace stiff
