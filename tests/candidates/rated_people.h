#pragma once

#include "stiff/candidates/rated_case.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "validation.h"
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>

/// Binormal ratings whose area, best cut and shares have closed forms.
namespace stiff_test {

inline double normal_share_above(double x) {
  return 0.5 * std::erfc(x / std::sqrt(2.0));
}

struct RatedPeople {
  int positive_people = 20;  ///< all of whose cases are positive
  int negative_people = 20;
  int mixed_people = 0;  ///< whose first case is positive and the others negative
  int cases_each = 1;
  double distance = 1;     ///< of the positives' mean from the negatives', both of SD 1
  double correlation = 0;  ///< of two ratings of one person
};

inline std::vector<stiff::RatedCase> rated_cases(const RatedPeople& design, std::uint64_t seed) {
  boost::random::mt19937_64 engine(seed);
  boost::random::normal_distribution<double> normal;
  std::vector<stiff::RatedCase> cases;
  const int people = design.positive_people + design.negative_people + design.mixed_people;
  for (int person = 0; person < people; ++person) {
    const double shared = std::sqrt(design.correlation) * normal(engine);
    for (int k = 0; k < design.cases_each; ++k) {
      const bool positive = person < design.positive_people ||
                            (person >= design.positive_people + design.negative_people && k == 0);
      const double own = std::sqrt(1 - design.correlation) * normal(engine);
      cases.push_back({shared + own + (positive ? design.distance : 0), positive, person});
    }
  }
  return cases;
}

/// Whether a count of hits fits a header's "holds it in `low` to `high`".
inline bool as_claimed(int hits, int n, double low, double high) {
  return (hits >= low * n && hits <= high * n) || validation::within_band(hits, n, low) ||
         validation::within_band(hits, n, high);
}

}  // namespace stiff_test
