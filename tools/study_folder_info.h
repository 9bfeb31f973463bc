#pragma once

#include <filesystem>
#include <iosfwd>

namespace stiff::tool {

/// What a study's folder holds and lacks: its recordings (else those of its results.h5) and its
/// tables, who is missing in which. \param muscles a user's table of muscles; empty: none. \throws
/// Error (bad_data) behind what it printed where a table's lines are at fault; (no_input) where the
/// folder has neither recordings nor tables.
void print_study_folder(std::ostream& out, const std::filesystem::path& folder,
                        const std::filesystem::path& muscles);

}  // namespace stiff::tool
