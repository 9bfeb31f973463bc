#include "stiff/io/export_sets.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace stiff {
namespace {

using Places = std::vector<std::size_t>;

bool is_imported(const SettledRow& row) {
  return row.fate == SettledRow::Fate::imported;
}

void mark_duplicates(std::vector<SettledRow>& rows) {
  std::unordered_map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].row.is_header) {
      rows[i].fate = SettledRow::Fate::duplicate;
      rows[i].reason = "the header once more";
      continue;
    }
    if (!is_imported(rows[i])) continue;
    const auto [at, fresh] = first.try_emplace(rows[i].row.all, i);
    if (fresh) continue;
    const ExportRow& same = rows[at->second].row;
    rows[i].fate = SettledRow::Fate::duplicate;
    rows[i].reason = "the same as line " + std::to_string(same.line) + " of file " +
                     std::to_string(same.file + 1);
  }
}

void number_sessions(std::vector<SettledRow>& rows) {
  std::map<std::string, std::set<int>> days;
  for (const SettledRow& row : rows) {
    if (is_imported(row)) days[row.participant].insert(row.row.day);
  }
  for (SettledRow& row : rows) {
    if (!is_imported(row)) continue;
    const std::set<int>& all = days[row.participant];
    row.session = 1 + static_cast<int>(std::distance(all.begin(), all.find(row.row.day)));
  }
}

auto set_key(const SettledRow& row) {
  return std::make_tuple(row.participant, row.row.day, row.row.site.muscle, row.row.site.side,
                         row.row.site.site, row.row.state, row.row.posture);
}

// Whether the file has the newest tap first.
bool runs_backwards(const std::vector<SettledRow>& rows, const Places& group) {
  int up = 0;
  for (std::size_t i = 1; i < group.size(); ++i) {
    const int step = rows[group[i]].row.iteration - rows[group[i - 1]].row.iteration;
    up += step > 0 ? 1 : step < 0 ? -1 : 0;
  }
  return up < 0;
}

// The taps of one place on one day as runs. Where an iteration stands twice, the place was measured
// twice: the next run begins where the iterations begin anew.
std::vector<Places> runs_of(std::vector<SettledRow>& rows, Places group) {
  std::set<int> seen;
  for (const std::size_t place : group) seen.insert(rows[place].row.iteration);
  if (seen.size() == group.size()) return {group};
  if (seen.size() == 1 && *seen.begin() == 0) {  // no such column: taps as they stand
    int next = 1;
    for (const std::size_t place : group) rows[place].row.iteration = next++;
    return {group};
  }
  std::vector<Places> runs;
  if (seen.size() == 1) {  // single taps, each a measurement
    for (const std::size_t place : group) runs.push_back({place});
    return runs;
  }
  if (runs_backwards(rows, group)) std::reverse(group.begin(), group.end());
  int last = 0;
  for (const std::size_t place : group) {
    SettledRow& row = rows[place];
    if (row.row.iteration == last) {
      row.fate = SettledRow::Fate::refused;
      row.reason = "Iteration stands twice with other values, and nothing tells the two sets apart";
      continue;
    }
    if (runs.empty() || row.row.iteration < last) runs.emplace_back();
    runs.back().push_back(place);
    last = row.row.iteration;
  }
  return runs;
}

}  // namespace

std::vector<ExportSet> settle_rows(std::vector<SettledRow>& rows) {
  mark_duplicates(rows);
  number_sessions(rows);
  std::map<decltype(set_key(rows.front())), Places> groups;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (is_imported(rows[i])) groups[set_key(rows[i])].push_back(i);
  }
  std::vector<ExportSet> sets;
  for (const auto& [key, group] : groups) {
    std::vector<Places> runs = runs_of(rows, group);
    for (std::size_t run = 0; run < runs.size(); ++run) {
      Places& taps = runs[run];
      std::sort(taps.begin(), taps.end(), [&](std::size_t a, std::size_t b) {
        return rows[a].row.iteration < rows[b].row.iteration;
      });
      for (const std::size_t place : taps) {
        rows[place].set = sets.size();
        if (rows[place].row.iteration == 0) rows[place].row.iteration = 1;
      }
      sets.push_back({std::move(taps), runs.size() > 1 ? static_cast<int>(run) + 1 : 0});
    }
  }
  return sets;
}

}  // namespace stiff
