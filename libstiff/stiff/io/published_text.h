#pragma once

#include <string_view>

namespace stiff {

/// The text of datasets/published_muscle_stiffness.csv, as it was when this was built: made by
/// CMake, so that `stiff` needs no file beside it.
std::string_view published_text();

}  // namespace stiff
