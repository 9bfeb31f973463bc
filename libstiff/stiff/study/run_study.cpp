#include "stiff/study/run_study.h"

#include "stiff/core/error.h"
#include "stiff/io/part_file.h"
#include "stiff/io/plan_file.h"
#include "stiff/io/results_file.h"
#include "stiff/study/worker_pool.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace stiff {
namespace {

namespace fs = std::filesystem;

// The part is written last: where it stands, the maps that belong to it stand too.
void write_outputs(const PlannedRecording& planned, const OutputPaths& paths,
                   const Analysis& analysis) {
  const std::string& id = planned.recording.identity.recording_id;
  const fs::path maps = paths.maps_file(id);
  if (analysis.write_maps) {
    std::error_code fault;
    fs::create_directories(maps.parent_path(), fault);
    if (fault) {
      throw Error(ErrorKind::cannot_create,
                  "cannot make '" + maps.parent_path().string() + "': " + fault.message());
    }
    analysis.write_maps(maps, analysis.result.identity, planned.provenance);
  } else {
    std::error_code fault;
    fs::remove(maps, fault);  // of an earlier run, when there was an answer
  }
  const StoredKey key{planned.key, static_cast<bool>(analysis.write_maps)};
  write_part(paths.part_file(id), analysis.result, key.text());
}

// An error's line with paths as the study knows them: where the study lies on this machine is
// nobody's business in a result.
std::string study_relative(std::string message, const fs::path& root) {
  const std::string prefix = root.string() + "/";
  for (std::size_t at = message.find(prefix); at != std::string::npos; at = message.find(prefix)) {
    message.erase(at, prefix.size());
  }
  return message;
}

Analysis refused(const PlannedRecording& planned, const std::string& message) {
  return {without_answer(planned.recording.identity, planned.analyser, Status::refused,
                         Reason::bad_input, message),
          {}};
}

Analysis failed(const PlannedRecording& planned, const std::string& message) {
  return {without_answer(planned.recording.identity, planned.analyser, Status::failed,
                         Reason::failed, message),
          {}};
}

Analysis analyse(const PlannedRecording& planned) {
  const RecordingIdentity& identity = planned.recording.identity;
  if (!planned.unreadable.empty()) {
    return failed(planned, study_relative(planned.unreadable, planned.recording.study_root));
  }
  if (planned.analyser == nullptr) {
    return refused(planned, "this version of stiff does not analyse recordings of the kind '" +
                                identity.modality + "'");
  }
  try {
    Analysis analysis = planned.analyser->analyse(planned.recording);
    // What names the recording in every table is the plan's, whatever the analyser read.
    analysis.result.identity.recording_id = identity.recording_id;
    analysis.result.identity.source = identity.source;
    analysis.result.identity.source_sha256 = identity.source_sha256;
    return analysis;
  } catch (const Error& error) {
    // A read that failed is the disk's fault or the network's, and worth another try.
    const std::string why = study_relative(error.what(), planned.recording.study_root);
    return error.kind() == ErrorKind::io ? failed(planned, why) : refused(planned, why);
  }
}

char letter_of(Status status) {
  return status == Status::ok ? 'o' : status == Status::refused ? 'r' : 'f';
}

Status status_of(char letter) {
  return letter == 'o' ? Status::ok : letter == 'r' ? Status::refused : Status::failed;
}

// Runs in the worker: an Error that leaves it is one of writing, and stops the run.
std::string compute(const PlannedRecording& planned, const OutputPaths& paths) {
  const Analysis analysis = analyse(planned);
  write_outputs(planned, paths, analysis);
  return letter_of(analysis.result.status) + analysis.result.message;
}

// Small tables of text are read by this project's own code, and take less time than a process does
// to start. HDF5 and .mat files go through libraries that a bad file may crash or worse.
bool may_share_a_process(const PlannedRecording& planned) {
  constexpr std::uintmax_t kSmall = std::uintmax_t{1} << 20;
  std::uintmax_t size = 0;
  for (const fs::path& file : planned.recording.files) {
    const std::string extension = file.extension().string();
    if (extension != ".csv" && extension != ".tsv" && extension != ".txt") return false;
    std::error_code fault;
    const std::uintmax_t bytes = fs::file_size(file, fault);
    if (fault || bytes > kSmall) return false;
    size += bytes;
  }
  return size <= kSmall;
}

void count(RunSummary& summary, Status status) {
  ++(status == Status::ok        ? summary.ok
     : status == Status::refused ? summary.refused
                                 : summary.failed);
}

// What the worker did, and, where it died, its part in its stead.
std::pair<Status, std::string> settle(const PlannedRecording& planned, const OutputPaths& paths,
                                      const WorkerEnd& end) {
  if (end.kind == WorkerEnd::Kind::error) throw Error(end.error, end.text);
  if (end.kind == WorkerEnd::Kind::finished && !end.text.empty()) {
    return {status_of(end.text.front()), end.text.substr(1)};
  }
  write_outputs(planned, paths, failed(planned, end.text));
  return {Status::failed, end.text};
}

PlanRecord record_of(const Plan& plan) {
  PlanRecord record{.recordings = {}, .provenance = plan.provenance};
  for (const PlannedRecording& planned : plan.recordings) {
    record.recordings.push_back({planned.recording.identity.recording_id, planned.key.text()});
  }
  return record;
}

// Parts by recording_id that are in memory already.
using KnownParts = std::map<std::string, const RecordingResult*>;

RunSummary write_study(const PlanRecord& record, const OutputPaths& paths,
                       const KnownParts& known) {
  RunSummary summary;
  std::vector<RecordingResult> results;
  std::size_t missing = 0;
  std::string first_missing;
  for (const PlanRecord::Entry& entry : record.recordings) {
    if (const auto at = known.find(entry.recording_id); at != known.end()) {
      results.push_back(*at->second);
    } else if (auto part = read_part(paths.part_file(entry.recording_id));
               part && StoredKey::parse(part->key).key == PartKey::parse(entry.key)) {
      results.push_back(std::move(part->result));
    } else {
      if (missing++ == 0) first_missing = entry.recording_id;
      continue;
    }
    count(summary, results.back().status);
  }
  if (missing > 0) {
    throw Error(ErrorKind::no_input,
                std::to_string(missing) + " of " + std::to_string(record.recordings.size()) +
                    " recordings have no part of the last run's plan yet, the first is '" +
                    first_missing + "'; run the shards that are missing");
  }
  write_results(paths.results_file(), results, record.provenance);
  return summary;
}

}  // namespace

