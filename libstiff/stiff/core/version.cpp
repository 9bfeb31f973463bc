#include "stiff/core/version.h"

namespace stiff {

std::string_view version() {
  return STIFF_VERSION;
}

}  // namespace stiff
