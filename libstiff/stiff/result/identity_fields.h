#pragma once

#include "stiff/recording/identity.h"

#include <span>
#include <string>
#include <string_view>

namespace stiff {

/// A part of a recording's identity as tables and files name it.
struct IdentityField {
  std::string_view name;
  std::string_view long_name;
  std::string RecordingIdentity::*member;
};

/// All parts, in the order of the columns of `recordings`.
std::span<const IdentityField> identity_fields();

}  // namespace stiff
