#include "stiff/study/worker_pool.h"

#include <thread>

#include "study/study_fixture.h"
#include <catch2/catch.hpp>

using namespace stiff;
using namespace stiff::test;
using Kind = WorkerEnd::Kind;

namespace {

WorkerEnd end_of(const std::function<std::string()>& job,
                 WorkerLimits limits = {.memory_gib = 1, .time_s = 20}) {
  Worker worker(job, limits);
  while (true) {
    if (const auto end = worker.advance()) return *end;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace

TEST_CASE("a worker hands back what its job returned, however long") {
  CHECK(end_of([] { return std::string(); }).kind == Kind::finished);
  const std::string long_text(300'000, 'x');  // more than a pipe holds
  const WorkerEnd end = end_of([&] { return long_text; });
  CHECK(end.kind == Kind::finished);
  CHECK(end.text == long_text);
}

TEST_CASE("a worker's Error comes back with its line and kind") {
  const WorkerEnd end =
      end_of([]() -> std::string { throw Error(ErrorKind::no_input, "'a b.mat' is not there"); });
  CHECK(end.kind == Kind::error);
  CHECK(end.error == ErrorKind::no_input);
  CHECK(end.text == "'a b.mat' is not there");
}

TEST_CASE("a worker that dies says how, and its parent lives") {
  const auto by_signal = [](int signal) {
    return end_of([signal]() -> std::string {
      std::signal(signal, SIG_DFL);
      std::raise(signal);
      return "never";
    });
  };
  CHECK(by_signal(SIGABRT).text == "its worker crashed (SIGABRT)");
  CHECK(by_signal(SIGFPE).text == "its worker crashed (SIGFPE)");
  CHECK(by_signal(SIGKILL).text.find("out of memory") != std::string::npos);
  const WorkerEnd exited = end_of([]() -> std::string { _exit(3); });
  CHECK(exited.kind == Kind::crashed);
  CHECK(exited.text == "its worker ended by itself with code 3");
  const WorkerEnd thrown = end_of([]() -> std::string { throw std::logic_error("lost"); });
  CHECK(thrown.kind == Kind::crashed);
  CHECK(thrown.text == "its worker stopped: lost");
}

TEST_CASE("an exit after the answer does not count as an answer") {
  // A job that has damaged its process may still return; here the process dies with code 0 and no
  // answer.
  const WorkerEnd end = end_of([]() -> std::string { _exit(0); });
  CHECK(end.kind == Kind::crashed);
}

TEST_CASE("a worker is held to its memory and its time") {
  if (built_with_sanitizer()) {
    WARN("built with a sanitizer: workers have no limits");
    return;
  }
  const WorkerEnd memory =
      end_of([] { return std::to_string(take_all_memory()); }, {.memory_gib = 0.5, .time_s = 20});
  CHECK(memory.kind == Kind::over_memory);
  CHECK(memory.text == "needed more than its memory limit of 0.500 GiB");

  const auto begin = std::chrono::steady_clock::now();
  const WorkerEnd asleep = end_of(
      []() -> std::string {
        std::this_thread::sleep_for(std::chrono::seconds(60));
        return "";
      },
      {.memory_gib = 1, .time_s = 0.25});
  CHECK(asleep.kind == Kind::over_time);
  CHECK(asleep.text == "took longer than its time limit of 0.250 s");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
}

TEST_CASE("a worker does not outlive its parent") {
  TemporaryFolder folder;
  const fs::path sign = folder / "pid";
  const bool killed = killed_after(std::chrono::milliseconds(300), [&] {
    Worker worker(
        [&] {
          write_text(sign, std::to_string(getpid()));
          std::this_thread::sleep_for(std::chrono::seconds(600));
          return std::string();
        },
        {.memory_gib = 1, .time_s = 600});
    std::this_thread::sleep_for(std::chrono::seconds(600));
  });
  REQUIRE(killed);
  REQUIRE(fs::exists(sign));
  const pid_t worker = std::stoi(read_text(sign));
  bool gone = false;
  for (int tries = 0; tries < 300 && !gone; ++tries) {
    // A zombie that nobody has waited for yet is dead as well.
    const std::string stat = read_text("/proc/" + std::to_string(worker) + "/stat");
    gone = stat.empty() || stat.find(") Z") != std::string::npos;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  CHECK(gone);
}

TEST_CASE("a worker that is let go is killed and waited for") {
  pid_t process = 0;
  {
    Worker worker(
        []() -> std::string {
          std::this_thread::sleep_for(std::chrono::seconds(600));
          return "";
        },
        {.memory_gib = 1, .time_s = 600});
    process = worker.process();
  }
  CHECK(kill(process, 0) != 0);
  CHECK(errno == ESRCH);
}

TEST_CASE("a pool runs every job once, never more at a time than it may") {
  const int jobs = GENERATE(1, 2, 5);
  std::vector<int> ended(40, 0);
  int running = 0;
  int most = 0;
  WorkerPoolCalls calls;
  calls.job = [](std::size_t i) { return std::to_string(i * i); };
  calls.started = [&](std::size_t, pid_t) { most = std::max(most, ++running); };
  calls.ended = [&](std::size_t i, const WorkerEnd& end) {
    --running;
    ++ended[i];
    CHECK(end.text == std::to_string(i * i));
  };
  CHECK(run_workers(ended.size(), jobs, {.memory_gib = 1, .time_s = 20}, calls));
  CHECK(ended == std::vector<int>(40, 1));
  CHECK(most == jobs);
}

TEST_CASE("a pool stops when asked, and when its caller throws, and leaves no process") {
  std::vector<pid_t> processes;
  WorkerPoolCalls calls;
  calls.job = [](std::size_t i) -> std::string {
    if (i > 0) std::this_thread::sleep_for(std::chrono::seconds(600));
    return "";
  };
  calls.started = [&](std::size_t, pid_t process) { processes.push_back(process); };
  bool first_ended = false;
  SECTION("asked") {
    calls.ended = [&](std::size_t, const WorkerEnd&) { first_ended = true; };
    calls.stop = [&] { return first_ended; };
    CHECK_FALSE(run_workers(9, 3, {.memory_gib = 1, .time_s = 600}, calls));
  }
  SECTION("throws") {
    calls.ended = [](std::size_t, const WorkerEnd&) { throw Error(ErrorKind::io, "disk full"); };
    CHECK_THROWS_AS(run_workers(9, 3, {.memory_gib = 1, .time_s = 600}, calls), Error);
  }
  CHECK(processes.size() >= 3);
  for (const pid_t process : processes) CHECK(kill(process, 0) != 0);
}

TEST_CASE(
    "a worker of several jobs hands back each, and ends with the first that does not finish") {
  const auto ends_of = [](std::size_t count, const std::function<std::string(std::size_t)>& job) {
    Worker worker(count, job, {.memory_gib = 1, .time_s = 20});
    std::vector<WorkerEnd> ends;
    while (!worker.over()) {
      if (const auto end = worker.advance()) ends.push_back(*end);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return ends;
  };
  const std::vector<WorkerEnd> all =
      ends_of(5, [](std::size_t i) { return std::string(i * 40'000, static_cast<char>('a' + i)); });
  REQUIRE(all.size() == 5);
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK(all[i].kind == Kind::finished);
    CHECK(all[i].text == std::string(i * 40'000, static_cast<char>('a' + i)));
  }
  const std::vector<WorkerEnd> cut = ends_of(5, [](std::size_t i) -> std::string {
    if (i == 2) _exit(3);
    return "done";
  });
  REQUIRE(cut.size() == 3);
  CHECK(cut[1].text == "done");
  CHECK(cut[2].text == "its worker ended by itself with code 3");
  const std::vector<WorkerEnd> thrown = ends_of(3, [](std::size_t i) -> std::string {
    if (i == 0) throw Error(ErrorKind::io, "the disk is full");
    return "done";
  });
  REQUIRE(thrown.size() == 1);
  CHECK(thrown[0].kind == Kind::error);
  CHECK(thrown[0].text == "the disk is full");
}

TEST_CASE("the time limit is that of one job, whichever others its process does") {
  if (built_with_sanitizer()) return;
  Worker worker(4,
                [](std::size_t i) -> std::string {
                  std::this_thread::sleep_for(std::chrono::milliseconds(i == 3 ? 60'000 : 400));
                  return "done";
                },
                {.memory_gib = 1, .time_s = 1});
  std::vector<WorkerEnd> ends;
  while (!worker.over()) {
    if (const auto end = worker.advance()) ends.push_back(*end);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  // Three jobs of 0.4 s each are more than a second, and each of them less.
  REQUIRE(ends.size() == 4);
  CHECK(ends[2].text == "done");
  CHECK(ends[3].kind == Kind::over_time);
}

TEST_CASE("a job in a shared process fails alone, and by its own doing") {
  const int jobs = GENERATE(1, 3);
  constexpr std::size_t kCount = 200;
  const auto bad = [](std::size_t i) { return i % 37 == 5; };
  std::vector<int> ended(kCount, 0);
  std::map<pid_t, int> processes;
  WorkerPoolCalls calls;
  calls.job = [&](std::size_t i) -> std::string {
    // What an earlier job of the same process left behind, which kills the later one here alone.
    static int jobs_of_this_process = 0;
    ++jobs_of_this_process;
    if (i == 100 && jobs_of_this_process > 1) std::abort();
    if (i == 77) throw std::bad_alloc();
    if (bad(i)) std::abort();
    return std::to_string(i);
  };
  calls.may_share = [](std::size_t i) { return i != 50; };
  calls.started = [&](std::size_t, pid_t process) { ++processes[process]; };
  calls.ended = [&](std::size_t i, const WorkerEnd& end) {
    ++ended[i];
    if (bad(i)) {
      CHECK(end.text == "its worker crashed (SIGABRT)");
    } else if (i == 77) {
      CHECK(end.kind == Kind::over_memory);
    } else {
      CHECK(end.kind == Kind::finished);
      CHECK(end.text == std::to_string(i));
    }
  };
  CHECK(run_workers(kCount, jobs, {.memory_gib = 1, .time_s = 20}, calls));
  CHECK(ended == std::vector<int>(kCount, 1));
  CHECK(processes.size() < kCount / 2);
}
