#pragma once

#include "stiff/result/candidates.h"
#include "stiff/result/estimates.h"
#include "stiff/result/maps.h"
#include "stiff/result/trace.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stiff {

/// How numbers were made, as a page says it: a file's provenance in plain form.
struct PageMethods {
  std::string version;  ///< of the program that made the numbers
  std::string history;
  std::vector<std::pair<std::string, std::string>> options;
  std::vector<std::string> defaulted;
  std::vector<std::pair<std::string, std::string>> input_sha256;  ///< path in the study, checksum
  std::vector<std::string> references;                            ///< whole, as they are printed
  std::vector<std::string> reference_keys;  ///< of each reference; may be empty

  bool empty() const { return history.empty() && options.empty() && references.empty(); }
};

/// All that the page of one recording is made of. What a recording has not is empty: a refused one
/// has no maps, one that `flag` was not run on has no candidates.
struct ReportedRecording {
  RecordingResult result;
  std::string muscle_name;  ///< as people say it; empty where the label is not known
  std::optional<Maps> maps;
  std::vector<Trace> traces;
  std::vector<FlaggedRecording> flagged;  ///< one a quantity
  std::vector<Candidate> candidates;
  std::optional<CandidateMap> scores;
  PageMethods methods;              ///< of `run`
  PageMethods flagging;             ///< of `flag`
  std::vector<std::string> faults;  ///< what could not be read, a line each
};

/// "Upper trapezius, right" where a muscle is said; else the recording's id.
std::string recording_title(const ReportedRecording& recording);

/// The rows to show at once, the most telling quantity first: primary, with a value.
std::vector<const EstimateRow*> leading_rows(const RecordingResult& result);

}  // namespace stiff
