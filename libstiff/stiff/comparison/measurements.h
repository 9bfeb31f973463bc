#pragma once

#include "stiff/comparison/measurement.h"
#include "stiff/core/options.h"
#include "stiff/result/study_rows.h"
#include "stiff/result/table.h"

#include <string>
#include <vector>

namespace stiff {

/// Which of a study's numbers are compared.
struct MeasurementOptions {
  std::string quantity{};
  std::string muscle{};
  std::string method{};
  std::string roi{};
  double min_quality = 0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"quantity", "", "Only these quantities (a,b); else all"}, self.quantity);
    visit(Option{"muscle", "", "Only these muscles (a,b), by any name; else all"}, self.muscle);
    visit(Option{"method", "", "Numbers of this method; else each quantity's primary one"},
          self.method);
    visit(Option{"roi", "", "Numbers of this region; else the primary one, mostly `all`"},
          self.roi);
    visit(Option{"min-quality", "", "Only numbers of at least this quality", 0, 1},
          self.min_quality);
  }
};

/// What a study's tables say, as far as there are any; null for a table that there is not.
struct StudyFacts {
  const Table* participants = nullptr;
  const std::vector<SessionRow>* sessions = nullptr;
  const std::vector<TreatmentRow>* treatments = nullptr;
};

/// A number, or a recording, that is not compared, and why.
struct DroppedNumber {
  std::string recording_id;
  std::string participant;
  std::string session;
  std::string muscle;
  std::string side;
  std::string quantity;  ///< empty: all of the recording's
  std::string why;
};

/// Whether the taps, pushes and cycles of recordings are wanted too: they are most of a study's
/// rows.
enum class RepeatRows { left_out, kept };

struct Measurements {
  std::vector<Measurement> values;     ///< of recordings, repeat 0, in the order of `estimates`
  std::vector<Measurement> repeats;    ///< their taps, pushes, cycles, where kept: repeat 1, 2, ...
  std::vector<DroppedNumber> dropped;  ///< everything that was asked for and is not in `values`
  std::vector<std::string> notes;      ///< a line each: who is in one table and not in another
};

/// The numbers of a results file's tables that `options` ask for, each with what the study's tables
/// say of its person, session and treatment. Of each recording and quantity the primary number is
/// taken, or that of the method and region asked for. Muscles and sides must be named alike in all
/// tables. A treatment comes behind its session's recordings; sessions are ordered by their day,
/// where they have none by the order of their lines; without a sessions' table `technique` stays
/// empty. \throws Error (bad_data): a column is missing, or nothing is left, with what there is.
Measurements measurements_of(const Table& recordings, const Table& estimates,
                             const StudyFacts& study, const MeasurementOptions& options,
                             RepeatRows repeats = RepeatRows::left_out);

/// The table `dropped` of a comparison's file.
Table dropped_table(const std::vector<DroppedNumber>& dropped);

/// "sub-01 ses-pre uppertrapezius left dynamic_stiffness: no value (low_signal)".
std::string dropped_line(const DroppedNumber& dropped);

/// The words of "a, b": without blanks at their ends, empty ones left out.
std::vector<std::string> listed_words(const std::string& text);

}  // namespace stiff
