#include "stiff/comparison/outcome_link.h"

#include "stiff/comparison/holm.h"
#include "stiff/comparison/outcome_pairs.h"
#include "stiff/core/error.h"
#include "stiff/result/table_columns.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace stiff {
namespace {

struct Contrast {
  std::string pre, post;
};

/// What makes one analysis: everything of a pair but whose and when.
auto analysis_of(const LinkedPair& p) {
  return std::tie(p.quantity, p.units, p.method, p.device, p.muscle, p.state, p.posture,
                  p.probe_direction, p.side, p.outcome, p.outcome_units);
}

OutcomeLink link_of(const LinkedPair& first, const std::string& group, const std::string& kind) {
  OutcomeLink link;
  link.quantity = first.quantity;
  link.units = first.units;
  link.method = first.method;
  link.device = first.device;
  link.muscle = first.muscle;
  link.state = first.state;
  link.posture = first.posture;
  link.probe_direction = first.probe_direction;
  link.side = first.side;
  link.outcome = first.outcome;
  link.outcome_units = first.outcome_units;
  link.group = group;
  link.kind = kind;
  return link;
}

double on_scale(double stiffness, LinkScale scale) {
  return scale == LinkScale::percent ? 100 * std::log(stiffness) : stiffness;
}

/// Changes of stiffness and outcome of those who were there twice.
struct Changes {
  std::vector<double> stiffness, outcome;
};

Changes changes_of(std::span<const LinkedPair* const> pairs, const Contrast& contrast,
                   LinkScale scale) {
  std::map<std::string, std::array<const LinkedPair*, 2>> people;
  for (const LinkedPair* pair : pairs) {
    if (pair->session == contrast.pre) people[pair->participant][0] = pair;
    if (pair->session == contrast.post) people[pair->participant][1] = pair;
  }
  Changes changes;
  for (const auto& [who, both] : people) {
    if (!both[0] || !both[1]) continue;
    changes.stiffness.push_back(on_scale(both[1]->stiffness, scale) -
                                on_scale(both[0]->stiffness, scale));
    changes.outcome.push_back(both[1]->value - both[0]->value);
  }
  return changes;
}

OutcomeAgreement agreement_of(const OutcomeLink& link, const Changes& changes,
                              OutcomeDirection direction, const OutcomeLinkOptions& options) {
  OutcomeAgreement out{link.quantity, link.muscle, link.side,    link.outcome,          link.group,
                       link.pre,      link.post,   options.mcid, options.margin_percent};
  // A softening of 10 % is a factor of 0.9.
  const double limit = 100 * std::log1p(-options.margin_percent / 100);
  for (std::size_t i = 0; i < changes.outcome.size(); ++i) {
    const double change = changes.outcome[i];
    const double gain = direction == OutcomeDirection::higher_is_better ? change : -change;
    const bool better = gain >= options.mcid;
    const bool softer =
        options.margin_percent > 0 ? changes.stiffness[i] <= limit : changes.stiffness[i] < 0;
    if (softer) {
      ++(better ? out.softer_better : out.softer_not_better);
    } else {
      ++(better ? out.not_softer_better : out.not_softer_not_better);
    }
  }
  return out;
}

class Linking {
 public:
  Linking(const OutcomeLinkOptions& options, OutcomeLinks& out) : options_(options), out_(out) {}

  void run() {
    has_contrast_ = find_contrast();
    for (std::size_t from = 0; from < out_.pairs.size();) {
      std::size_t to = from + 1;
      while (to < out_.pairs.size() &&
             analysis_of(out_.pairs[to]) == analysis_of(out_.pairs[from])) {
        ++to;
      }
      std::map<std::string, std::vector<const LinkedPair*>> groups;
      for (std::size_t i = from; i < to; ++i) {
        groups["all"].push_back(&out_.pairs[i]);
        if (!out_.pairs[i].group.empty()) groups[out_.pairs[i].group].push_back(&out_.pairs[i]);
      }
      analyse("all", groups["all"]);
      for (const auto& [group, pairs] : groups) {
        if (group != "all" && pairs.size() < groups["all"].size()) analyse(group, pairs);
      }
      from = to;
    }
    adjust();
  }

