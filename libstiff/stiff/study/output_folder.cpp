#include "stiff/study/output_folder.h"

#include "stiff/core/error.h"
#include "stiff/io/atomic_file.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace stiff {
namespace {

namespace fs = std::filesystem;

// The workers of a parent that was killed die a moment after it; until then they hold its lock.
constexpr auto kPatience = std::chrono::seconds(2);

[[noreturn]] void cannot_create(const fs::path& folder, const std::string& why) {
  throw Error(ErrorKind::cannot_create,
              "cannot write results to '" + folder.string() + "': " + why);
}

// One name in the folder that a run would not have made before its mark, or nothing.
std::string foreign_entry(const fs::path& folder) {
  std::string first;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    // A run that was stopped between making `parts` and its mark.
    if (name == "parts" && entry.is_directory() && fs::is_empty(entry.path())) continue;
    if (first.empty() || name < first) first = name;
  }
  return first;
}

}  // namespace

fs::path OutputPaths::part_file(const std::string& recording_id) const {
  return parts_folder() / (recording_id + ".part");
}

fs::path OutputPaths::maps_file(const std::string& recording_id) const {
  return maps_folder() / (recording_id + ".h5");
}

bool OutputPaths::made_by_run() const {
  std::error_code none;
  return fs::is_regular_file(lock_file(), none);
}

void OutputPaths::check() const {
  std::error_code fault;
  const fs::file_status status = fs::status(folder, fault);
  if (status.type() == fs::file_type::not_found || made_by_run()) return;
  if (status.type() != fs::file_type::directory) {
    cannot_create(folder, fault ? fault.message() : "it is a file, not a folder");
  }
  try {
    const std::string foreign = foreign_entry(folder);
    if (foreign.empty()) return;
    cannot_create(folder, "it holds something else ('" + foreign +
                              "'); give a new or an empty folder, or one that `stiff run` made");
  } catch (const fs::filesystem_error& error) {
    cannot_create(folder, error.code().message());
  }
}

OutputFolder::OutputFolder(const fs::path& folder, Shard shard) : paths_{folder} {
  paths_.check();
  std::error_code fault;
  fs::create_directories(paths_.parts_folder(), fault);
  if (fault) cannot_create(folder, fault.message());
  lock(paths_.lock_file(), !shard.whole());  // the mark comes before anything else
  if (!shard.whole()) {
    lock(paths_.parts_folder() / ("shard-" + std::to_string(shard.index) + "-of-" +
                                  std::to_string(shard.count) + ".lock"),
         false);
  }
}

OutputFolder OutputFolder::existing(const fs::path& folder) {
  if (!OutputPaths{folder}.made_by_run()) {
    throw Error(ErrorKind::no_input,
                "'" + folder.string() + "' is not a results folder that `stiff run` made");
  }
  return OutputFolder(folder, Shard{});
}

void OutputFolder::lock(const fs::path& file, bool shared) {
  const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) {
    const std::string why = std::strerror(errno);
    for (const int held : std::exchange(locks_, {})) close(held);
    cannot_create(paths_.folder, why);
  }
  locks_.push_back(descriptor);
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  while (flock(descriptor, (shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0) {
    const bool taken = errno == EWOULDBLOCK;
    if (errno == EINTR) continue;
    if (!taken || std::chrono::steady_clock::now() >= give_up) {
      const std::string why = taken ? "another `stiff run` or `stiff collect` is at work there"
                                    : std::string(std::strerror(errno));
      for (const int held : std::exchange(locks_, {})) close(held);
      cannot_create(paths_.folder, why);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

OutputFolder::OutputFolder(OutputFolder&& other) noexcept
    : paths_(std::move(other.paths_)), locks_(std::exchange(other.locks_, {})) {}

OutputFolder::~OutputFolder() {
  for (const int held : locks_) close(held);
}

void OutputFolder::sweep() const {
  sweep_partial_files(paths_.folder);
  sweep_partial_files(paths_.parts_folder());
  sweep_partial_files(paths_.maps_folder());
}

}  // namespace stiff
