#include "stiff/io/byte_file.h"

#include "stiff/core/error.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace stiff {

ByteFile::ByteFile(const std::filesystem::path& path) : path_(path) {
  // Not to wait for a writer where the path is a pipe.
  descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor_ < 0) {
    const int why = errno;
    throw Error(why == ENOENT || why == ENOTDIR ? ErrorKind::no_input : ErrorKind::io,
                path.filename().string() + ": " + std::strerror(why));
  }
  struct stat about {};
  if (::fstat(descriptor_, &about) != 0 || !S_ISREG(about.st_mode)) {
    ::close(descriptor_);
    throw Error(ErrorKind::no_input, path.filename().string() + ": not a regular file");
  }
  size_ = static_cast<std::uint64_t>(about.st_size);
}

ByteFile::~ByteFile() {
  ::close(descriptor_);
}

void ByteFile::read(std::uint64_t offset, std::span<std::byte> bytes) const {
  if (offset > size_ || bytes.size() > size_ - offset) refuse("it ends early: the file is cut");
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::pread(descriptor_, bytes.data() + done, bytes.size() - done,
                                static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      throw Error(ErrorKind::io, path_.filename().string() + ": " + std::strerror(errno));
    if (got == 0) refuse("it became shorter while it was read");
    done += static_cast<std::size_t>(got);
  }
}

void ByteFile::refuse(const std::string& what) const {
  throw Error(ErrorKind::bad_data, path_.filename().string() + ": " + what);
}

std::string read_text(const std::filesystem::path& path, std::uint64_t largest) {
  const ByteFile file(path);
  if (file.size() > largest) {
    file.refuse("it is " + std::to_string(file.size()) +
                " bytes long, too long for a text of its kind");
  }
  std::string text(file.size(), '\0');
  file.read(0, std::as_writable_bytes(std::span<char>(text)));
  return text;
}

}  // namespace stiff
