#include "stiff/core/version.h"
#include "stiff/study/analysers.h"
#include "stiff/study/find_recordings.h"
#include "stiff/study/run_study.h"
#include "stiff/study/study_tables.h"

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tools/command.h"
#include "tools/progress_line.h"
#include "tools/study_summary.h"
#include <unistd.h>

namespace stiff::tool {
namespace {

struct RunSettings {
  std::filesystem::path out;
  int jobs = 0;
  std::string shard;
  bool dry_run = false;
  bool force = false;
  std::filesystem::path study;
  WorkerLimits limits;
  AnalysisOptions analysis;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(RequiredOption{{"out", "DIR", "Where results go: new, empty, or made by `stiff run`"}},
          self.out);
    visit(Option{"jobs", "1", "Recordings at a time; 0: one for each processor", 0, 4096},
          self.jobs);
    visit(Option{"shard", "I/N",
                 "Only the I-th of N shares; `stiff collect` joins them. In a Slurm job array the "
                 "task's own share, unless given"},
          self.shard);
    visit(Option{"dry-run", "", "Print what would run, and why, and write nothing"}, self.dry_run);
    visit(Option{"force", "", "Compute every recording anew"}, self.force);
    visit(Option{"study", "DIR",
                 "Where sidecars are inherited from; else the folder above `sub-` and `ses-`"},
          self.study);
    WorkerLimits::describe(self.limits, visit);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    AnalysisOptions::groups(self.analysis, visit);
  }
};

volatile std::sig_atomic_t stop_signal = 0;

// The first Ctrl-C ends the run in order; a second one ends the program.
void stop_on_signals() {
  struct sigaction action {};
  action.sa_handler = [](int signal) { stop_signal = signal; };
  action.sa_flags = SA_RESETHAND;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a full disk is an error that write() returns
}

struct Stopped {};

int stopped_exit() {
  std::cerr << "stiff: stopped; the same command goes on from here\n";
  return 128 + stop_signal;
}

Shard shard_of(const RunSettings& settings) {
  if (!settings.shard.empty()) return parse_shard(settings.shard);
  const auto variable = [](const char* name) {
    const char* const value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  const std::string task = variable("SLURM_ARRAY_TASK_ID");
  const std::string count = variable("SLURM_ARRAY_TASK_COUNT");
  if (task.empty() || count.empty()) return {};
  const Shard shard =
      shard_of_array_task(task, count, variable("SLURM_ARRAY_TASK_MIN"),
                          variable("SLURM_ARRAY_TASK_MAX"), variable("SLURM_ARRAY_TASK_STEP"));
  std::cerr << "stiff: shard " << shard.index << "/" << shard.count << ", by SLURM_ARRAY_TASK_ID\n";
  return shard;
}

int jobs_of(const RunSettings& settings) {
  if (settings.jobs > 0) return settings.jobs;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

int print_plan(const Plan& plan, const Shard& shard) {
  std::cout << "do\trecording_id\twhy\tsource\n";
  for (std::size_t place = 0; place < plan.recordings.size(); ++place) {
    if (!shard.holds(place)) continue;
    const PlannedRecording& planned = plan.recordings[place];
    const RecordingIdentity& identity = planned.recording.identity;
    std::cout << (planned.runs() ? "run" : "keep") << '\t' << identity.recording_id << '\t'
              << (planned.unreadable.empty() ? std::string(to_string(planned.why))
                                             : planned.unreadable)
              << '\t' << identity.source << '\n';
  }
  return 0;
}

RunCalls calls_of(ProgressLine& line) {
  RunCalls calls;
  calls.stop = [] { return stop_signal != 0; };
  calls.done = [&line](const RecordingDone& one) {
    std::string note = one.recording_id + " " + std::string(to_string(one.status));
    if (!one.message.empty()) note += ": " + one.message;
    line.item(one.done, one.total, note, one.status != Status::ok);
  };
  return calls;
}

int run_planned(const Plan& plan, const OutputFolder& folder, const RunSettings& settings,
                const Shard& shard) {
  RunSummary summary;
  {
    ProgressLine line(std::cerr, ::isatty(STDERR_FILENO) == 1);
    const RunOptions options{.jobs = jobs_of(settings), .shard = shard, .limits = settings.limits};
    summary = run_study(plan, folder, options, calls_of(line));
  }
  if (summary.stopped) return stopped_exit();
  print_summary(std::cerr, summary);
  std::cerr << (shard.whole() ? "stiff: results in " + folder.paths().results_file().string()
                              : "stiff: when all shards are done, `stiff collect " +
                                    folder.paths().folder.string() + "` writes the results")
            << "\n";
  return summary.all_ok() ? 0 : 1;
}

int run(const RunSettings& settings, const Call& call) {
  const Shard shard = shard_of(settings);
  const std::vector<std::filesystem::path> inputs(call.arguments.begin(), call.arguments.end());
  const FoundStudy found = find_recordings(inputs, settings.out, settings.study);
  const auto tables = std::make_shared<const StudyTables>(found);
  for (const auto* notes : {&found.notes, &tables->notes()}) {
    for (const std::string& note : *notes) std::cerr << "stiff: " << note << "\n";
  }
  Method method;
  method.analysers = analysers(settings.analysis, tables);
  method.metadata = [tables](const FoundRecording& one) { return tables->metadata_of(one); };
  method.version = std::string(version());
  method.provenance = call.provenance;

  if (settings.dry_run) {
    const OutputPaths paths{settings.out};
    paths.check();
    return print_plan(plan_study(found.recordings, method, paths, settings.force), shard);
  }
  stop_on_signals();
  const OutputFolder folder(settings.out, shard);
  try {
    const Plan plan =
        plan_study(found.recordings, method, folder.paths(), settings.force, [](double, double) {
          if (stop_signal != 0) throw Stopped{};
        });
    return run_planned(plan, folder, settings, shard);
  } catch (const Stopped&) {
    return stopped_exit();
  }
}

}  // namespace

extern const Command kRun;
const Command kRun{
    .name = "run",
    .summary = "Computes a study: raw recordings to tables and maps of stiffness",
    .description =
        "Finds the recordings of a study (or takes the files and folders given), computes each in "
        "a process of its own, and writes DIR/results.h5 with the tables `recordings` and "
        "`estimates`, and DIR/maps/<recording>.h5 with a map each. A recording that is no good "
        "stops no other: it is `refused` or, where its process crashed or went over a limit, "
        "`failed`, with a line that says why.\n\n"
        "What is done is kept: the same command again computes what is new, what changed (a file, "
        "a sidecar, an option, the version) and what failed. A run that was stopped, or killed, "
        "goes on. The same input gives the same bytes for any --jobs.\n\n"
        "Ends with 0 where every recording is ok, and with 1 where results are written and some "
        "recording is not.",
    .arguments = {{"STUDY_OR_FILES", "A study's folder, folders, or recordings", 1, kAnyNumber}},
    .examples = {{"stiff run study --out results", "A study"},
                 {"stiff run study --out results --dry-run", "What would run, and why"},
                 {"stiff run a_swe.mat b_swe.mat --out results --isotropic",
                  "Two files, with Young's modulus"},
                 {"stiff run study --out results --shard 2/10",
                  "The second of ten shares, for a cluster"}},
    .job = job<RunSettings, run>};

}  // namespace stiff::tool
