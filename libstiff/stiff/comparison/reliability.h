#pragma once

#include "stiff/comparison/agreement_limits.h"
#include "stiff/comparison/measurement.h"
#include "stiff/comparison/nested_components.h"
#include "stiff/comparison/repeat_table.h"
#include "stiff/core/options.h"
#include "stiff/result/table.h"

#include <compare>
#include <span>
#include <string>
#include <vector>

namespace stiff {

/// What is taken as the repeats of one measurement.
enum class Repeats { session, run, repeat, rater };
std::span<const Choice<Repeats>> choices(Repeats);

struct ReliabilityOptions {
  Repeats repeats = Repeats::session;
  std::string session{};
  std::string side{};
  std::string group{};
  bool with_treated = false;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"repeats", "",
                 "What is repeated: sessions, runs of a session, repeats of a recording (taps, "
                 "pushes, cycles), or raters"},
          self.repeats);
    visit(Option{"session", "", "Only these sessions (a,b), in this order; else all"},
          self.session);
    visit(Option{"side", "", "Only these sides (left,right); else all"}, self.side);
    visit(Option{"group", "", "Only these groups of participants.tsv (a,b); else all"}, self.group);
    visit(Option{"with-treated", "",
                 "Between sessions, keep muscles and sides that treatments.tsv says were treated"},
          self.with_treated);
  }
};

/// What the numbers of one table have in common; an empty text where they need not, or it is not
/// said.
struct ReliabilityKey {
  std::string quantity, units, method, roi, device, muscle, site, state, posture, probe_direction,
      rater, session, run;
  auto operator<=>(const ReliabilityKey&) const = default;
};

/// One index of one table.
struct ReliabilityRow {
  ReliabilityKey key;
  std::string side;   ///< `left`, ...; `mean`: of a person's sides; `nested`: all, by components
  std::string index;  ///< `ICC(A,1)`, `sem_agreement`, `mdc95_agreement`, ...
  std::string units;
  Estimate estimate;
  std::int64_t people = 0;
  std::int64_t repeats = 0;  ///< k
  std::string interval;      ///< how it was made
  std::string note;
};

/// One person's pair in the limits of agreement.
struct AgreementPoint {
  std::string participant;
  double mean = kNaN;
  double difference = kNaN;  ///< second less first
};

struct LimitsRow {
  ReliabilityKey key;
  std::string side;    ///< as above; `all` for pairs of several sides a person
  std::string first;   ///< the repeat that is taken away
  std::string second;  ///< from this one
  std::string design;  ///< `single`, `replicates`, `pairs`
  AgreementLimits limits;
  ProportionalBias proportional;            ///< of people's means
  std::vector<AgreementPoint> points = {};  ///< of a `single` design
};

struct ComponentRow {
  ReliabilityKey key;
  std::string component;  ///< `person`, `side`, `session`, `run`, `repeat`
  Estimate variance;
  double share = kNaN;  ///< of the sum
  std::int64_t groups = 0;
  double per_group = kNaN;  ///< harmonic mean of its number in the group above
  double mean = kNaN;       ///< of all values, by generalised least squares
};

struct LeftOutRow {
  ReliabilityKey key;
  std::string side;
  LeftOut left_out;
};

struct Reliability {
  std::vector<ReliabilityRow> rows;
  std::vector<LimitsRow> limits;
  std::vector<ComponentRow> components;
  std::vector<LeftOutRow> left_out;
  std::vector<std::string> notes;  ///< a line each: what was left out, and why
};

/// Reliability of a study's numbers: per quantity, muscle, device, method and rater, the person
/// being the unit. \param values of recordings; \param repeats their taps, pushes, cycles, for the
/// components and for `Repeats::repeat`. Runs of a session are averaged, sides have a table each
/// and one of their mean, taps and runs are nested. A table of complete rows leaves out who lacks a
/// repeat and says so; limits of two repeats take everybody who has both; the components take all.
/// \throws Error (bad_data) where nobody was measured twice, or only one person was.
Reliability reliability(std::span<const Measurement> values, std::span<const Measurement> repeats,
                        const ReliabilityOptions& options);

/// The tables `reliability`, `limits_of_agreement`, `differences` (of which the limits are, a row a
/// person), `components`, `left_out`.
std::vector<Table> reliability_tables(const Reliability& reliability);

}  // namespace stiff
