#pragma once

#include <cstdint>

namespace stiff {

/// Something that has a rating and a known truth: a muscle, a lesion, a picture. A higher rating is
/// more suspicious; it may be infinite (a lesion that nobody marked: minus infinity), never NaN.
struct RatedCase {
  double rating = 0;
  bool positive = false;
  std::int64_t person = 0;  ///< equal numbers: one person
};

}  // namespace stiff
