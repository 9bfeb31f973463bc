#include "stiff/comparison/responders.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

namespace stiff {
namespace {

/// Half of what lies beyond the limit without a change: one direction.
double one_sided(const BetweenSessionError& error) {
  return 0.5 * error.chance_share;
}

ChangeScale scale_of(const KindError& error, const ChangeOptions& options) {
  const bool has_logs = error.log.reason != Reason::out_of_range;
  return options.scale == ChangeScale::log && has_logs ? ChangeScale::log : ChangeScale::linear;
}

const BetweenSessionError& judging(const KindError& error, ChangeScale scale) {
  return scale == ChangeScale::log ? error.log : error.linear;
}

std::string reason_of(const KindError& error, const BetweenSessionError& used,
                      const ControlSource& control) {
  if (!control.is_known) return control.text;
  if (used.reason == Reason::none) return "none";
  const std::string people = std::to_string(error.linear.people);
  if (used.reason == Reason::low_signal) return "all controls changed alike: no error to go by";
  return people + (error.linear.people == 1 ? " control" : " controls") +
         " of this muscle and quantity, of " + control.text + ": three or more are needed";
}

}  // namespace

KindErrors between_session_errors(std::span<const ChangePair> pairs, const ChangeOptions& options) {
  struct Changes {
    std::map<std::string, std::vector<double>> linear;
    std::map<std::string, std::vector<double>> log;
    bool all_above_0 = true;
  };
  std::map<ComparedKind, Changes> kinds;
  for (const ChangePair& pair : pairs) {
    Changes& changes = kinds[pair.kind];
    changes.all_above_0 = changes.all_above_0 && std::isfinite(pair.log_change());
    if (!pair.is_control) continue;
    changes.linear[pair.participant].push_back(pair.change());
    changes.log[pair.participant].push_back(pair.log_change());
  }
  const auto error_of = [&](const std::map<std::string, std::vector<double>>& people) {
    std::vector<std::vector<double>> changes;
    for (const auto& [who, places] : people) changes.push_back(places);
    return between_session_error(changes, options.mdc);
  };
  KindErrors out;
  for (const auto& [kind, changes] : kinds) {
    KindError& error = out[kind];
    error.linear = error_of(changes.linear);
    if (changes.all_above_0) {
      error.log = error_of(changes.log);
    } else {
      error.log.reason = Reason::out_of_range;
    }
  }
  return out;
}

std::vector<Responder> responders_of(std::span<const ChangePair> pairs, const KindErrors& errors,
                                     const ControlSource& control, const ChangeOptions& options) {
  std::vector<Responder> out;
  for (const ChangePair& pair : pairs) {
    const KindError& error = errors.at(pair.kind);
    Responder one;
    one.pair = &pair;
    one.scale = scale_of(error, options);
    one.linear = individual_change(pair.change(), error.linear);
    one.log = individual_change(pair.log_change(), error.log);
    const BetweenSessionError& used = judging(error, one.scale);
    one.verdict = one.scale == ChangeScale::log ? one.log.verdict : one.linear.verdict;
    one.reason = reason_of(error, used, control);
    if (pair.other_device) one.note = "another device after than before";
    const IndividualChange& judged = one.scale == ChangeScale::log ? one.log : one.linear;
    const bool beyond = one.verdict == Verdict::lower || one.verdict == Verdict::higher;
    if (beyond && judged.ci_low <= 0 && judged.ci_high >= 0) {
      one.note += std::string(one.note.empty() ? "" : "; ") +
                  "beyond the MDC, but the controls are so few that the interval holds no change";
    }
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<ResponderCount> responder_counts(std::span<const Responder> responders,
                                             const KindErrors& errors) {
  using Cell = std::tuple<ComparedKind, std::string, std::string, std::string, bool>;
  struct Counts {
    ChangeScale scale = ChangeScale::log;
    std::int64_t n = 0;
    std::int64_t lower = 0;
    std::int64_t higher = 0;
  };
  std::map<Cell, Counts> cells;
  for (const Responder& one : responders) {
    const ChangePair& pair = *one.pair;
    Counts& counts = cells[{pair.kind, pair.arm, pair.side, pair.site, pair.is_control}];
    counts.scale = one.scale;
    if (one.verdict == Verdict::none) continue;
    ++counts.n;
    counts.lower += one.verdict == Verdict::lower ? 1 : 0;
    counts.higher += one.verdict == Verdict::higher ? 1 : 0;
  }
  std::vector<ResponderCount> out;
  for (const auto& [cell, counts] : cells) {
    const auto& [kind, arm, side, site, is_control] = cell;
    const BetweenSessionError& error = judging(errors.at(kind), counts.scale);
    for (const Verdict verdict : {Verdict::lower, Verdict::higher}) {
      ResponderCount one;
      one.kind = kind;
      one.arm = arm;
      one.side = side;
      one.site = site;
      one.is_control = is_control;
      one.verdict = verdict;
      one.n = counts.n;
      one.count = verdict == Verdict::lower ? counts.lower : counts.higher;
      one.share = exact_share(one.count, one.n);
      if (one.n > 0) one.expected_share = one_sided(error);
      if (one.n > 0 && !is_control) {
        one.p_binomial = binomial_tail(one.count, one.n, one.expected_share);
        one.p = chance_of_count(one.count, one.n, error.factor, error.dof);
      }
      out.push_back(std::move(one));
    }
  }
  return out;
}

}  // namespace stiff
