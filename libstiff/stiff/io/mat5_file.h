#pragma once

#include "stiff/io/byte_file.h"
#include "stiff/io/mat_value.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace stiff {

/// A MATLAB v5 file (`save -v6`, `-v7`; scipy, Octave). It is read here and not through matio,
/// because matio 1.5.23 takes 581 of 596 cut files for whole, gives zeros for a cut compressed
/// variable, and needs twice the time: every byte count is held against the file's size, every
/// compressed variable must inflate to just the bytes that it declares and pass its checksum.
class Mat5File {
 public:
  /// \throws Error (bad_data) where the file is no v5 file, or its elements do not fill it.
  explicit Mat5File(const std::filesystem::path& path);

  const std::vector<MatEntry>& entries() const { return entries_; }
  /// \throws Error (bad_data) where there is no such variable or it is damaged.
  MatValue read(const std::string& name) const;

 private:
  struct Place {
    std::uint64_t offset = 0;  ///< of the element's data
    std::uint32_t size = 0;
    bool compressed = false;
  };
  void scan();
  void add_entry(const Place& place);

  ByteFile file_;
  bool swapped_ = false;
  std::vector<MatEntry> entries_;
  std::vector<Place> places_;
};

/// Whether the first bytes are those of a MATLAB v5 file.
bool is_mat5(const std::filesystem::path& path);

}  // namespace stiff
