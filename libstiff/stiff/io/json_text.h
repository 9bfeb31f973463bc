#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace stiff {

/// Parses JSON that a person wrote. Nested more than 32 deep is refused.
/// \throws Error (bad_data): "<name>, line 3: ..." \param name what to call the text in errors.
nlohmann::json parse_json(std::string_view text, const std::string& name);

/// The line, from 1, of a byte offset.
std::size_t line_of(std::string_view text, std::size_t offset);

}  // namespace stiff
