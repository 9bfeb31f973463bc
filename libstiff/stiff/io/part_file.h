#pragma once

#include "stiff/result/estimates.h"

#include <filesystem>
#include <optional>
#include <string>

namespace stiff {

/// Writes one recording's result with the key that it was made under, atomically. A part is
/// nobody's interface and there is one a recording, so it is one block of bytes (numbers as their
/// bits, little end first; a text behind its length) with its SHA-256 behind it, and not HDF5,
/// which takes a hundred times as long over tables this small. Read back it is the same to the last
/// bit. \throws Error (cannot_create, io) as write_file_atomically does.
void write_part(const std::filesystem::path& path, const RecordingResult& result,
                const std::string& key);

/// A part and the key that it was made under.
struct StoredPart {
  std::string key;
  RecordingResult result;
};

/// The part, or nothing where the file is not there, is damaged in any way or is of another layout:
/// the recording is then to be done anew.
std::optional<StoredPart> read_part(const std::filesystem::path& path);

/// The same, and nothing where it was made under another key.
std::optional<RecordingResult> read_part(const std::filesystem::path& path, const std::string& key);

}  // namespace stiff
