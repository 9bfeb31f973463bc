#pragma once

#include <span>
#include <string_view>

namespace stiff {

/// A key that a sidecar may hold. Values are SI.
struct SidecarKey {
  std::string_view name;
  std::string_view unit;  ///< empty where the value is no number
  std::string_view meaning;
};

/// Every key that some reader or analysis looks at; others are kept, and `stiff info` names them.
std::span<const SidecarKey> sidecar_keys();

bool is_sidecar_key(std::string_view name);

}  // namespace stiff
