#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stiff {

/// What a part's numbers hang on, as three checksums (SHA-256), so that a later run can say which
/// of them changed. A part whose key is equal is as good as a new one.
struct PartKey {
  std::string input;     ///< over the recording's files: names and bytes
  std::string metadata;  ///< over its resolved sidecars and tables
  std::string options;  ///< over the options that can change a number, the analyser and the version

  /// `input=<hex> metadata=<hex> options=<hex>`
  std::string text() const;
  /// Of such a text, whatever follows it; empty checksums where it is none.
  static PartKey parse(std::string_view text);
  bool operator==(const PartKey&) const = default;
};

/// A key as a part holds it: the key's text and `maps=<0|1>`, which says whether the recording's
/// maps were written with it.
struct StoredKey {
  PartKey key;
  bool maps = false;

  std::string text() const;
  static StoredKey parse(std::string_view text);
};

/// A file's name relative to `root` with its SHA-256. \throws Error (no_input, io) where it cannot
/// be read.
using FileChecksum = std::pair<std::string, std::string>;
std::vector<FileChecksum> file_checksums(const std::vector<std::filesystem::path>& files,
                                         const std::filesystem::path& root);

/// One checksum over a recording's files, whatever folder they lie in: of a single file its own, of
/// several over their names and checksums in the order of the names.
std::string input_checksum(std::vector<FileChecksum> files);

}  // namespace stiff
