#pragma once

#include <string_view>

namespace stiff {

/// The text of libstiff/REFERENCES.md, as it was when this was built: made by CMake, so that
/// `stiff` needs no file beside it.
std::string_view references_text();

}  // namespace stiff
