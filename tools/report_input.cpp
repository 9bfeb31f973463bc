#include "tools/report_input.h"

#include "stiff/core/error.h"
#include "stiff/io/checksum.h"
#include "stiff/io/hdf5_reader.h"
#include "stiff/io/maps_reader.h"
#include "stiff/io/results_file.h"
#include "stiff/io/trace_result_reader.h"
#include "stiff/result/recording_results.h"

#include <algorithm>
#include <utility>

#include "tools/own_process.h"
#include "tools/page_methods.h"

namespace stiff::tool {
namespace {

namespace fs = std::filesystem;

struct FileHead {
  std::string format;
  PageMethods methods;
};

FileHead head_of(const fs::path& file) {
  const hdf5::InGroup root = hdf5::open(file);
  return {root.text_attribute("format").value_or(""), page_methods(root)};
}

/// An id that is a file's name, as those of `run` are.
bool names_a_file_of(const std::string& id) {
  return !id.empty() && id.find('/') == std::string::npos && id != "." && id != "..";
}

std::string file_text(const fs::path& file) {
  return file.parent_path().filename().string() + "/" + file.filename().string();
}

}  // namespace

ReportInput::ReportInput(const fs::path& results) {
  std::error_code fault;
  const bool folder = fs::is_directory(results, fault);
  const fs::path file = folder ? results / "results.h5" : results;
  if (folder) folder_ = results;
  if (folder && !fs::exists(file, fault)) {
    throw Error(ErrorKind::no_input,
                results.string() + ": has no results.h5; `stiff run` or `stiff collect` writes it");
  }
  results_sha256_ = sha256_of_file(file);
  results_ = recording_results(read_table(file, "recordings"), read_table(file, "estimates"));
  methods_ = head_of(file).methods;
  if (folder) read_candidates();
}

void ReportInput::read_candidates() {
  const fs::path file = folder_ / "candidates.h5";
  std::error_code fault;
  if (!fs::exists(file, fault)) return;
  try {
    // A damaged file may end the process that reads it: one that has been read whole does not.
    in_own_process(file.string(), [&] { read_candidate_file(file); });
    candidates_ = read_candidate_file(file);
    flagging_ = head_of(file).methods;
  } catch (const Error& error) {
    notes_.push_back("the candidates could not be read: " + std::string(error.what()));
    return;
  }
  for (const auto& [name, sum] : flagging_.input_sha256) {
    if (fs::path(name).filename() == "results.h5" && sum != results_sha256_) {
      notes_.push_back("the candidates are of other results than these: run `stiff flag` again");
    }
  }
}

std::vector<std::string> ReportInput::ids() const {
  std::vector<std::string> all;
  for (const RecordingResult& result : results_) all.push_back(result.identity.recording_id);
  return all;
}

ReportedRecording ReportInput::without_files(std::size_t i, const std::string& fault) const {
  ReportedRecording recording;
  recording.result = results_[i];
  recording.methods = methods_;
  const std::string& label = recording.result.identity.muscle;
  if (const Muscle* muscle = muscles_.find(label)) recording.muscle_name = muscle->name;
  if (candidates_) {
    for (const FlaggedRecording& one : candidates_->recordings) {
      if (one.identity.recording_id == id(i)) recording.flagged.push_back(one);
    }
    for (const Candidate& one : candidates_->candidates) {
      if (one.recording_id == id(i)) recording.candidates.push_back(one);
    }
    if (!recording.flagged.empty()) recording.flagging = flagging_;
  }
  if (!fault.empty()) recording.faults.push_back(fault);
  return recording;
}

void ReportInput::add_maps(ReportedRecording& recording) const {
  const RecordingIdentity& identity = recording.result.identity;
  const fs::path file = folder_ / "maps" / (identity.recording_id + ".h5");
  std::error_code fault;
  if (!fs::exists(file, fault)) {
    const bool awaited =
        recording.result.status == Status::ok && fs::exists(folder_ / "maps", fault);
    if (awaited) recording.faults.push_back(file_text(file) + " is not there");
    return;
  }
  FileHead head = head_of(file);
  RecordingIdentity found;
  if (head.format == "stiff traces") {
    TracesFile traces = read_traces(file);
    recording.traces = std::move(traces.traces);
    found = traces.identity;
  } else {
    MapsFile maps = read_maps(file);
    recording.maps = std::move(maps.maps);
    found = maps.identity;
  }
  recording.methods = std::move(head.methods);
  if (found.source_sha256 != identity.source_sha256) {
    recording.faults.push_back(file_text(file) +
                               " is of other data than the table: run `stiff run` again");
  }
}

void ReportInput::add_scores(ReportedRecording& recording) const {
  const bool awaited =
      std::any_of(recording.candidates.begin(), recording.candidates.end(),
                  [](const Candidate& one) { return one.kind != CandidateKind::site; });
  const fs::path file = folder_ / "candidates" / (recording.result.identity.recording_id + ".h5");
  std::error_code fault;
  if (!candidates_ || recording.flagged.empty()) return;
  if (fs::exists(file, fault)) {
    recording.scores = read_candidate_map(file);
  } else if (awaited) {
    recording.faults.push_back(file_text(file) + " is not there: candidates are not drawn");
  }
}

ReportedRecording ReportInput::recording(std::size_t i) const {
  ReportedRecording recording = without_files(i, "");
  for (const std::string& note : notes_) recording.faults.push_back(note);
  if (folder_.empty() || !names_a_file_of(id(i))) return recording;
  for (const auto add : {&ReportInput::add_maps, &ReportInput::add_scores}) {
    try {
      (this->*add)(recording);
    } catch (const Error& error) {
      recording.faults.push_back(error.what());
    }
  }
  return recording;
}

ReportIndex ReportInput::index(const std::vector<std::string>& pages,
                               const std::vector<bool>& whole, bool has_study_page) const {
  ReportIndex index;
  index.has_study_page = has_study_page;
  index.methods = methods_;
  index.flagging = flagging_;
  index.notes = notes_;
  for (std::size_t i = 0; i < results_.size(); ++i) {
    index.rows.push_back({results_[i], pages[i], without_files(i, "").flagged, whole[i]});
  }
  return index;
}

}  // namespace stiff::tool
