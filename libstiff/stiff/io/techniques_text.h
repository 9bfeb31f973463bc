#pragma once

#include <string_view>

namespace stiff {

/// The text of datasets/techniques.tsv, as it was when this was built: made by CMake.
std::string_view techniques_text();

}  // namespace stiff
