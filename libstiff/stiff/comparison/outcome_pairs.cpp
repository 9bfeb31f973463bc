#include "stiff/comparison/outcome_pairs.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace stiff {
namespace {

using Session = std::pair<std::string, std::string>;  // participant, session

/// A number's place with all that must agree between sessions.
struct Place {
  std::string quantity, units, method, device, muscle, state, posture, probe_direction, side;
  auto operator<=>(const Place&) const = default;
};

struct Sum {
  double total = 0;
  std::int64_t n = 0;
  void add(double value) {
    total += value;
    ++n;
  }
  double mean() const { return total / static_cast<double>(n); }
};

/// Values of one place and one session, the sites and runs of it averaged.
struct Site {
  Sum sum;
  std::string group;
  double day = kNaN;
};

struct OutcomeKey {
  std::string outcome, muscle, side;
  auto operator<=>(const OutcomeKey&) const = default;
};

struct OutcomeCell {
  Sum sum;
  const OutcomeRow* first = nullptr;
  bool paired = false;
};

class Pairing {
 public:
  Pairing(const OutcomeLinkOptions& options, OutcomeLinks& out) : options_(options), out_(out) {}

  void take(std::span<const Measurement> values) {
    std::map<Place, std::map<Session, Site>> sides;
    for (const Measurement& m : values) {
      const bool logarithm = options_.scale == LinkScale::percent;
      if (logarithm && !(m.value > 0)) {
        drop(m.participant, m.session, m.muscle, m.side, m.quantity,
             "not positive: it has no percent (--scale units)");
        continue;
      }
      Site& site = sides[{m.quantity, m.units, m.method, m.device, m.muscle, m.state, m.posture,
                          m.probe_direction, m.side}][{m.participant, m.session}];
      site.sum.add(logarithm ? std::log(m.value) : m.value);
      site.group = m.group;
      site.day = m.day;
      days_[m.participant][m.session] = m.day;
    }
    add_means_of_sides(sides);
    const std::vector<std::string> asked = listed_words(options_.side);
    std::erase_if(sides, [&](const auto& one) {
      return !asked.empty() && std::find(asked.begin(), asked.end(), one.first.side) == asked.end();
    });
    if (sides.empty()) {
      throw Error(ErrorKind::bad_data, "no number is of the side '" + options_.side + "'");
    }
    places_ = std::move(sides);
  }

  void take(std::span<const OutcomeRow> outcomes) {
    const std::vector<std::string> asked = listed_words(options_.outcome);
    std::set<std::string> names;
    for (const OutcomeRow& row : outcomes) {
      names.insert(row.outcome);
      if (!asked.empty() && std::find(asked.begin(), asked.end(), row.outcome) == asked.end()) {
        continue;
      }
      add_outcome(row);
    }
    for (const std::string& name : asked) {
      if (!names.contains(name)) refuse_outcome(name, names);
    }
    for (const auto& [session, cells] : outcomes_) {
      for (const auto& [key, cell] : cells) {
        if (cell.sum.n > 1) averaged_.insert(key.outcome);
      }
    }
    for (const std::string& name : averaged_) {
      out_.notes.push_back("several entries of '" + name + "' in one session are averaged");
    }
  }

  void pair() {
    for (auto& [place, sessions] : places_) {
      for (auto& [session, site] : sessions) pair_site(place, session, site);
    }
    for (auto& [session, cells] : outcomes_) {
      for (auto& [key, cell] : cells) {
        if (cell.paired) continue;
        drop(session.first, session.second, key.muscle, key.side, key.outcome,
             "an outcome without a number of its session");
      }
    }
    std::stable_sort(out_.pairs.begin(), out_.pairs.end(), [](const auto& a, const auto& b) {
      const auto key = [](const LinkedPair& p) {
        return std::tie(p.quantity, p.units, p.method, p.device, p.muscle, p.state, p.posture,
                        p.probe_direction, p.side, p.outcome, p.participant);
      };
      if (key(a) != key(b)) return key(a) < key(b);
      if (a.day != b.day && std::isfinite(a.day) && std::isfinite(b.day)) return a.day < b.day;
      return a.session < b.session;
    });
  }

 private:
  void drop(const std::string& who, const std::string& session, const std::string& muscle,
            const std::string& side, const std::string& what, const std::string& why) {
    out_.dropped.push_back({"", who, session, muscle, side, what, why});
  }

