#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "tools/command.h"

namespace stiff::tool {

/// Runs the command that the words name and returns the process's exit code. Faults become one line
/// on `err`; nothing is thrown.
int run_frame(std::span<const Command* const> commands, const std::vector<std::string>& words,
              std::ostream& out, std::ostream& err);

}  // namespace stiff::tool
