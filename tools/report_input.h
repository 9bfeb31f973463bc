#pragma once

#include "stiff/io/candidate_files.h"
#include "stiff/io/muscles_table.h"
#include "stiff/io/provenance.h"
#include "stiff/report/index_page.h"
#include "stiff/report/reported_recording.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace stiff::tool {

/// What a report is made of: the tables of a study's results, read at once; maps, traces and
/// candidates' maps, read a recording at a time.
class ReportInput {
 public:
  /// \param results a folder of `stiff run`, or a results file. \throws Error (no_input, bad_data)
  /// as the readers do: without its tables there is no report.
  explicit ReportInput(const std::filesystem::path& results);

  /// Empty where a file was given and no folder.
  const std::filesystem::path& folder() const { return folder_; }
  std::vector<std::string> ids() const;
  const std::string& id(std::size_t i) const { return results_[i].identity.recording_id; }
  /// What concerns the whole report: candidates that cannot be read, or are of other results.
  const std::vector<std::string>& notes() const { return notes_; }

  /// All of one recording. What cannot be read is a line of `faults`.
  ReportedRecording recording(std::size_t i) const;
  /// The same from the tables alone, where reading the files ended the process.
  ReportedRecording without_files(std::size_t i, const std::string& fault) const;

  ReportIndex index(const std::vector<std::string>& pages, const std::vector<bool>& whole,
                    bool has_study_page) const;

 private:
  void read_candidates();
  void add_maps(ReportedRecording& recording) const;
  void add_scores(ReportedRecording& recording) const;

  std::filesystem::path folder_;
  std::string results_sha256_;
  std::vector<RecordingResult> results_;
  PageMethods methods_;
  MuscleTable muscles_ = MuscleTable::shipped();
  std::optional<CandidateFile> candidates_;
  PageMethods flagging_;
  std::vector<std::string> notes_;
};

}  // namespace stiff::tool
