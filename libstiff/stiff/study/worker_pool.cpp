#include "stiff/study/worker_pool.h"

#include <algorithm>
#include <chrono>
#include <list>
#include <vector>

#include <poll.h>

namespace stiff {
namespace {

struct Running {
  Running(std::size_t i, const std::function<std::string()>& job, const WorkerLimits& limits)
      : index(i), worker(job, limits) {}
  std::size_t index;
  Worker worker;
};

constexpr int kLongestWait_ms = 100;

// Waits until a worker has sent something, or the nearest deadline or the time to ask `stop` is
// there.
void wait_for_any(const std::list<Running>& running) {
  std::vector<pollfd> descriptors;
  int wait_ms = kLongestWait_ms;
  const auto now = std::chrono::steady_clock::now();
  for (const Running& one : running) {
    descriptors.push_back({one.worker.descriptor(), POLLIN, 0});
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(one.worker.deadline() - now);
    wait_ms =
        std::clamp(static_cast<int>(std::min<long>(left.count() + 1, kLongestWait_ms)), 0, wait_ms);
  }
  poll(descriptors.data(), descriptors.size(), wait_ms);  // a signal ends it early: as well
}

}  // namespace

bool run_workers(std::size_t count, int jobs, const WorkerLimits& limits,
                 const WorkerPoolCalls& calls) {
  std::list<Running> running;  // its destructors kill what runs, on every way out
  std::size_t next = 0;
  const std::size_t most = static_cast<std::size_t>(std::max(jobs, 1));
  while (next < count || !running.empty()) {
    if (calls.stop && calls.stop()) return false;
    while (next < count && running.size() < most) {
      const std::size_t index = next++;
      running.emplace_back(
          index, [&calls, index] { return calls.job(index); }, limits);
      if (calls.started) calls.started(index, running.back().worker.process());
    }
    wait_for_any(running);
    for (auto one = running.begin(); one != running.end();) {
      const std::optional<WorkerEnd> end = one->worker.advance();
      if (!end) {
        ++one;
        continue;
      }
      const std::size_t index = one->index;
      one = running.erase(one);
      calls.ended(index, *end);
    }
  }
  return true;
}

}  // namespace stiff
