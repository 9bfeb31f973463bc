#include "stiff/io/export_missing.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace stiff {
namespace {

// The commonest of counts; of two equally common ones the larger.
int commonest(const std::map<int, int>& counts) {
  int best = 0;
  int times = 0;
  for (const auto& [value, count] : counts) {
    if (count >= times) {
      best = value;
      times = count;
    }
  }
  return best;
}

// Where on the body, and how: what should be the same in each session.
using Spot = std::array<std::string, 5>;  // muscle, side, site, state, posture

Spot spot_of(const ExportRow& row) {
  return {row.site.muscle, row.site.side, row.site.site, row.state, row.posture};
}

class Missing {
 public:
  void add(const std::string& participant, int session, const Spot& spot, const std::string& what) {
    participants_.push_back(participant);
    sessions_.push_back(session > 0 ? std::to_string(session) : "");
    std::string line = "sub-" + participant;
    if (session > 0) line += " ses-" + std::to_string(session);
    for (std::size_t i = 0; i < spot.size(); ++i) {
      spots_[i].push_back(spot[i]);
      if (!spot[i].empty()) line += " " + spot[i];
    }
    what_.push_back(what);
    lines_.push_back(line + ": " + what);
  }

  MissingParts take() {
    const auto text = [](const char* name, const char* long_name, std::vector<std::string> values) {
      return Column{name, "", long_name, std::move(values)};
    };
    Table table{"missing", {}};
    table.columns.push_back(text("participant", "whose", std::move(participants_)));
    table.columns.push_back(text("session", "in which session", std::move(sessions_)));
    constexpr std::array<const char*, 5> kNames{"muscle", "side", "site", "state", "posture"};
    for (std::size_t i = 0; i < kNames.size(); ++i) {
      table.columns.push_back(text(kNames[i], "where, or how", std::move(spots_[i])));
    }
    table.columns.push_back(text("what", "what is not there that most have", std::move(what_)));
    return {std::move(table), std::move(lines_)};
  }

 private:
  std::vector<std::string> participants_, sessions_, what_, lines_;
  std::array<std::vector<std::string>, 5> spots_;
};

std::string joined(const std::vector<int>& numbers) {
  std::string text;
  for (const int number : numbers) text += (text.empty() ? "" : ", ") + std::to_string(number);
  return text;
}

void missing_taps(const std::vector<SettledRow>& rows, const std::vector<ExportSet>& sets,
                  Missing& missing) {
  std::map<int, int> lengths;
  for (const ExportSet& set : sets) ++lengths[rows[set.rows.back()].row.iteration];
  const int wanted = commonest(lengths);
  for (const ExportSet& set : sets) {
    std::set<int> there;
    for (const std::size_t place : set.rows) there.insert(rows[place].row.iteration);
    std::vector<int> lacking;
    for (int tap = 1; tap <= std::max(wanted, *there.rbegin()); ++tap) {
      if (there.count(tap) == 0) lacking.push_back(tap);
    }
    if (lacking.empty()) continue;
    const SettledRow& first = rows[set.rows.front()];
    std::string what = (lacking.size() > 1 ? "taps " : "tap ") + joined(lacking);
    if (set.run > 0) what += " of run " + std::to_string(set.run);
    missing.add(first.participant, first.session, spot_of(first.row), what);
  }
}

using SpotsOfSession = std::map<int, std::set<Spot>>;

void missing_sessions(const std::map<std::string, SpotsOfSession>& people, Missing& missing) {
  std::map<int, int> counts;
  for (const auto& [participant, sessions] : people) ++counts[static_cast<int>(sessions.size())];
  const int wanted = commonest(counts);
  for (const auto& [participant, sessions] : people) {
    if (static_cast<int>(sessions.size()) >= wanted) continue;
    missing.add(participant, 0, {},
                std::to_string(sessions.size()) + " of " + std::to_string(wanted) + " sessions");
  }
}

void missing_spots(const std::map<std::string, SpotsOfSession>& people, Missing& missing) {
  std::map<Spot, std::size_t> with;
  for (const auto& [participant, sessions] : people) {
    std::set<Spot> any;
    for (const auto& [session, spots] : sessions) any.insert(spots.begin(), spots.end());
    for (const Spot& spot : any) ++with[spot];
  }
  for (const auto& [participant, sessions] : people) {
    for (const auto& [session, spots] : sessions) {
      for (const auto& [spot, count] : with) {
        if (2 * count < people.size() || spots.count(spot) > 0) continue;
        missing.add(participant, session, spot, "no taps here");
      }
    }
  }
}

}  // namespace

MissingParts find_missing(const std::vector<SettledRow>& rows, const std::vector<ExportSet>& sets) {
  std::map<std::string, SpotsOfSession> people;
  for (const SettledRow& row : rows) {
    if (row.fate != SettledRow::Fate::imported) continue;
    people[row.participant][row.session].insert(spot_of(row.row));
  }
  Missing missing;
  missing_sessions(people, missing);
  missing_spots(people, missing);
  missing_taps(rows, sets, missing);
  return missing.take();
}

}  // namespace stiff
