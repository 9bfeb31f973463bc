#include "stiff/core/error.h"

namespace stiff {

Error::Error(ErrorKind kind, const std::string& message)
    : std::runtime_error(message), kind_(kind) {}

}  // namespace stiff
