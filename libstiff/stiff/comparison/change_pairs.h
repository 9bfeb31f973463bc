#pragma once

#include "stiff/comparison/change_options.h"
#include "stiff/comparison/measurements.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace stiff {

/// What is compared: numbers that differ in any of these are never put together.
struct ComparedKind {
  std::string quantity;
  std::string units;
  std::string method;
  std::string roi;
  std::string muscle;
  std::string state;
  std::string posture;
  std::string probe_direction;

  auto operator<=>(const ComparedKind&) const = default;
};

/// One person's place in one session: the mean of its runs.
struct SessionValue {
  double value = kNaN;
  double std_error = kNaN;  ///< of the mean, within the session; NaN where a run has none
  std::int64_t runs = 0;
  double day = kNaN;  ///< since the participant's first session
  std::string device;
};

/// One person's place before and after.
struct ChangePair {
  ComparedKind kind;
  std::string participant;
  std::string arm;  ///< `all` where nobody has one
  std::string side;
  std::string site;
  std::string contrast_side;  ///< by which groups are compared: the side, or `treated`, `untreated`
  std::string technique;      ///< given last before `post`; empty: not said, or nothing
  std::string treatment;      ///< all that the place gets; `none`; empty: not said
  SessionValue before;
  SessionValue after;
  bool is_control = false;    ///< nothing was done to it: a repeat between sessions
  bool other_device = false;  ///< after than before; only where forced

  double change() const { return after.value - before.value; }
  /// NaN unless both are above 0.
  double log_change() const;
};

struct ChangePairs {
  std::vector<ChangePair> pairs;  ///< by kind, participant, side, site
  std::vector<DroppedNumber> dropped;
};

/// Puts each place's numbers of two sessions together; runs of one session are averaged. A session
/// is named by its label or, where no session is called so, by its time point. Places that lack a
/// session are in `dropped`. \throws Error (bad_data): a session that nobody has (with those that
/// there are), or the same one twice; two recordings with one participant, session, place and run;
/// units that differ; another device after than before, unless forced; nobody left.
ChangePairs pair_sessions(std::span<const Measurement> measurements, const ChangeOptions& options);

}  // namespace stiff
