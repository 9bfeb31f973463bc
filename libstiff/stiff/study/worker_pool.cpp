#include "stiff/study/worker_pool.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <list>
#include <utility>
#include <vector>

#include <poll.h>

namespace stiff {
namespace {

using Jobs = std::vector<std::size_t>;

struct Running {
  Running(Jobs all, const WorkerPoolCalls& calls, const WorkerLimits& limits)
      : jobs(std::move(all)),
        worker(
            jobs.size(), [this, &calls](std::size_t i) { return calls.job(jobs[i]); }, limits) {}
  Jobs jobs;
  std::size_t at = 0;  // the job that the worker is at
  Worker worker;
};

constexpr std::size_t kMostShared = 32;
constexpr std::size_t kTurns = 4;  // as many processes at least for each that may run at once

// What is done in one process: jobs that may share one and follow each other, few enough that all
// processors have work to the end.
std::deque<Jobs> share_out(std::size_t count, std::size_t most, const WorkerPoolCalls& calls) {
  const std::size_t size = std::clamp(count / (kTurns * most), std::size_t{1}, kMostShared);
  std::deque<Jobs> tasks;
  bool open = false;
  for (std::size_t i = 0; i < count; ++i) {
    const bool shares = calls.may_share && calls.may_share(i);
    if (!shares || !open || tasks.back().size() >= size) tasks.emplace_back();
    tasks.back().push_back(i);
    open = shares;
  }
  return tasks;
}

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
  const std::size_t most = static_cast<std::size_t>(std::max(jobs, 1));
  std::deque<Jobs> tasks = share_out(count, most, calls);
  const auto begin = [&](const Running& one) {
    if (calls.started) calls.started(one.jobs[one.at], one.worker.process());
  };
  while (!tasks.empty() || !running.empty()) {
    if (calls.stop && calls.stop()) return false;
    while (!tasks.empty() && running.size() < most) {
      running.emplace_back(std::move(tasks.front()), calls, limits);
      tasks.pop_front();
      begin(running.back());
    }
    wait_for_any(running);
    for (auto one = running.begin(); one != running.end();) {
      const std::optional<WorkerEnd> end = one->worker.advance();
      if (!end) {
        ++one;
        continue;
      }
      const std::size_t index = one->jobs[one->at];
      const bool goes_on = !one->worker.over();
      if (goes_on) {
        ++one->at;
        begin(*one);
        calls.ended(index, *end);
        continue;  // it may have sent more
      }
      const Jobs left(one->jobs.begin() + static_cast<std::ptrdiff_t>(one->at) + 1,
                      one->jobs.end());
      const bool again = one->jobs.size() > 1 && (end->kind == WorkerEnd::Kind::crashed ||
                                                  end->kind == WorkerEnd::Kind::over_memory);
      one = running.erase(one);
      if (!left.empty()) tasks.push_front(left);
      if (again) {
        tasks.push_front({index});
      } else {
        calls.ended(index, *end);
      }
    }
  }
  return true;
}

}  // namespace stiff
