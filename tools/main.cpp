#include <csignal>
#include <iostream>
#include <string>
#include <vector>

#include "tools/commands.h"
#include "tools/frame.h"

int main(int argc, char** argv) {
  // A reader that goes away and a full disk are write errors, to be reported as such, not deaths.
  std::signal(SIGPIPE, SIG_IGN);
#ifdef SIGXFSZ
  std::signal(SIGXFSZ, SIG_IGN);
#endif
  std::ios::sync_with_stdio(false);
  const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  return stiff::tool::run_frame(stiff::tool::all_commands(), words, std::cout, std::cerr);
}
