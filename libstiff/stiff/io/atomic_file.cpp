#include "stiff/io/atomic_file.h"

#include "stiff/core/error.h"
#include "stiff/io/checksum.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

namespace stiff {
namespace {

constexpr std::string_view kMark = ".partial-";

std::string host_name() {
  std::array<char, 65> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

/// A name for the partial file that is no longer than a file system takes (255 bytes).
std::string partial_name(const std::string& target_name) {
  const std::string stem = target_name.size() <= 120
                               ? target_name
                               : target_name.substr(0, 80) + sha256_of(target_name).substr(0, 16);
  return "." + stem + std::string(kMark) + host_name() + "-" + std::to_string(::getpid());
}

[[noreturn]] void fail(ErrorKind kind, const std::filesystem::path& target, const char* what,
                       int error_number) {
  throw Error(kind, "'" + target.string() + "' " + what + ": " +
                        std::generic_category().message(error_number));
}

class FileDescriptor {
 public:
  explicit FileDescriptor(int descriptor) : descriptor_(descriptor) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int get() const { return descriptor_; }
  int close() { return ::close(std::exchange(descriptor_, -1)); }

 private:
  int descriptor_;
};

/// Removes the partial file unless it was renamed.
struct PartialFile {
  std::filesystem::path path;
  bool kept = false;
  ~PartialFile() {
    if (!kept) ::unlink(path.c_str());
  }
};

void write_all(FileDescriptor& file, std::span<const std::byte> bytes,
               const std::filesystem::path& target) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(ErrorKind::io, target, "cannot be written", errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  if (::fsync(file.get()) != 0) fail(ErrorKind::io, target, "cannot be written", errno);
  if (file.close() != 0) fail(ErrorKind::io, target, "cannot be written", errno);
}

/// A killed process that its parent has not waited for yet (state Z) writes nothing any more.
bool is_alive(pid_t process) {
  if (::kill(process, 0) != 0 && errno == ESRCH) return false;
  std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
  std::string text;
  std::getline(stat, text);
  const std::size_t name_end = text.rfind(") ");
  return name_end == std::string::npos || text.compare(name_end + 2, 1, "Z") != 0;
}

bool left_by_dead_process(const std::string& file_name) {
  const std::size_t mark = file_name.rfind(kMark);
  if (file_name.empty() || file_name.front() != '.' || mark == std::string::npos) return false;
  const std::string owner = file_name.substr(mark + kMark.size());
  const std::size_t dash = owner.rfind('-');
  if (dash == std::string::npos || owner.substr(0, dash) != host_name()) return false;
  pid_t process = 0;
  const char* end = owner.data() + owner.size();
  const auto [stop, error] = std::from_chars(owner.data() + dash + 1, end, process);
  if (error != std::errc{} || stop != end || process <= 0) return false;
  return !is_alive(process);
}

}  // namespace

void write_file_atomically(const std::filesystem::path& target, std::span<const std::byte> bytes) {
  const std::filesystem::path folder =
      target.has_parent_path() ? target.parent_path() : std::filesystem::path(".");
  PartialFile partial{folder / partial_name(target.filename().string())};
  FileDescriptor file(
      ::open(partial.path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666));
  if (file.get() < 0) {
    partial.kept = true;  // it is not ours
    fail(ErrorKind::cannot_create, target, "cannot be created", errno);
  }
  write_all(file, bytes, target);
  if (::rename(partial.path.c_str(), target.c_str()) != 0) {
    fail(ErrorKind::cannot_create, target, "cannot be created", errno);
  }
  partial.kept = true;
  // The name is safe only once the folder is on the disk. Some network file systems have no fsync
  // for folders: the file itself is whole either way.
  FileDescriptor folder_descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder_descriptor.get() >= 0) ::fsync(folder_descriptor.get());
}

void write_file_atomically(const std::filesystem::path& target, std::string_view text) {
  write_file_atomically(target, std::as_bytes(std::span(text)));
}

void sweep_partial_files(const std::filesystem::path& folder) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    if (left_by_dead_process(entry.path().filename().string())) {
      std::filesystem::remove(entry.path(), ignored);
    }
  }
}

}  // namespace stiff
