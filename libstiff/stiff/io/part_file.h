#pragma once

#include "stiff/result/estimates.h"

#include <filesystem>
#include <optional>
#include <string>

namespace stiff {

/// Writes one recording's result with the key that it was made under, atomically: HDF5, and behind
/// its end (where its readers do not look) the SHA-256 of all of it. Read back it is the same to
/// the last bit, with the estimates in the order of `estimates_table`. \throws Error
/// (cannot_create, io) as write_file_atomically does.
void write_part(const std::filesystem::path& path, const RecordingResult& result,
                const std::string& key);

/// A part and the key that it was made under.
struct StoredPart {
  std::string key;
  RecordingResult result;
};

/// The part, or nothing where the file is not there or is damaged in any way: the recording is then
/// to be done anew. HDF5 sees the file only once its checksum holds, since the library can crash on
/// a damaged one.
std::optional<StoredPart> read_part(const std::filesystem::path& path);

/// The same, and nothing where it was made under another key.
std::optional<RecordingResult> read_part(const std::filesystem::path& path, const std::string& key);

/// The key that a part was made under, or nothing where the file is not there or does not open as a
/// part.
std::optional<std::string> read_part_key(const std::filesystem::path& path);

}  // namespace stiff
