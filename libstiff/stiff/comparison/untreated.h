#pragma once

#include "stiff/comparison/measurement.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace stiff {

/// Which of a study's numbers say how repeats without a treatment differ: all of a place (a
/// muscle and side of a person) that is never treated (or given rest), and of a treated one those
/// before its first treatment, where these are of two sessions or more. Where `technique` does not
/// tell before from after, a treated place is left out whole.
class Untreated {
 public:
  /// \param numbers all of a study; \param keep_all takes the treated ones too.
  Untreated(const std::vector<const Measurement*>& numbers, bool keep_all);

  std::vector<const Measurement*> of(const std::vector<const Measurement*>& numbers) const;
  /// How many places were left out, or that nothing is known of treatments.
  std::vector<std::string> notes() const;

 private:
  enum class Verdict { keep, before_only, leave };
  bool keep_all_;
  bool known_ = false;
  std::unordered_map<std::string, Verdict> places_;
};

}  // namespace stiff
