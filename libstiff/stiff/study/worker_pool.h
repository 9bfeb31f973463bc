#pragma once

#include "stiff/study/worker.h"

#include <cstddef>
#include <functional>
#include <string>

namespace stiff {

/// What a pool of workers calls. `job` runs in the child; the others in the parent, one at a time.
struct WorkerPoolCalls {
  /// Job i; its text goes to `ended`.
  std::function<std::string(std::size_t)> job;
  /// Job i has ended so; in the order of ending. What it throws stops the pool and is passed on.
  std::function<void(std::size_t, const WorkerEnd&)> ended;
  /// Asked at least every 0.1 s; true stops the pool. May be empty.
  std::function<bool()> stop;
  /// Job i begins in this process. May be empty.
  std::function<void(std::size_t, pid_t)> started;
  /// Whether job i is small and trusted enough to share a process with others. May be empty: none.
  std::function<bool(std::size_t)> may_share;
};

/// Runs jobs 0 to count - 1, each in a process of its own but for those that may share one, at most
/// `jobs` (>= 1) processes at once. A job that does not finish in a process that it shares, other
/// than by its time, is done again in one of its own, and that end counts: what a job comes to
/// never hangs on its neighbours. When it stops early, running workers are killed and waited for.
/// \return true where all jobs ended.
bool run_workers(std::size_t count, int jobs, const WorkerLimits& limits,
                 const WorkerPoolCalls& calls);

}  // namespace stiff
