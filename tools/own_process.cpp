#include "tools/own_process.h"

#include "stiff/core/error.h"
#include "stiff/study/worker.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <iostream>
#include <new>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace stiff::tool {
namespace {

void send(int descriptor, const std::string& text) {
  for (std::size_t sent = 0; sent < text.size();) {
    const ssize_t more = write(descriptor, text.data() + sent, text.size() - sent);
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) return;
    sent += static_cast<std::size_t>(more);
  }
}

std::string received(int descriptor) {
  std::string text;
  std::array<char, 512> buffer;
  while (true) {
    const ssize_t got = read(descriptor, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

// An Error on its way to the other process: its exit code in one byte, then its line.
std::string fault_of(const std::function<void()>& job) {
  const auto fault = [](ErrorKind kind, const char* what) {
    std::cout.flush();  // what was found out before stands
    return static_cast<char>(Error(kind, what).exit_code()) + std::string(what);
  };
  try {
    job();
    std::cout.flush();
    return std::cout ? "" : fault(ErrorKind::io, "cannot write standard output");
  } catch (const Error& error) {
    return fault(error.kind(), error.what());
  } catch (const std::bad_alloc&) {
    return fault(ErrorKind::io, "there is not enough memory");
  }
}

}  // namespace

void in_own_process(const std::string& file, const std::function<void()>& job) {
  std::array<int, 2> ends{};
  std::cout.flush();
  std::cerr.flush();
  if (pipe(ends.data()) != 0) {
    throw Error(ErrorKind::io, std::string("cannot start a process: ") + std::strerror(errno));
  }
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    // The C library's last words on a broken heap are no line for a person; a sanitizer's are.
    const int nowhere = built_with_sanitizer() ? -1 : open("/dev/null", O_WRONLY);
    if (nowhere >= 0) dup2(nowhere, STDERR_FILENO);
    send(ends[1], fault_of(job));
    _exit(0);
  }
  const int fork_errno = errno;
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    throw Error(ErrorKind::io, std::string("cannot start a process: ") + std::strerror(fork_errno));
  }
  const std::string fault = received(ends[0]);
  close(ends[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) {
    const char* const name = sigabbrev_np(WTERMSIG(status));
    throw Error(ErrorKind::bad_data, file + ": reading it crashed (SIG" + (name ? name : "?") +
                                         "): the file is damaged");
  }
  if (!fault.empty()) throw Error(static_cast<ErrorKind>(fault.front()), fault.substr(1));
}

}  // namespace stiff::tool
