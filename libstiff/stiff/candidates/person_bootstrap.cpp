#include "stiff/candidates/person_bootstrap.h"

#include "stiff/core/estimate.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/seed_seq.hpp>

namespace stiff {

void for_each_resample(std::size_t people, int resamples, std::uint64_t seed,
                       const std::function<void(std::span<const int> times)>& use) {
  if (people == 0) return;
  boost::random::seed_seq words{static_cast<std::uint32_t>(seed),
                                static_cast<std::uint32_t>(seed >> 32)};
  boost::random::mt19937 engine(words);
  std::vector<int> times(people);
  for (int r = 0; r < resamples; ++r) {
    std::fill(times.begin(), times.end(), 0);
    // The upper half of a product: what it prefers is below one in 2^32 / people.
    for (std::size_t i = 0; i < people; ++i) {
      ++times[static_cast<std::size_t>((std::uint64_t{engine()} * people) >> 32)];
    }
    use(times);
  }
}

std::size_t number_people(std::span<const std::int64_t> person, std::vector<std::size_t>& numbers) {
  std::map<std::int64_t, std::size_t> known;
  numbers.clear();
  numbers.reserve(person.size());
  for (const std::int64_t p : person) {
    numbers.push_back(known.try_emplace(p, known.size()).first->second);
  }
  return known.size();
}

double quantile_of(std::vector<double>& values, double share) {
  if (values.empty()) return kNaN;
  const double place = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::ptrdiff_t>(std::floor(place));
  const auto at = values.begin() + below;
  std::nth_element(values.begin(), at, values.end());
  if (at + 1 == values.end()) return *at;
  const double above = *std::min_element(at + 1, values.end());
  return *at + (place - static_cast<double>(below)) * (above - *at);
}

}  // namespace stiff
