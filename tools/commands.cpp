#include "tools/commands.h"

#include <vector>

namespace stiff::tool {

// A new command is a file command_<name>.cpp, a line here and one in CMakeLists.txt.
extern const Command kSimulateSwe;
extern const Command kSimulateMyotonometry;
extern const Command kSimulateIndentation;
extern const Command kImport;
extern const Command kInfo;
extern const Command kRun;
extern const Command kCollect;
extern const Command kDemo;

std::span<const Command* const> all_commands() {
  static const std::vector<const Command*> all{&kSimulateSwe,
                                               &kSimulateMyotonometry,
                                               &kSimulateIndentation,
                                               &kImport,
                                               &kInfo,
                                               &kRun,
                                               &kCollect,
                                               &kDemo};
  return all;
}

}  // namespace stiff::tool
