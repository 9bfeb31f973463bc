#include "stiff/baseline/baseline_key.h"

#include <algorithm>
#include <set>
#include <vector>

namespace stiff {
namespace {

std::string shown(const std::string& label) {
  return label.empty() ? "(not said)" : "'" + label + "'";
}

/// "there is no baseline with ...", and what there is in its place.
std::string refusal(const BaselineKeyPart& part, const BaselineKey& key,
                    const std::vector<const BaselineEntry*>& candidates) {
  std::set<std::string> there;
  for (const BaselineEntry* entry : candidates) there.insert(shown(entry->key.*part.member));
  std::string all;
  for (const std::string& one : there) all += (all.empty() ? "" : ", ") + one;
  if (all.empty()) return "the baseline is empty";
  const std::string what = std::string(part.name == "units" ? "unit" : part.name);
  std::string name = what;
  std::replace(name.begin(), name.end(), '_', ' ');
  std::string text = "no baseline ";
  if (part.member != &BaselineKey::muscle) text += "of the muscle '" + key.muscle + "' ";
  text += "has the " + name + " " + shown(key.*part.member) + ": there is " + all;
  if (part.member != &BaselineKey::muscle && part.member != &BaselineKey::side &&
      part.member != &BaselineKey::site) {
    text += "; numbers of another " + name + " are not compared";
  }
  return text;
}

}  // namespace

bool same_key(const BaselineKey& a, const BaselineKey& b) {
  const auto parts = baseline_key_parts();
  return std::all_of(parts.begin(), parts.end(), [&](const BaselineKeyPart& part) {
    return plain_label(a.*part.member) == plain_label(b.*part.member);
  });
}

bool key_before(const BaselineKey& a, const BaselineKey& b) {
  for (const BaselineKeyPart& part : baseline_key_parts()) {
    const std::string left = plain_label(a.*part.member);
    const std::string right = plain_label(b.*part.member);
    // What is over all sides or sites comes before its parts.
    if (left != right) return left == "all" || (right != "all" && left < right);
  }
  return false;
}

BaselineMatch matching_entry(const HealthyBaseline& baseline, const BaselineKey& key) {
  std::vector<const BaselineEntry*> left;
  for (const BaselineEntry& entry : baseline.entries) left.push_back(&entry);
  for (const BaselineKeyPart& part : baseline_key_parts()) {
    std::vector<const BaselineEntry*> agreeing;
    for (const BaselineEntry* entry : left) {
      if (plain_label(entry->key.*part.member) == plain_label(key.*part.member)) {
        agreeing.push_back(entry);
      }
    }
    if (agreeing.empty()) return {nullptr, refusal(part, key, left)};
    left = std::move(agreeing);
  }
  return {left.front(), ""};
}

}  // namespace stiff
