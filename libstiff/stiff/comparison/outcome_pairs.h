#pragma once

#include "stiff/comparison/outcome_link.h"

#include <span>

namespace stiff {

/// The pairs of `outcome_links`, with what has no other half. Rows are ordered by quantity, method,
/// device, muscle, side, outcome, participant, day, session.
void pair_outcomes(std::span<const Measurement> values, std::span<const OutcomeRow> outcomes,
                   const OutcomeLinkOptions& options, OutcomeLinks& out);

}  // namespace stiff
