#pragma once

#include <filesystem>
#include <iosfwd>

namespace stiff::tool {

/// Prints how many recordings and numbers a results file of `stiff` holds. False, and nothing
/// printed, where the file is none.
bool print_result_file(std::ostream& out, const std::filesystem::path& file);

}  // namespace stiff::tool
