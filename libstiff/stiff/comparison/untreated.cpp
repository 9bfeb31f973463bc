#include "stiff/comparison/untreated.h"

#include <set>

namespace stiff {
namespace {

std::string place_of(const Measurement& m) {
  return m.participant + '\n' + m.muscle + '\n' + m.side + '\n' + m.site;
}

/// Rest, which is what a waiting list is given, is no treatment; a sham is one.
bool is_treated(const Measurement& m) {
  return !m.treatment.empty() && m.treatment != "none" && m.treatment != "rest";
}

}  // namespace

Untreated::Untreated(const std::vector<const Measurement*>& numbers, bool keep_all)
    : keep_all_(keep_all) {
  if (keep_all) return;
  struct Sessions {
    std::set<std::string> before;
    bool has_after = false;
  };
  std::unordered_map<std::string, Sessions> treated;
  for (const Measurement* m : numbers) {
    known_ = known_ || !m->treatment.empty();
    if (!is_treated(*m)) continue;
    Sessions& sessions = treated[place_of(*m)];
    if (m->technique.empty()) {
      sessions.before.insert(m->session);
    } else {
      sessions.has_after = true;
    }
  }
  for (const auto& [place, sessions] : treated) {
    const bool told = sessions.has_after && sessions.before.size() >= 2;
    places_.emplace(place, told ? Verdict::before_only : Verdict::leave);
  }
}

std::vector<const Measurement*> Untreated::of(
    const std::vector<const Measurement*>& numbers) const {
  if (places_.empty()) return numbers;
  std::vector<const Measurement*> out;
  for (const Measurement* m : numbers) {
    if (is_treated(*m)) {
      const auto at = places_.find(place_of(*m));
      if (at == places_.end() || at->second == Verdict::leave) continue;
      if (at->second == Verdict::before_only && !m->technique.empty()) continue;
    }
    out.push_back(m);
  }
  return out;
}

std::vector<std::string> Untreated::notes() const {
  if (keep_all_) {
    return {"--with-treated: what a treatment changed counts as error of measurement"};
  }
  if (!known_) {
    return {
        "no treatments.tsv: what was done between the sessions is not known, and counts as "
        "error of measurement; --session, --side and --group choose what was left alone"};
  }
  if (places_.empty()) return {};
  std::size_t left = 0;
  for (const auto& [place, verdict] : places_) left += verdict == Verdict::leave;
  const std::size_t before = places_.size() - left;
  std::vector<std::string> out;
  if (left > 0) {
    out.push_back(std::to_string(left) +
                  " muscles and sides that were treated between sessions are left out "
                  "(--with-treated keeps them)");
  }
  if (before > 0) {
    out.push_back(std::to_string(before) +
                  " treated muscles and sides are taken with their sessions before the treatment");
  }
  return out;
}

}  // namespace stiff
