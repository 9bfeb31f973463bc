#pragma once

#include "stiff/comparison/between_session_error.h"
#include "stiff/comparison/change_pairs.h"
#include "stiff/comparison/change_roles.h"
#include "stiff/comparison/individual_change.h"
#include "stiff/comparison/responder_count.h"
#include "stiff/result/table.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace stiff {

/// The error between sessions of one kind, on both scales.
struct KindError {
  BetweenSessionError linear;
  BetweenSessionError log;  ///< of logarithms; `out_of_range` where a value is not above 0
};
using KindErrors = std::map<ComparedKind, KindError>;

/// From the pairs that are controls. A kind without any has `too_few`.
KindErrors between_session_errors(std::span<const ChangePair> pairs, const ChangeOptions& options);

/// One person's place with its verdict.
struct Responder {
  const ChangePair* pair = nullptr;
  ChangeScale scale = ChangeScale::log;  ///< on which it was judged
  IndividualChange linear;
  IndividualChange log;
  Verdict verdict = Verdict::none;
  std::string reason;  ///< why there is no verdict, else `none`
  std::string note;
};

/// In the order of the pairs, which outlive them. Judged on the scale asked for; linear where a
/// value of the kind is not above 0.
std::vector<Responder> responders_of(std::span<const ChangePair> pairs, const KindErrors& errors,
                                     const ControlSource& control, const ChangeOptions& options);

/// How many persons of an arm, side and site were called one way.
struct ResponderCount {
  ComparedKind kind;
  std::string arm;
  std::string side;
  std::string site;
  bool is_control = false;
  Verdict verdict = Verdict::none;  ///< `lower` or `higher`
  std::int64_t n = 0;               ///< with a verdict
  std::int64_t count = 0;
  Share share;
  double expected_share = kNaN;  ///< by chance: half of what lies beyond the MDC without a change
  double p_binomial = kNaN;      ///< of so many or more, were the limit exactly known
  double p = kNaN;               ///< the same, counting that all share one estimated limit
};

/// Two a cell, `lower` first. Controls have no p: the limit was made of them.
std::vector<ResponderCount> responder_counts(std::span<const Responder> responders,
                                             const KindErrors& errors);

/// The tables `responders`, `responder_counts` and `between_session_error`.
Table responders_table(std::span<const Responder> responders, const KindErrors& errors);
Table responder_counts_table(std::span<const ResponderCount> counts);
Table between_session_error_table(const KindErrors& errors, const ControlSource& control);

}  // namespace stiff
