#pragma once

#include "stiff/result/estimates.h"
#include "stiff/study/output_folder.h"
#include "stiff/study/plan.h"
#include "stiff/study/shard.h"
#include "stiff/study/worker.h"

#include <cstddef>
#include <functional>
#include <string>

namespace stiff {

struct RunOptions {
  int jobs = 1;
  Shard shard;
  WorkerLimits limits;
};

/// A recording has just been done.
struct RecordingDone {
  std::string recording_id;
  Status status = Status::ok;
  std::string message;
  std::size_t done = 0;  ///< with this one, of those that this process computes
  std::size_t total = 0;
};

struct RunCalls {
  std::function<void(const RecordingDone&)> done;  ///< may be empty
  std::function<bool()> stop;  ///< asked at least every 0.1 s; true ends the run; may be empty
};

struct RunSummary {
  std::size_t ok = 0;  ///< with those kept from an earlier run; likewise below
  std::size_t refused = 0;
  std::size_t failed = 0;
  std::size_t computed = 0;  ///< in this process
  bool stopped = false;      ///< `stop` ended it: no results file was written; the next run goes on
  bool all_ok() const { return refused == 0 && failed == 0; }
};

/// Computes what the plan says, each recording in a process of its own (see `Worker`), and, for a
/// whole run, builds the results file from the parts. What a recording does, however it ends, is
/// its own row: `refused` where its analyser threw an `Error`, `failed` where its worker crashed or
/// went over a limit. \throws Error (cannot_create, io) where the output cannot be written; nothing
/// half written is left then.
RunSummary run_study(const Plan& plan, const OutputFolder& folder, const RunOptions& options,
                     const RunCalls& calls = {});

/// Builds the results file from the parts of the last plan. \throws Error (no_input) where parts
/// are missing or are not of this plan, naming how many and the first; Error (cannot_create, io).
RunSummary collect_study(const OutputFolder& folder);

}  // namespace stiff
