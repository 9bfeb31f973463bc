#pragma once

#include <cstddef>
#include <span>

namespace stiff {

/// Inflates a zlib stream until `out` is full or the stream ends. \returns the bytes written.
/// \throws Error (bad_data) where the stream is damaged.
std::size_t inflate_front(std::span<const std::byte> compressed, std::span<std::byte> out);

/// Inflates a whole zlib stream, which must fill `out` exactly and end with a right checksum.
/// \throws Error (bad_data) where it does not.
void inflate_all(std::span<const std::byte> compressed, std::span<std::byte> out);

}  // namespace stiff
