#include "stiff/io/hdf5_file.h"

#include "stiff/core/error.h"

#include <array>
#include <cstring>
#include <fstream>
#include <mutex>
#include <string>
#include <utility>

#include <hdf5.h>

namespace stiff::hdf5 {

static_assert(sizeof(hid_t) == sizeof(std::int64_t), "ids are 64-bit since HDF5 1.10");

Handle::Handle(std::int64_t id, Closer closer, std::string_view what) : id_(id), closer_(closer) {
  check(id, what);
}

Handle::Handle(Handle&& other) noexcept
    : id_(std::exchange(other.id_, -1)), closer_(other.closer_) {}

Handle& Handle::operator=(Handle&& other) noexcept {
  std::swap(id_, other.id_);
  std::swap(closer_, other.closer_);
  return *this;
}

Handle::~Handle() {
  if (id_ >= 0) closer_(id_);
}

void Handle::close() {
  if (id_ >= 0) check(closer_(std::exchange(id_, -1)), "HDF5 could not close an object");
}

void check(std::int64_t answer, std::string_view what) {
  if (answer < 0) throw Error(ErrorKind::io, std::string(what));
}

void prepare_library() {
  static std::once_flag once;
  std::call_once(once, [] {
    H5dont_atexit();
    check(H5open(), "the HDF5 library does not start");
    check(H5PLset_loading_state(0), "HDF5's filter plug-ins cannot be switched off");
    check(H5Lunregister(H5L_TYPE_EXTERNAL), "HDF5's external links cannot be switched off");
  });
  // The error stack is the thread's own in a thread-safe build.
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

bool is_hdf5(const std::filesystem::path& path) {
  constexpr std::array<unsigned char, 8> kSignature{0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  std::ifstream file(path, std::ios::binary);
  // The superblock lies at 0, or behind a user block at 512, 1024, 2048 ...; MATLAB uses 512.
  for (const std::streamoff at : {0, 512, 1024, 2048}) {
    std::array<char, kSignature.size()> start{};
    file.seekg(at);
    file.read(start.data(), start.size());
    if (!file) return false;
    if (std::memcmp(start.data(), kSignature.data(), start.size()) == 0) return true;
  }
  return false;
}

}  // namespace stiff::hdf5
