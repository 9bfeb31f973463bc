#include "stiff/study/worker.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <exception>
#include <new>
#include <string_view>
#include <thread>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define STIFF_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define STIFF_SANITIZED 1
#endif
#endif
#ifndef STIFF_SANITIZED
#define STIFF_SANITIZED 0
#endif

namespace stiff {
namespace {

// The first byte of a message says what it is.
constexpr char kReturned = 'R';
constexpr char kError = 'E';  // its text begins with the kind's exit code as one byte
constexpr char kException = 'X';
constexpr char kOutOfMemory = 'M';
constexpr std::size_t kMessageHead = 1 + sizeof(std::uint64_t);

void set_limit(decltype(RLIMIT_AS) which, double value) {
  rlimit limit{};
  if (getrlimit(which, &limit) != 0) return;
  const double bounded = std::min(value, 9e18);
  limit.rlim_cur = std::min(static_cast<rlim_t>(bounded), limit.rlim_max);
  setrlimit(which, &limit);
}

// What makes the child a worker. No allocation here that a failure could leave half done.
void settle_child(pid_t parent, const WorkerLimits& limits, std::size_t jobs) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);  // the parent died before the line above
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a full disk is an error that write() returns, not a death
  set_limit(RLIMIT_CORE, 0);
  const int nowhere = open("/dev/null", O_RDWR);
  if (nowhere >= 0) {
    dup2(nowhere, STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    if (!built_with_sanitizer()) dup2(nowhere, STDERR_FILENO);  // its report is worth the noise
  }
  if (built_with_sanitizer()) return;
  set_limit(RLIMIT_AS, limits.memory_gib * 1024.0 * 1024.0 * 1024.0);
  // The parent's clock is the limit; this one holds where the parent is stopped. A job may use
  // every processor.
  const double processors = std::max(1U, std::thread::hardware_concurrency());
  set_limit(RLIMIT_CPU, static_cast<double>(jobs) * processors * std::ceil(limits.time_s) + 1);
}

void send(int descriptor, const char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t sent = write(descriptor, bytes, size);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) _exit(1);
    bytes += sent;
    size -= static_cast<std::size_t>(sent);
  }
}

// A message: what it is, how long, and the text.
void send(int descriptor, char tag, std::string_view text) {
  std::string message(kMessageHead, tag);
  const std::uint64_t size = text.size();
  std::memcpy(message.data() + 1, &size, sizeof size);
  message += text;
  send(descriptor, message.data(), message.size());
}

// Ends with the first job that does not return.
[[noreturn]] void run_child(std::size_t count, const std::function<std::string(std::size_t)>& job,
                            int to_parent) {
  try {
    for (std::size_t i = 0; i < count; ++i) send(to_parent, kReturned, job(i));
  } catch (const std::bad_alloc&) {
    send(to_parent, kOutOfMemory, {});
  } catch (const Error& error) {
    send(to_parent, kError, static_cast<char>(error.exit_code()) + std::string(error.what()));
  } catch (const std::exception& exception) {
    send(to_parent, kException, exception.what());
  } catch (...) {
    send(to_parent, kException, "an exception without a text");
  }
  _exit(0);
}

// Enough digits for a limit that a person typed.
std::string as_text(double value) {
  std::array<char, 32> text{};
  const int whole = static_cast<int>(value);
  if (value == whole) return std::to_string(whole);
  const int milli = static_cast<int>(std::lround((value - whole) * 1000));
  std::snprintf(text.data(), text.size(), "%d.%03d", whole, milli);  // no decimal comma, ever
  return text.data();
}

WorkerEnd end_of_message(char tag, const std::string& text, const WorkerLimits& limits) {
  switch (tag) {
    case kReturned:
      return {WorkerEnd::Kind::finished, text};
    case kError:
      return {WorkerEnd::Kind::error, text.substr(1), static_cast<ErrorKind>(text.front())};
    case kOutOfMemory:
      return {WorkerEnd::Kind::over_memory,
              "needed more than its memory limit of " + as_text(limits.memory_gib) + " GiB"};
    default:
      return {WorkerEnd::Kind::crashed, "its worker stopped: " + text};
  }
}

}  // namespace

