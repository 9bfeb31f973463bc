#pragma once

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>

#include <boost/math/distributions/binomial.hpp>

/// A rate that is measured over seeds: the standard run takes some hundred, `bash tests/run.sh
/// --validation` takes thousands and keeps each figure in tests/VALIDATION.md.
namespace validation {

inline bool asked_for() { return std::getenv("STIFF_VALIDATION_TABLE") != nullptr; }

/// How many seeds to take. Under a sanitizer, which is there for faults of memory and not for rates,
/// a few: the band widens with them.
inline int seeds(int standard, [[maybe_unused]] int validation) {
#ifdef __SANITIZE_ADDRESS__
  return std::min({standard, validation, 12});
#else
  return asked_for() ? validation : standard;
#endif
}

/// Adds a row to the validation's table; does nothing in the standard run. One write a row, so that
/// tests which run side by side do not mix theirs.
inline void note(const std::string& what, const std::string& measured, const std::string& wanted) {
  const char* const table = std::getenv("STIFF_VALIDATION_TABLE");
  if (!table) return;
  std::ofstream(table, std::ios::app) << "| " + what + " | " + measured + " | " + wanted + " |\n"
                                      << std::flush;
}

/// Whether a count of hits out of n fits a claimed share: within the binomial's 99.9 % band, so that a
/// right claim fails once in a thousand choices of seeds. 200 of 0.95: 89.5 to 99 %.
inline bool within_band(int hits, int n, double share) {
  const boost::math::binomial counts(n, share);
  const double as_few = cdf(counts, hits);
  const double as_many = hits > 0 ? cdf(complement(counts, hits - 1)) : 1;
  return as_few >= 0.0005 && as_many >= 0.0005;
}

}  // namespace validation
