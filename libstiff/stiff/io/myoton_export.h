#pragma once

#include "stiff/io/myoton_sites.h"
#include "stiff/result/estimates.h"
#include "stiff/result/table.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace stiff {

/// What becomes of the exports of a hand-held myotonometer.
struct MyotonExport {
  /// One recording a set of taps, with the estimates of method `device`: a row a tap (`repeat` is
  /// its iteration) and the set's mean as repeat 0 with its standard error.
  std::vector<RecordingResult> results;
  /// `account`: a row for each line of the files, with what became of it (`imported`, `duplicate`,
  /// `refused`) and why.
  Table account;
  /// `missing`: taps, sides and sessions that most have and some have not.
  Table missing;
  /// `participants`: sex, and age in whole years at the first session.
  Table participants;

  std::size_t rows = 0, imported = 0, duplicates = 0, refused = 0;
  std::vector<std::pair<std::string, std::size_t>> reasons;  ///< of the refused, with their number
  std::vector<std::string> missing_lines;                    ///< `missing` in words
  std::vector<std::string> notes;                            ///< lines for people
  /// Over the labels and numbers that are kept. A checksum over the file itself would be one over
  /// names and birth dates, which can be found from it by trying.
  std::string sha256;
};

/// Reads exports: 30 columns, one row a tap; `,` `;` or tab, decimal commas or points, dates as
/// dd/mm/yyyy or ISO, any of UTF-8, UTF-16 and Latin-1. Rows belong to one set by the subject, the
/// date, muscle, side, site, state and posture; a set that was taken twice on a day is two runs.
/// The measurement's number is never a key, since spreadsheets spoil it. Sessions are numbered
/// within a subject in the order of their dates. A row that stands twice, in one file or in two,
/// counts once.
///
/// Names, birth dates, operators, dates, measurement numbers and serial numbers are in nothing that
/// is returned, nor in any error: no message repeats a cell.
/// \param device what the recordings' `device` says
/// \throws Error (no_input, io); (bad_data) where a file is no export, or no row of any is good.
MyotonExport read_myoton_exports(const std::vector<std::filesystem::path>& files,
                                 const MuscleTable& muscles, const SiteMap& sites,
                                 const std::string& device);

}  // namespace stiff
