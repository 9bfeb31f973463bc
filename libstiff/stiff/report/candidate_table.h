#pragma once

#include "stiff/report/markup.h"
#include "stiff/result/candidates.h"

#include <vector>

namespace stiff {

/// Where each candidate lies and what shape it has. Empty where all are of sites: a site has none.
Markup candidate_shapes_table(const std::vector<Candidate>& candidates);

/// How stiff each candidate is, with intervals, against what is expected there.
Markup candidate_stiffness_table(const std::vector<Candidate>& candidates);

}  // namespace stiff
