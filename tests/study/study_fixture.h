#pragma once

#include "stiff/core/error.h"
#include "stiff/io/atomic_file.h"
#include "stiff/study/run_study.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <new>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace stiff::test {

namespace fs = std::filesystem;

/// A folder of its own that goes with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "stiff-study-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const fs::path& path() const { return path_; }
  fs::path operator/(const fs::path& name) const { return path_ / name; }

 private:
  fs::path path_;
};

inline std::string read_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline void write_text(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

/// Every file below a folder, hidden ones and locks aside, with its bytes.
inline std::map<std::string, std::string> visible_files(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || name.front() == '.' || entry.path().extension() == ".lock")
      continue;
    files[entry.path().lexically_relative(folder).string()] = read_text(entry.path());
  }
  return files;
}

inline std::vector<std::string> hidden_files(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.front() == '.') files.push_back(name);
  }
  return files;
}

using Behaviours = std::map<std::string, std::string>;

/// A study of files whose text says what the fake analyser does with each: "ok 3.5", "refuse why",
/// "crash", "memory", "hang", "exit", "throw", "io", "sleep 20" (ms, then ok 1).
class FakeStudy {
 public:
  explicit FakeStudy(const Behaviours& behaviours, std::string extension = ".mat")
      : extension_(std::move(extension)) {
    for (const auto& [id, text] : behaviours) set(id, text);
  }
  void set(const std::string& id, const std::string& text) {
    write_text(folder_ / (id + extension_), text);
    ids_[id] = true;
  }
  void remove(const std::string& id) {
    fs::remove(folder_ / (id + extension_));
    ids_.erase(id);
  }
  fs::path folder() const { return folder_.path(); }
  std::vector<FoundRecording> found() const {
    std::vector<FoundRecording> all;
    for (const auto& [id, here] : ids_) {
      FoundRecording one;
      one.identity.recording_id = id;
      one.identity.modality = id.find("_other") == std::string::npos ? "swe" : "other";
      one.identity.source = id + extension_;
      one.files = {folder_ / (id + extension_)};
      one.study_root = folder_.path();
      all.push_back(one);
    }
    return all;
  }

 private:
  TemporaryFolder folder_;
  std::string extension_;
  std::map<std::string, bool> ids_;
};

inline double take_all_memory() {
  std::vector<std::vector<double>> held;
  double sum = 0;
  while (true) {
    held.emplace_back(1 << 20, 1.0);
    sum += held.back().back();
  }
  return sum;
}

inline Analysis fake_analysis(const FoundRecording& recording) {
  std::istringstream text(read_text(recording.files.front()));
  std::string what;
  text >> what;
  double number = 1;
  if (what == "ok" || what == "sleep") text >> number;
  std::string rest;
  std::getline(text >> std::ws, rest);
  if (what == "refuse") throw Error(ErrorKind::bad_data, rest);
  if (what == "io") throw Error(ErrorKind::io, "the network went away");
  if (what == "throw") throw std::logic_error("an index went astray");
  if (what == "crash") std::raise(SIGSEGV);
  if (what == "exit") _exit(3);
  if (what == "memory") number = take_all_memory();
  if (what == "hang") std::this_thread::sleep_for(std::chrono::seconds(600));
  if (what == "sleep") {
    std::this_thread::sleep_for(std::chrono::milliseconds(static_cast<int>(number)));
    number = 1;
  }
  Analysis analysis;
  analysis.result.identity = recording.identity;
  EstimateRow row;
  row.quantity = "shear_wave_speed";
  row.method = "fake";
  row.primary = true;
  row.estimate = make_estimate(number, 0.1, 1.0, 5);
  analysis.result.estimates.push_back(row);
  // Long enough that a write can be caught in the middle; the last word says that it was not.
  analysis.write_maps = [number](const fs::path& path, const RecordingIdentity&,
                                 const Provenance&) {
    std::string maps(200'000, static_cast<char>('a' + static_cast<int>(number) % 26));
    write_file_atomically(path, maps + " end");
  };
  return analysis;
}

inline Method fake_method() {
  Method method;
  method.version = "1.0";
  method.provenance.history = "stiff run";
  method.provenance.options = {{"min-correlation", "0.8"}};
  method.provenance.defaulted = {"min-correlation"};
  Analyser swe;
  swe.modality = "swe";
  swe.expected = {{"shear_wave_speed", "fake"}, {"shear_modulus", "fake"}};
  swe.analyse = fake_analysis;
  method.analysers = {swe};
  return method;
}

inline RunOptions quick_options(int jobs = 2) {
  RunOptions options;
  options.jobs = jobs;
  options.limits = {.memory_gib = 1, .time_s = 20};
  return options;
}

struct RunOutcome {
  RunSummary summary;
  Plan plan;
};

/// Plans and runs. `method` must be the one that the caller keeps.
inline RunOutcome run_fake(const FakeStudy& study, const Method& method, const fs::path& out,
                           const RunOptions& options = quick_options(), bool force = false,
                           const RunCalls& calls = {}) {
  const OutputFolder folder(out, options.shard);
  RunOutcome outcome;
  outcome.plan = plan_study(study.found(), method, folder.paths(), force);
  outcome.summary = run_study(outcome.plan, folder, options, calls);
  return outcome;
}

/// Runs `action` in a child process and kills it after `after`. \return whether it was still at
/// work.
template <class Action>
bool killed_after(std::chrono::microseconds after, Action action) {
  const pid_t child = fork();
  if (child == 0) {
    try {
      action();
    } catch (...) {
      _exit(1);
    }
    _exit(0);
  }
  std::this_thread::sleep_for(after);
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status);
}

}  // namespace stiff::test
