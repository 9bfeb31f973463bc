#pragma once

#include <string_view>

namespace stiff {

/// What a method of `estimates` does, in one sentence; empty for one that is not known here.
std::string_view method_words(std::string_view method);

}  // namespace stiff
