#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

/// What reading and writing HDF5 share. No header of this room includes hdf5.h: ids are plain
/// 64-bit integers here, as hid_t is.
namespace stiff::hdf5 {

/// Owns one HDF5 id and closes it.
class Handle {
 public:
  using Closer = int (*)(std::int64_t);

  Handle() = default;
  /// Takes `id`, which a HDF5 call returned. \throws Error (kind io) saying `what` where it is < 0.
  Handle(std::int64_t id, Closer closer, std::string_view what);
  Handle(Handle&& other) noexcept;
  Handle& operator=(Handle&& other) noexcept;
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle();

  std::int64_t id() const { return id_; }
  /// Closes now. \throws Error (io) where HDF5 says that the close failed.
  void close();

 private:
  std::int64_t id_ = -1;
  Closer closer_ = nullptr;
};

/// Throws Error (io) saying `what` where a HDF5 call's answer is below 0.
void check(std::int64_t answer, std::string_view what);

/// Makes the HDF5 library of this process fit for files from strangers, and silent: no filter
/// plug-ins are loaded, external links are unknown, nothing is printed, no exit handler is left.
/// Called by every open and create; the first call must come before any other use of HDF5 in the
/// process for the exit handler to be left out.
void prepare_library();

/// Whether the file begins as a HDF5 file does. It may still be damaged. False where it cannot be
/// read.
bool is_hdf5(const std::filesystem::path& path);

}  // namespace stiff::hdf5
