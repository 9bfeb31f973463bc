#pragma once

#include "stiff/result/healthy_baseline.h"
#include "stiff/result/people.h"

#include <string>

namespace stiff {

/// Whether two keys name the same thing however their labels are spelt; and an order of keys.
bool same_key(const BaselineKey& a, const BaselineKey& b);
bool key_before(const BaselineKey& a, const BaselineKey& b);

/// The entry that a value may be compared with, or why there is none.
struct BaselineMatch {
  const BaselineEntry* entry = nullptr;
  std::string refusal;  ///< one line: what differs, and what there is
};

/// Values of another method, device, quantity, unit, state, posture or probe direction are never
/// compared: the same muscle at rest reads 10.4, 10.7, 8.5 or 42.8 kPa by device and study. `side`
/// and `site` are `all` for an entry over all of them.
BaselineMatch matching_entry(const HealthyBaseline& baseline, const BaselineKey& key);

}  // namespace stiff
