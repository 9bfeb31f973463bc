#pragma once

#include "stiff/comparison/referral_match.h"
#include "stiff/io/muscles_table.h"

#include <filesystem>
#include <vector>

namespace stiff::tool {

/// The places that a `candidates.h5` of `stiff flag` looked at, each muscle and side of a session
/// once, with the muscles' referral. What could not be looked at goes to `dropped`.
std::vector<FlaggedPlace> flagged_places(const std::filesystem::path& file,
                                         const MuscleTable& muscles,
                                         std::vector<DroppedNumber>& dropped);

}  // namespace stiff::tool
