#pragma once

#include "stiff/core/error.h"
#include "stiff/core/options.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include <sys/types.h>

namespace stiff {

/// What one worker process may use. Neither limit holds in a build with a sanitizer, whose shadow
/// memory and slowness would meet them at once.
struct WorkerLimits {
  double memory_gib = 8;
  double time_s = 1800;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"memory-limit", "GiB", "Address space of one worker process", 0.1, 4096},
          self.memory_gib);
    visit(Option{"time-limit", "s", "Time that one recording may take", 0.05, 1e6}, self.time_s);
  }
};

/// How a worker process ended.
struct WorkerEnd {
  enum class Kind {
    finished,  ///< `text` is what the job returned
    error,     ///< the job threw an `Error`: its line and kind
    crashed,   ///< a signal, another exception, an exit of its own; `text` says which, in one line
    over_memory,  ///< a line
    over_time,    ///< a line
  };
  Kind kind = Kind::crashed;
  std::string text;
  ErrorKind error = ErrorKind::bad_data;
};

/// One job in a process of its own: whatever it reads and however it ends, its parent goes on.
///
/// The child is a plain fork without exec: 1 to 2 ms instead of the 10 ms that the dynamic linker
/// takes over the HDF5 libraries, and the job may be any closure. This is sound because of what the
/// parent keeps to: it has one thread; it holds no HDF5 file open while it forks, so that the
/// library's state is only copied; and FFTs are planned by FFTW_ESTIMATE alone, so that no plan of
/// the parent's changes a bit in a child. The child ends with `_exit`, so that no destructor,
/// buffer or exit handler of the parent's runs twice.
///
/// A worker may do several jobs, one after the other, which spares the fork and all that a new
/// process does for the first time. It ends with the first that does not finish: what a process in
/// doubt says of later ones is not asked. The limits are those of one job: the memory is the
/// process's, and the time begins anew with each.
///
/// The child dies with its parent (PR_SET_PDEATHSIG), leaves no core file, reads nothing from and
/// writes nothing to the terminal, and does not hear the terminal's Ctrl-C: its parent decides.
class Worker {
 public:
  /// \throws Error (io) where there can be no more processes.
  Worker(const std::function<std::string()>& job, const WorkerLimits& limits);
  /// Jobs 0 to count - 1.
  Worker(std::size_t count, const std::function<std::string(std::size_t)>& job,
         const WorkerLimits& limits);
  /// Kills the process where it still runs, and waits for it.
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Readable (see poll(2)) when `advance` has something to do.
  int descriptor() const { return from_child_; }
  pid_t process() const { return process_; }
  std::chrono::steady_clock::time_point deadline() const { return deadline_; }

  /// Takes what the child has sent, kills it where its time is over, and says how the next of its
  /// jobs ended, once it has. Call it until there is nothing.
  std::optional<WorkerEnd> advance();
  /// Whether no job will end any more: all have, or one did not finish.
  bool over() const { return process_ < 0; }

 private:
  bool drain();  // true at the end of the stream
  std::optional<WorkerEnd> take_message();
  void begin_time();
  int wait_for_end();  // the child's status, as waitpid(2) has it
  WorkerEnd reap();

  pid_t process_ = -1;
  int from_child_ = -1;
  std::size_t count_ = 1;
  std::size_t ended_ = 0;
  std::string received_;
  WorkerLimits limits_;
  std::chrono::steady_clock::time_point deadline_;
  bool over_time_ = false;
};

/// Whether this build runs under a sanitizer, and workers therefore without limits.
bool built_with_sanitizer();

}  // namespace stiff
