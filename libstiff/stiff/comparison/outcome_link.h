#pragma once

#include "stiff/comparison/correlation.h"
#include "stiff/comparison/measurements.h"
#include "stiff/core/options.h"
#include "stiff/result/study_rows.h"

#include <span>
#include <string>
#include <vector>

namespace stiff {

/// What stiffness is counted in.
enum class LinkScale { percent, units };
std::span<const Choice<LinkScale>> choices(LinkScale);

struct OutcomeLinkOptions {
  std::string outcome{};
  std::string side{};
  std::string pre{};
  std::string post{};
  LinkScale scale = LinkScale::percent;
  double window_days = 1;
  double mcid = kNaN;
  double margin_percent = 0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"outcome", "", "Only these outcomes (a,b); else all"}, self.outcome);
    visit(Option{"side", "", "Only these sides (left,right,all); else each and their mean"},
          self.side);
    visit(Option{"pre", "", "The session before; else the earlier of two"}, self.pre);
    visit(Option{"post", "", "The session after; else the later of two"}, self.post);
    visit(Option{"scale", "", "Stiffness in percent (of its logarithm) or in its unit"},
          self.scale);
    visit(Option{"journal-window", "d", "How far a journal's entry may be from a session", 0, 365},
          self.window_days);
    visit(Option{"mcid", "",
                 "The smallest change of the outcome that matters, in its unit (pain of 0 to 10: "
                 "for example 2; published treatments of the neck lower it by 1.5 to 2.3)",
                 0, 1e6},
          self.mcid);
    visit(Option{"margin", "%", "With --mcid: the softening that counts", 0, 100},
          self.margin_percent);
  }
};

/// Stiffness and an outcome of one person in one session.
struct LinkedPair {
  std::string participant;
  std::string group;
  std::string session;
  double day = kNaN;
  std::string quantity, units, method, device, muscle, state, posture, probe_direction;
  std::string side;  ///< `all`: the mean over the sides
  std::string outcome, outcome_units;
  OutcomeDirection direction = OutcomeDirection::not_said;
  double stiffness = kNaN;  ///< in `units`; on the scale `percent` the geometric mean
  double value = kNaN;      ///< of the outcome
};

/// How one outcome goes with one number, in one arm or in `all`.
struct OutcomeLink {
  std::string quantity, units, method, device, muscle, state, posture, probe_direction, side;
  std::string outcome, outcome_units;
  std::string group;
  std::string kind;  ///< `repeated`, `change_pearson`, `change_spearman`
  std::string pre, post;
  Correlation correlation;  ///< its slope is the outcome's, for each percent or unit of stiffness
  double p_holm = kNaN;     ///< within the outcome and kind, `all` and arms apart
};

/// Of a change between two sessions: who softened beyond the margin, and who got better by the
/// MCID.
struct OutcomeAgreement {
  std::string quantity, muscle, side, outcome, group, pre, post;
  double mcid = kNaN;
  double margin_percent = kNaN;
  std::int64_t softer_better = 0, softer_not_better = 0, not_softer_better = 0,
               not_softer_not_better = 0;
};

struct OutcomeLinks {
  std::vector<LinkedPair> pairs;
  std::vector<OutcomeLink> links;
  std::vector<OutcomeAgreement> agreement;
  std::vector<DroppedNumber> dropped;  ///< numbers and outcomes without their other half
  std::vector<std::string> notes;
};

/// Pairs each number with the outcomes of its person's session, and says how they go together. The
/// person is the unit: sites and runs of a side are averaged, sides are apart and, where there are
/// two, averaged too (`all`). An outcome that names a muscle or a side goes with that one alone;
/// several of one name in a session (pain of several regions) are averaged. A journal's entry goes
/// with its person's nearest session within the window. `repeated` is the repeated-measures
/// correlation over all sessions; `change_...` that of the changes between `pre` and `post`, one
/// pair a person. A course that all share (both fall from session to session) is part of
/// `repeated` and none of `change_...`; with two sessions the one is the changes' correlation about
/// 0, the other about their means. An association within people is none between them, and neither
/// says what causes what. \throws Error (bad_data): no outcome of that name, nothing pairs, a
/// session that is nowhere.
OutcomeLinks outcome_links(std::span<const Measurement> values,
                           std::span<const OutcomeRow> outcomes, const OutcomeLinkOptions& options);

/// The tables `links`, `pairs` and, with an MCID, `agreement` of a comparison's file.
std::vector<Table> outcome_link_tables(const OutcomeLinks& links,
                                       const OutcomeLinkOptions& options);

}  // namespace stiff
