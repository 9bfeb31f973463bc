#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace stiff {

/// A regular file open for reading at any offset. It is not mapped: a file that shrinks while it is
/// read gives an Error, not a signal.
class ByteFile {
 public:
  /// \throws Error (no_input) where there is no regular file, (io) where it cannot be opened.
  explicit ByteFile(const std::filesystem::path& path);
  ~ByteFile();
  ByteFile(const ByteFile&) = delete;
  ByteFile& operator=(const ByteFile&) = delete;

  std::uint64_t size() const { return size_; }
  const std::filesystem::path& path() const { return path_; }
  /// Fills `bytes` from `offset` on. \throws Error (bad_data) where the file ends before, (io) on a
  /// failed read.
  void read(std::uint64_t offset, std::span<std::byte> bytes) const;
  /// An error about this file: "<file name>: <what>".
  [[noreturn]] void refuse(const std::string& what) const;

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

/// The whole of a text file. \throws Error (bad_data) where it is larger than `largest` bytes.
std::string read_text(const std::filesystem::path& path, std::uint64_t largest = 256u << 20);

}  // namespace stiff
