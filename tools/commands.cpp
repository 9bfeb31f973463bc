#include "tools/commands.h"

#include <array>

namespace stiff::tool {

std::span<const Command* const> all_commands() {
  static const std::vector<const Command*> all{};
  return all;
}

}  // namespace stiff::tool
