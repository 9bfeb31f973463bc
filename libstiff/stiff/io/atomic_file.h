#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

namespace stiff {

/// Writes a whole file so that nobody ever sees half of it: beside its place under a name with this
/// host and process in it, flushed to the disk, renamed, and the folder flushed. What stood there
/// is replaced. A process that may meet a file size limit ignores SIGXFSZ. \throws Error
/// (cannot_create) where the file cannot be made, (io) where the disk is full or a write fails.
/// Nothing is left beside then, and what stood there still stands.
void write_file_atomically(const std::filesystem::path& target, std::span<const std::byte> bytes);
void write_file_atomically(const std::filesystem::path& target, std::string_view text);

/// Removes what killed processes of this host left beside their targets in `folder` (not below it).
/// A file of a process that lives, or of another host, stays.
void sweep_partial_files(const std::filesystem::path& folder);

}  // namespace stiff
