#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What covers the texts of a group. HDF5 checks its metadata (superblock 2) and, with fletcher32,
/// numbers; variable-length texts lie in a heap that nothing covers.
namespace stiff::hdf5 {

inline constexpr std::string_view kStringsChecksum = "strings_sha256";

/// Gathers the variable-length texts of one group, of its datasets and of their attributes, but not
/// of the groups below. Each entry has a key: `name` for a dataset, `name@attribute` for its
/// attribute, `@attribute` for the group's own (`strings_sha256` itself is left out), and a SHA-256
/// over the number of its texts and the texts. The checksum is the SHA-256 over keys and entries'
/// SHA-256 (as 64 hexadecimal digits), in the byte order of the keys. Every text has its length
/// before it; lengths and numbers are 8 bytes, little-endian.
class StringsChecksum {
 public:
  void add(const std::string& key, std::span<const std::string> texts);
  std::string hex() const;
  bool empty() const { return entries_.empty(); }

 private:
  std::map<std::string, std::string> entries_;  ///< SHA-256 of an entry's texts by key
};

/// The text as UTF-8 without NUL: whatever else it holds becomes U+FFFD.
std::string as_utf8(std::string_view text);

}  // namespace stiff::hdf5
