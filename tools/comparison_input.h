#pragma once

#include "stiff/comparison/measurements.h"
#include "stiff/core/options.h"
#include "stiff/io/provenance.h"
#include "stiff/io/trial_tables.h"

#include <filesystem>
#include <string>
#include <vector>

#include "tools/command.h"

namespace stiff::tool {

/// What every `stiff compare ...` asks for: which study's tables, which numbers, and a name for
/// what it writes. A command's settings hold one of these:
///
///     struct ChangeSettings {
///       ComparisonSettings input;
///       ChangeOptions change;
///       template <class Self, class Visitor>
///       static void describe(Self& self, Visitor&& visit) {
///         ComparisonSettings::Files::describe(self.input.files, visit);
///       }
///       template <class Self, class Visitor>
///       static void groups(Self& self, Visitor&& visit) {
///         visit("Which numbers", self.input.numbers);
///         visit("Change", self.change);
///       }
///     };
struct ComparisonSettings {
  /// Where tables and results lie. No path of these reaches a file.
  struct Files {
    std::filesystem::path study, participants, sessions, treatments, outcomes, techniques, muscles;
    std::string name;

    template <class Self, class Visitor>
    static void describe(Self& self, Visitor&& visit) {
      visit(Option{"study", "DIR",
                   "The folder of participants.tsv, sessions.tsv, treatments.tsv and outcomes.tsv; "
                   "else that of RESULTS"},
            self.study);
      visit(Option{"participants", "FILE", "This table instead of the study's"}, self.participants);
      visit(Option{"sessions", "FILE", "Likewise"}, self.sessions);
      visit(Option{"treatments", "FILE", "Likewise"}, self.treatments);
      visit(Option{"outcomes", "FILE", "Likewise"}, self.outcomes);
      visit(Option{"techniques", "FILE", "Techniques beside those that stiff knows"},
            self.techniques);
      visit(Option{"muscles", "FILE", "A table of muscles over the one that stiff has"},
            self.muscles);
      visit(Option{"name", "NAME",
                   "What is written: comparisons/NAME.h5 and NAME_<table>.csv; else the command's "
                   "word"},
            self.name);
    }
  } files;
  MeasurementOptions numbers;
};

/// The arguments of every `stiff compare ...`.
std::vector<Argument> comparison_arguments();

/// A study's numbers with what its tables say of them.
struct ComparisonInput {
  Measurements measurements;
  TrialTables tables;            ///< muscles and sides named as the table of muscles does
  std::filesystem::path folder;  ///< of results.h5
  std::filesystem::path file;    ///< comparisons/<name>.h5, which is to be written
  Provenance provenance;         ///< the call's, with the inputs' checksums
};

/// Reads results and tables, and says on stderr what was dropped and who is in one table only.
/// \param what the command's word, the file's name where --name gives none. \throws Error
/// (no_input, bad_data, usage): a fault in a table is one line with file, line and column.
ComparisonInput read_comparison_input(const ComparisonSettings& settings, const Call& call,
                                      const std::string& what,
                                      RepeatRows repeats = RepeatRows::left_out);

/// Writes comparisons/<name>.h5 and its CSV: the tables given and, behind them, `dropped`. Says so
/// on stderr.
void write_comparison_output(const ComparisonInput& input, std::vector<Table> tables,
                             const std::vector<std::string>& references);

/// Prints "stiff: dropped: ..." lines on stderr; at the most ten, and how many more.
void print_dropped(const std::vector<DroppedNumber>& dropped);

/// Prints notes on stderr, "stiff: " before each; at the most ten of a kind, and how many more.
void print_notes(const std::vector<std::string>& notes);

}  // namespace stiff::tool
