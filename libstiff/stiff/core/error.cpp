#include "stiff/core/error.h"

#include <algorithm>

namespace stiff {
namespace {

// Names of files, variables and cells come from strangers and may hold line ends and escape
// sequences.
std::string one_line(std::string message) {
  std::replace_if(
      message.begin(), message.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return message;
}

}  // namespace

Error::Error(ErrorKind kind, const std::string& message)
    : std::runtime_error(one_line(message)), kind_(kind) {}

}  // namespace stiff
