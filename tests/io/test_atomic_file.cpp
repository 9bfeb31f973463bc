#include "stiff/core/error.h"
#include "stiff/io/atomic_file.h"

#include <fstream>
#include <iterator>

#include "io/scratch.h"
#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

using stiff_test::Scratch;

namespace {

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t count_files(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

stiff::ErrorKind kind_of_failure(const std::filesystem::path& target) {
  try {
    stiff::write_file_atomically(target, "text");
  } catch (const stiff::Error& error) {
    return error.kind();
  }
  FAIL("nothing was thrown");
  return {};
}

/// The id of a process that is no more.
int dead_process() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ::waitpid(child, nullptr, 0);
  return child;
}

}  // namespace

TEST_CASE("A file is written whole, and replaces what stood there") {
  const Scratch folder;
  const auto path = folder / "a b\xC3\xA9.txt";
  stiff::write_file_atomically(path, "first, and longer");
  stiff::write_file_atomically(path, "second");
  CHECK(content(path) == "second");
  CHECK(count_files(folder.path()) == 1);
  // A name as long as file systems take: the partial file's must not be longer.
  stiff::write_file_atomically(folder / std::string(255, 'n'), "long");
  CHECK(content(folder / std::string(255, 'n')) == "long");
}

TEST_CASE("Where a file cannot be made, what is wrong is said and nothing is left") {
  const Scratch folder;
  CHECK(kind_of_failure(folder / "absent" / "file") == stiff::ErrorKind::cannot_create);
  std::filesystem::create_directory(folder / "taken");
  std::ofstream(folder / "taken" / "something") << "x";
  CHECK(kind_of_failure(folder / "taken") == stiff::ErrorKind::cannot_create);
  CHECK(count_files(folder.path()) == 1);
}

TEST_CASE("What dead processes of this host left is swept, and nothing else") {
  const Scratch folder;
  char host[65] = {};
  REQUIRE(::gethostname(host, sizeof host - 1) == 0);
  const auto partial = [&](const std::string& on, int process) {
    return ".results.h5.partial-" + on + "-" + std::to_string(process);
  };
  const std::string dead = partial(host, dead_process());
  const std::string alive = partial(host, ::getpid());
  const std::string elsewhere = partial(std::string(host) + "x", dead_process());
  const std::string odd = ".results.h5.partial-" + std::string(host) + "-12x";
  for (const auto& name : {dead, alive, elsewhere, odd, std::string("results.h5")}) {
    std::ofstream(folder / name) << "half";
  }
  stiff::sweep_partial_files(folder.path());
  CHECK_FALSE(std::filesystem::exists(folder / dead));
  CHECK(count_files(folder.path()) == 4);
  stiff::sweep_partial_files(folder / "absent");
}
