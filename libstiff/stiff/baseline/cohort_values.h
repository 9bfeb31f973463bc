#pragma once

#include "stiff/core/options.h"
#include "stiff/result/baseline.h"
#include "stiff/result/people.h"
#include "stiff/result/table.h"

#include <string>
#include <vector>

namespace stiff {

/// Which of a study's numbers make a baseline.
struct CohortOptions {
  std::string session{};
  std::string group{};
  double min_quality = 0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"session", "", "Only recordings of this session; else all count as repeats"},
          self.session);
    visit(Option{"group", "", "Only people of this `group` in participants.tsv"}, self.group);
    visit(Option{"min-quality", "", "Only numbers of at least this quality", 0, 1},
          self.min_quality);
  }
};

/// One number of one healthy person. `key.side` and `key.site` are as recorded, empty where not
/// said.
struct CohortValue {
  BaselineKey key;
  std::string person;  ///< tells people apart while a baseline is built; it is not kept
  std::string sex;     ///< `female`, `male` or empty
  double age = kNaN;   ///< years
  double value = kNaN;
  double std_error = kNaN;
};

struct CohortValues {
  std::vector<CohortValue> values;
  std::vector<std::string> notes;  ///< what was left out, and how much of it
};

/// The primary numbers of a results file's tables. \param participants of the same study, as
/// `read_participants_table` gives it; null where there is none. \param study put before each
/// label: people of two studies are two people though both be called 01; equal for two files of one
/// study. \throws Error (bad_data): a column is missing; a recording has no muscle or no
/// participant; the group is asked for and there is none; nothing is left.
CohortValues cohort_values(const Table& recordings, const Table& estimates,
                           const Table* participants, const CohortOptions& options,
                           const std::string& study);

}  // namespace stiff
