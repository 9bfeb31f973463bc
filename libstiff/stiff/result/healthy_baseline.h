#pragma once

#include "stiff/result/baseline.h"
#include "stiff/result/healthy_field.h"

#include <vector>

namespace stiff {

/// A healthy baseline: what a cohort, or several, gave.
struct HealthyBaseline {
  double content = 0.95;
  double confidence = 0.95;
  std::vector<BaselineEntry> entries;  ///< ordered by key
  std::vector<FieldEntry> fields;      ///< of maps, ordered by key
};

}  // namespace stiff
