#pragma once

#include <span>
#include <string>
#include <vector>

namespace stiff {

/// The file name of each recording's page: `<recording_id>.html` where the id can be a file's name
/// (no slash or control character, at most 240 bytes, no dot in front, none of the report's own
/// pages), `recording-<row>.html` where it cannot. All differ.
std::vector<std::string> page_names(std::span<const std::string> recording_ids);

}  // namespace stiff
