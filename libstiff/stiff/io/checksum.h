#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace stiff {

/// SHA-256 of bytes that come in pieces (FIPS 180-4, by OpenSSL).
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::span<const std::byte> bytes);
  void update(std::string_view text);
  /// A text with its length before it, so that ("ab", "c") and ("a", "bc") differ.
  void update_framed(std::string_view text);
  /// 64 lower-case hexadecimal digits. Called once; nothing may be added afterwards.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256_of(std::string_view text);

/// Of a file's bytes, read in pieces. \throws Error (no_input) where it cannot be opened, (io)
/// where reading fails.
std::string sha256_of_file(const std::filesystem::path& path);

}  // namespace stiff