RunSummary run_study(const Plan& plan, const OutputFolder& folder, const RunOptions& options,
                     const RunCalls& calls) {
  const OutputPaths& paths = folder.paths();
  folder.sweep();
  const PlanRecord record = record_of(plan);
  write_plan_file(paths.plan_file(), record);

  RunSummary summary;
  KnownParts known;
  std::vector<const PlannedRecording*> work;
  for (std::size_t place = 0; place < plan.recordings.size(); ++place) {
    if (!options.shard.holds(place)) continue;
    const PlannedRecording& planned = plan.recordings[place];
    if (planned.runs()) {
      work.push_back(&planned);
    } else {
      count(summary, planned.kept->status);
      known[planned.recording.identity.recording_id] = &*planned.kept;
    }
  }

  const WorkerPoolCalls pool{
      .job = [&](std::size_t i) { return compute(*work[i], paths); },
      .ended =
          [&](std::size_t i, const WorkerEnd& end) {
            const auto [status, message] = settle(*work[i], paths, end);
            count(summary, status);
            ++summary.computed;
            if (calls.done) {
              calls.done({work[i]->recording.identity.recording_id, status, message,
                          summary.computed, work.size()});
            }
          },
      .stop = calls.stop,
      .started = {},
      .may_share = [&](std::size_t i) { return may_share_a_process(*work[i]); }};
  try {
    summary.stopped = !run_workers(work.size(), options.jobs, options.limits, pool);
  } catch (...) {
    folder.sweep();  // what killed workers left
    throw;
  }
  folder.sweep();
  if (summary.stopped || !options.shard.whole()) return summary;
  const std::size_t computed = summary.computed;
  summary = write_study(record, paths, known);
  summary.computed = computed;
  return summary;
}

RunSummary collect_study(const OutputFolder& folder) {
  folder.sweep();
  return write_study(read_plan_file(folder.paths().plan_file()), folder.paths(), {});
}

}  // namespace stiff
