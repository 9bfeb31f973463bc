#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "tools/command.h"

namespace stiff::tool {

/// Fills a command's settings from the words behind its name: first what `--config FILE` says (a
/// JSON object of option names without dashes), then the options, which win over it. \throws Error
/// (usage) for an option, a key, a value or an argument that the command does not take, one given
/// twice, or one missing; Error (no_input) for a config file that is not there.
Call parse_call(const Command& command, Job& job, const std::vector<std::string>& words);

/// The options that a config file gives, as texts, in the file's order.
std::vector<std::pair<std::string, std::string>> read_config(const std::filesystem::path& file);

}  // namespace stiff::tool
