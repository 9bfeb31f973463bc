#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// The reference that a key of REFERENCES.md stands for ("Kasai1985"), as it is printed in a list;
/// the key itself where there is none.
std::string reference_text(std::string_view key);

std::vector<std::string> reference_texts(const std::vector<std::string>& keys);

}  // namespace stiff
