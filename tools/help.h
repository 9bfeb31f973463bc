#pragma once

#include <span>
#include <string>

#include "tools/command.h"

namespace stiff::tool {

/// What `stiff --help` prints: the commands, a line each.
std::string overview(std::span<const Command* const> commands);

/// What `stiff COMMAND --help` prints.
std::string help_text(const Command& command);

/// The reference of all commands in Markdown, as tools/COMMANDS.md holds it.
std::string reference_page(std::span<const Command* const> commands);

}  // namespace stiff::tool
