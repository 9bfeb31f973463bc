#pragma once

#include "stiff/io/mat_value.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace stiff {

/// A parsed array with the name that it has in the file.
struct NamedMatValue {
  std::string name;
  MatValue value;
};

/// Parses the body of a MATLAB v5 array element (`miMATRIX`), every count held against the bytes
/// there are. \param swapped the file's byte order is not this machine's. \throws Error (bad_data)
/// with what is wrong, without the file's name.
NamedMatValue parse_mat5_array(std::span<const std::byte> body, bool swapped,
                               std::shared_ptr<const void> owner);

/// Only its name, sizes and class, from the first bytes of the body; nothing where they do not
/// suffice.
std::optional<MatEntry> peek_mat5_array(std::span<const std::byte> body, bool swapped);

}  // namespace stiff
