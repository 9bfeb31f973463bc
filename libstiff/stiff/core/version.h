#pragma once

#include <string_view>

namespace stiff {

/// The library's version, `major.minor.patch`, as every result file carries it.
std::string_view version();

}  // namespace stiff
