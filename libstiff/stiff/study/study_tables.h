#pragma once

#include "stiff/io/regions_table.h"
#include "stiff/study/find_recordings.h"
#include "stiff/study/plan.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace stiff {

/// The tables of the studies that recordings belong to, read once before any work.
class StudyTables {
 public:
  /// Reads `participants.tsv` and `rois.tsv` of each recording's study root, where they are there.
  /// \throws Error (bad_data) where one is wrong: the whole study hangs on it.
  explicit StudyTables(const FoundStudy& study);

  /// The regions of a recording: those that its sidecar states, and those of `rois.tsv`.
  std::vector<Region> regions_of(const FoundRecording& recording, std::vector<Region> stated) const;

  /// A recording's sidecars and its lines of `rois.tsv` as one text that changes where any of them
  /// does. \throws Error (bad_data) where a sidecar is wrong.
  ResolvedMetadata metadata_of(const FoundRecording& recording) const;

  /// A line each: participants that their table does not have, recordings that `rois.tsv` names and
  /// the study has not. Only of roots that were searched whole.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  const std::vector<RegionRow>& rows_of(const std::filesystem::path& root) const;
  void check_participants(const FoundStudy& study, const std::filesystem::path& root);
  void check_regions(const FoundStudy& study, const std::filesystem::path& root);

  std::map<std::filesystem::path, std::vector<RegionRow>> regions_;
  std::vector<std::string> notes_;
};

}  // namespace stiff