  [[noreturn]] static void refuse_outcome(const std::string& name,
                                          const std::set<std::string>& names) {
    std::string all;
    for (const std::string& one : names) all += (all.empty() ? "" : ", ") + one;
    throw Error(ErrorKind::bad_data, "outcomes.tsv has no outcome '" + name + "': there is " +
                                         (all.empty() ? "none" : all));
  }

  /// The mean over a person's sides, where they have two: only where both are there.
  static void add_means_of_sides(std::map<Place, std::map<Session, Site>>& sides) {
    std::map<Place, std::map<Session, std::vector<const Site*>>> apart;
    for (const auto& [place, sessions] : sides) {
      if (place.side.empty()) continue;
      Place all = place;
      all.side = "all";
      for (const auto& [session, site] : sessions) apart[all][session].push_back(&site);
    }
    std::map<Place, std::map<Session, Site>> means;
    for (const auto& [place, sessions] : apart) {
      for (const auto& [session, sites] : sessions) {
        if (sites.size() < 2) continue;
        Site mean{{}, sites.front()->group, sites.front()->day};
        for (const Site* site : sites) mean.sum.add(site->sum.mean());
        means[place][session] = mean;
      }
    }
    sides.merge(means);
  }

  void add_outcome(const OutcomeRow& row) {
    if (!std::isfinite(row.value)) {
      drop(row.participant, row.session, row.muscle, row.side, row.outcome, "no value (n/a)");
      return;
    }
    std::string session = row.session;
    if (session.empty() && std::isfinite(row.day)) {
      session = nearest_session(row);
      if (session.empty()) {
        drop(row.participant, "", row.muscle, row.side, row.outcome,
             "a journal's entry (line " + std::to_string(row.line) +
                 ") without a session within the window");
        return;
      }
    }
    OutcomeCell& cell = outcomes_[{row.participant, session}][{row.outcome, row.muscle, row.side}];
    cell.sum.add(row.value);
    if (!cell.first) cell.first = &row;
  }

  std::string nearest_session(const OutcomeRow& row) const {
    const auto found = days_.find(row.participant);
    std::string nearest;
    double least = options_.window_days;
    if (found == days_.end()) return nearest;
    for (const auto& [session, day] : found->second) {
      const double apart = std::abs(day - row.day);
      if (apart < least || (nearest.empty() && apart <= least)) {
        nearest = session;
        least = apart;
      }
    }
    return nearest;
  }

  void pair_site(const Place& place, const Session& session, const Site& site) {
    const auto found = outcomes_.find(session);
    bool any = false;
    if (found != outcomes_.end()) {
      for (auto& [key, cell] : found->second) {
        if (!key.muscle.empty() && key.muscle != place.muscle) continue;
        if (!key.side.empty() && key.side != place.side) continue;
        any = true;
        cell.paired = true;
        add_pair(place, session, site, cell);
      }
    }
    if (!any && place.side != "all") {
      drop(session.first, session.second, place.muscle, place.side, place.quantity,
           "no outcome of its session");
    }
  }

  void add_pair(const Place& place, const Session& session, const Site& site,
                const OutcomeCell& cell) {
    LinkedPair pair;
    pair.participant = session.first;
    pair.session = session.second;
    pair.group = site.group;
    pair.day = site.day;
    pair.quantity = place.quantity;
    pair.units = place.units;
    pair.method = place.method;
    pair.device = place.device;
    pair.muscle = place.muscle;
    pair.state = place.state;
    pair.posture = place.posture;
    pair.probe_direction = place.probe_direction;
    pair.side = place.side;
    pair.outcome = cell.first->outcome;
    pair.outcome_units = cell.first->units;
    pair.direction = cell.first->direction;
    const double mean = site.sum.mean();
    pair.stiffness = options_.scale == LinkScale::percent ? std::exp(mean) : mean;
    pair.value = cell.sum.mean();
    out_.pairs.push_back(std::move(pair));
  }

  const OutcomeLinkOptions& options_;
  OutcomeLinks& out_;
  std::map<Place, std::map<Session, Site>> places_;
  std::map<Session, std::map<OutcomeKey, OutcomeCell>> outcomes_;
  std::map<std::string, std::map<std::string, double>> days_;  // participant, session
  std::set<std::string> averaged_;
};

}  // namespace

void pair_outcomes(std::span<const Measurement> values, std::span<const OutcomeRow> outcomes,
                   const OutcomeLinkOptions& options, OutcomeLinks& out) {
  Pairing pairing(options, out);
  pairing.take(values);
  pairing.take(outcomes);
  pairing.pair();
}

}  // namespace stiff