bool built_with_sanitizer() {
  return STIFF_SANITIZED != 0;
}

Worker::Worker(const std::function<std::string()>& job, const WorkerLimits& limits)
    : Worker(
          1, [&](std::size_t) { return job(); }, limits) {}

Worker::Worker(std::size_t count, const std::function<std::string(std::size_t)>& job,
               const WorkerLimits& limits)
    : count_(count), limits_(limits) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw Error(ErrorKind::io, std::string("cannot start a worker: ") + std::strerror(errno));
  }
  const pid_t parent = getpid();
  begin_time();
  process_ = fork();
  if (process_ == 0) {
    close(ends[0]);
    settle_child(parent, limits, count);
    run_child(count, job, ends[1]);
  }
  const int fork_errno = errno;
  close(ends[1]);
  if (process_ < 0) {
    close(ends[0]);
    throw Error(ErrorKind::io, std::string("cannot start a worker: ") + std::strerror(fork_errno));
  }
  from_child_ = ends[0];
  fcntl(from_child_, F_SETFL, O_NONBLOCK);
}

Worker::~Worker() {
  if (process_ > 0) {
    kill(process_, SIGKILL);
    wait_for_end();
  }
  if (from_child_ >= 0) close(from_child_);
}

bool Worker::drain() {
  std::array<char, 4096> buffer;
  while (true) {
    const ssize_t got = read(from_child_, buffer.data(), buffer.size());
    if (got > 0) {
      received_.append(buffer.data(), static_cast<std::size_t>(got));
    } else if (got == 0) {
      return true;
    } else if (errno != EINTR) {
      return errno != EAGAIN;
    }
  }
}

void Worker::begin_time() {
  deadline_ = std::chrono::steady_clock::now() +
              std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                  std::chrono::duration<double>(limits_.time_s));
}

std::optional<WorkerEnd> Worker::take_message() {
  std::uint64_t size = 0;
  if (received_.size() < kMessageHead) return std::nullopt;
  std::memcpy(&size, received_.data() + 1, sizeof size);
  if (received_.size() - kMessageHead < size) return std::nullopt;
  const auto length = static_cast<std::size_t>(size);
  WorkerEnd end = end_of_message(received_[0], received_.substr(kMessageHead, length), limits_);
  received_.erase(0, kMessageHead + length);
  return end;
}

std::optional<WorkerEnd> Worker::advance() {
  if (process_ < 0) return std::nullopt;
  // Whose time is over may have sent the ends of jobs before.
  const bool late =
      !built_with_sanitizer() && std::chrono::steady_clock::now() >= deadline_ && !over_time_;
  bool at_end = drain();
  // The last message counts only where the child ended well after it; one that a child went on
  // after counts at once.
  const bool is_last = ended_ + 1 == count_;
  if (!is_last && !received_.empty() && received_[0] == kReturned) {
    if (std::optional<WorkerEnd> end = take_message()) {
      ++ended_;
      begin_time();
      return end;
    }
  }
  if (late && !at_end) {
    over_time_ = true;
    kill(process_, SIGKILL);
    at_end = true;
  }
  // The stream ends when the child does, however it does: nobody else holds its other end.
  if (!at_end) return std::nullopt;
  return reap();
}

int Worker::wait_for_end() {
  int status = 0;
  while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
  return status;
}

WorkerEnd Worker::reap() {
  const int status = wait_for_end();
  const bool ended_well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  if (ended_well) {
    if (std::optional<WorkerEnd> end = take_message()) return *end;
  }
  const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  if (over_time_ || signal == SIGXCPU) {
    return {WorkerEnd::Kind::over_time,
            "took longer than its time limit of " + as_text(limits_.time_s) + " s"};
  }
  if (signal == SIGKILL) {
    return {WorkerEnd::Kind::crashed,
            "its worker was killed (SIGKILL), most often because the machine ran out of memory"};
  }
  if (signal != 0) {
    const char* name = sigabbrev_np(signal);
    return {WorkerEnd::Kind::crashed,
            "its worker crashed (SIG" + std::string(name ? name : "?") + ")"};
  }
  return {WorkerEnd::Kind::crashed,
          "its worker ended by itself with code " + std::to_string(WEXITSTATUS(status))};
}

}  // namespace stiff
