#pragma once

#include "stiff/report/reported_recording.h"

#include <optional>
#include <string>
#include <vector>

namespace stiff {

/// A row of the index.
struct IndexRow {
  RecordingResult result;
  std::string page;  ///< the page's file name
  std::vector<FlaggedRecording> flagged = {};
  bool whole = true;  ///< false: something of it could not be read
};

struct ReportIndex {
  std::vector<IndexRow> rows;
  PageMethods methods;
  PageMethods flagging;
  bool has_study_page = false;
  std::vector<std::string> notes;  ///< what concerns the whole report, a line each
};

/// The index: how many recordings are ok and why others are not, a row a recording with its numbers
/// to quote and what was found beside what is expected.
std::string index_page(const ReportIndex& index);

}  // namespace stiff
