#pragma once

#include <span>

#include "tools/command.h"

namespace stiff::tool {

/// Every command of `stiff`, in the order in which a study meets them.
std::span<const Command* const> all_commands();

}  // namespace stiff::tool
