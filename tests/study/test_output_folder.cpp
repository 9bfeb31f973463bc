#include "study/study_fixture.h"
#include <catch2/catch.hpp>
#include <sys/stat.h>

using namespace stiff;
using namespace stiff::test;

namespace {

template <class Action>
ErrorKind fault_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    INFO(error.what());
    CHECK(std::string(error.what()).find('\n') == std::string::npos);
    return error.kind();
  }
  FAIL("no Error");
  return ErrorKind::usage;
}

}  // namespace

TEST_CASE("an output folder is new, empty, or made by a run before") {
  TemporaryFolder place;
  const fs::path out = place / "a" / "results ä";
  CHECK_NOTHROW(OutputPaths{out}.check());
  CHECK_FALSE(fs::exists(place / "a"));  // checking makes nothing
  { OutputFolder folder(out, {}); }
  CHECK(OutputPaths{out}.made_by_run());
  write_text(out / "candidates.h5", "another command's");
  CHECK_NOTHROW(OutputFolder(out, {}));

  fs::create_directories(place / "empty");
  CHECK_NOTHROW(OutputFolder(place / "empty", {}));
  fs::create_directories(place / "stopped early" / "parts");
  CHECK_NOTHROW(OutputFolder(place / "stopped early", {}));
}

TEST_CASE("an output folder with something else in it is left alone") {
  TemporaryFolder place;
  write_text(place / "thesis" / "chapter.tex", "precious");
  CHECK(fault_of([&] { OutputFolder(place / "thesis", {}); }) == ErrorKind::cannot_create);
  CHECK(visible_files(place / "thesis").size() == 1);
  CHECK_FALSE(fs::exists(place / "thesis" / "parts"));

  write_text(place / "file", "x");
  CHECK(fault_of([&] { OutputFolder(place / "file", {}); }) == ErrorKind::cannot_create);
  CHECK(read_text(place / "file") == "x");
  // Below a file no folder can be made.
  CHECK(fault_of([&] { OutputFolder(place / "file" / "below", {}); }) == ErrorKind::cannot_create);
  CHECK(fault_of([&] { OutputFolder("/proc/stiff", {}); }) == ErrorKind::cannot_create);
  CHECK(fault_of([&] { OutputFolder::existing(place / "thesis"); }) == ErrorKind::no_input);
}

TEST_CASE("a second parent stays out while the first is at work") {
  TemporaryFolder place;
  const fs::path out = place / "out";
  {
    OutputFolder first(out, {});
    CHECK(fault_of([&] { OutputFolder(out, {}); }) == ErrorKind::cannot_create);
    CHECK(fault_of([&] { OutputFolder(out, {1, 2}); }) == ErrorKind::cannot_create);
    CHECK(fault_of([&] { OutputFolder::existing(out); }) == ErrorKind::cannot_create);
  }
  OutputFolder second(out, {});
  const OutputFolder moved = std::move(second);
  CHECK(fault_of([&] { OutputFolder(out, {}); }) == ErrorKind::cannot_create);
}

TEST_CASE("shards work side by side, each once, and keep a whole run and collect out") {
  TemporaryFolder place;
  const fs::path out = place / "out";
  OutputFolder first(out, {1, 3});
  OutputFolder third(out, {3, 3});
  CHECK(fault_of([&] { OutputFolder(out, {3, 3}); }) == ErrorKind::cannot_create);
  CHECK(fault_of([&] { OutputFolder(out, {}); }) == ErrorKind::cannot_create);
  CHECK(fault_of([&] { OutputFolder::existing(out); }) == ErrorKind::cannot_create);
}

TEST_CASE("a lock ends with its process, however it ends") {
  TemporaryFolder place;
  const fs::path out = place / "out";
  const bool killed = killed_after(std::chrono::milliseconds(200), [&] {
    OutputFolder folder(out, {});
    std::this_thread::sleep_for(std::chrono::seconds(600));
  });
  REQUIRE(killed);
  CHECK_NOTHROW(OutputFolder(out, {}));
}

TEST_CASE("partial files of dead processes are swept, nothing else") {
  TemporaryFolder place;
  const fs::path out = place / "out";
  killed_after(std::chrono::milliseconds(0), [] {});
  OutputFolder folder(out, {});
  const pid_t dead = fork();
  if (dead == 0) _exit(0);
  waitpid(dead, nullptr, 0);
  char host[65] = {};
  gethostname(host, 64);
  const std::string of_dead = std::string(".a.h5.partial-") + host + "-" + std::to_string(dead);
  const std::string of_living =
      std::string(".a.h5.partial-") + host + "-" + std::to_string(getpid());
  for (const char* inner : {".", "parts", "maps"}) {
    write_text(out / inner / of_dead, "half");
    write_text(out / inner / of_living, "half");
    write_text(out / inner / "whole.h5", "whole");
  }
  folder.sweep();
  for (const char* inner : {".", "parts", "maps"}) {
    CHECK_FALSE(fs::exists(out / inner / of_dead));
    CHECK(fs::exists(out / inner / of_living));
    CHECK(fs::exists(out / inner / "whole.h5"));
  }
}