 private:
  /// \returns whether there are a session before and one after. \throws for a session that is
  /// nowhere.
  bool find_contrast() {
    std::map<std::string, double> sessions;  // earliest day
    for (const LinkedPair& pair : out_.pairs) {
      const auto [at, fresh] = sessions.try_emplace(pair.session, pair.day);
      if (!fresh && !(pair.day >= at->second)) at->second = pair.day;
    }
    std::string all;
    for (const auto& [session, day] : sessions) all += (all.empty() ? "" : ", ") + session;
    for (const std::string* asked : {&options_.pre, &options_.post}) {
      if (!asked->empty() && !sessions.contains(*asked)) {
        throw Error(ErrorKind::bad_data,
                    "no session '" + *asked + "' has a number with an outcome: there are " + all);
      }
    }
    contrast_ = {options_.pre, options_.post};
    if (!contrast_.pre.empty() && !contrast_.post.empty()) {
      if (contrast_.pre == contrast_.post) {
        throw Error(ErrorKind::usage, "--pre and --post are one session");
      }
      return true;
    }
    if (sessions.size() == 2) {
      const auto& a = *sessions.begin();
      const auto& b = *sessions.rbegin();
      if (a.second < b.second || b.second < a.second) {
        contrast_ = a.second < b.second ? Contrast{a.first, b.first} : Contrast{b.first, a.first};
        return true;
      }
    }
    out_.notes.push_back(sessions.size() == 1
                             ? "no change against change: there is one session"
                             : "no change against change: --pre and --post name two of the "
                               "sessions " +
                                   all);
    return false;
  }

  void analyse(const std::string& group, std::span<const LinkedPair* const> pairs) {
    const LinkedPair& first = *pairs.front();
    OutcomeLink repeated = link_of(first, group, "repeated");
    std::vector<std::int64_t> person;
    std::vector<double> x, y;
    std::map<std::string, std::int64_t> numbers;
    for (const LinkedPair* pair : pairs) {
      const auto next = static_cast<std::int64_t>(numbers.size());
      person.push_back(numbers.try_emplace(pair->participant, next).first->second);
      x.push_back(on_scale(pair->stiffness, options_.scale));
      y.push_back(pair->value);
    }
    repeated.correlation = repeated_correlation(person, x, y);
    out_.links.push_back(repeated);
    if (!has_contrast_) return;
    const Changes changes = changes_of(pairs, contrast_, options_.scale);
    for (const bool ranks : {false, true}) {
      OutcomeLink link = link_of(first, group, ranks ? "change_spearman" : "change_pearson");
      link.pre = contrast_.pre;
      link.post = contrast_.post;
      link.correlation = ranks ? spearman_correlation(changes.stiffness, changes.outcome)
                               : pearson_correlation(changes.stiffness, changes.outcome);
      out_.links.push_back(link);
    }
    if (options_.mcid > 0 && options_.scale == LinkScale::percent) {
      if (first.direction == OutcomeDirection::not_said) {
        const std::string note = "'" + first.outcome +
                                 "': which way is better is not said (column direction): nobody is "
                                 "counted against --mcid";
        if (std::find(out_.notes.begin(), out_.notes.end(), note) == out_.notes.end()) {
          out_.notes.push_back(note);
        }
      } else {
        out_.agreement.push_back(
            agreement_of(out_.links.back(), changes, first.direction, options_));
      }
    }
  }

  void adjust() {
    std::vector<double> p;
    std::vector<std::string> family;
    for (const OutcomeLink& link : out_.links) {
      p.push_back(link.correlation.p);
      family.push_back(link.outcome + "/" + link.kind + (link.group == "all" ? "" : "/arms"));
    }
    const std::vector<double> adjusted = holm_within(p, family);
    for (std::size_t i = 0; i < adjusted.size(); ++i) out_.links[i].p_holm = adjusted[i];
  }

  const OutcomeLinkOptions& options_;
  OutcomeLinks& out_;
  Contrast contrast_;
  bool has_contrast_ = false;
};

}  // namespace

std::span<const Choice<LinkScale>> choices(LinkScale) {
  static constexpr std::array<Choice<LinkScale>, 2> all{
      {{LinkScale::percent, "percent"}, {LinkScale::units, "units"}}};
  return all;
}

OutcomeLinks outcome_links(std::span<const Measurement> values,
                           std::span<const OutcomeRow> outcomes,
                           const OutcomeLinkOptions& options) {
  OutcomeLinks out;
  pair_outcomes(values, outcomes, options, out);
  if (out.pairs.empty()) {
    throw Error(
        ErrorKind::bad_data,
        "no number has an outcome of its session" +
            (out.dropped.empty() ? std::string(": there is no outcome")
                                 : "; the first without: " + dropped_line(out.dropped.front())));
  }
  if (options.mcid > 0 && options.scale != LinkScale::percent) {
    throw Error(ErrorKind::usage, "--mcid counts who softened, in percent: not with --scale units");
  }
  Linking(options, out).run();
  return out;
}

}  // namespace stiff
