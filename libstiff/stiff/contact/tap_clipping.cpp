#include "stiff/contact/tap_clipping.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

constexpr double kWide = 1.5;     // a swing's top is twice as wide there
constexpr double kSoftNoise = 6;  // standard deviations
constexpr Index kFewestSoft = 8;  // samples

struct Run {
  Index begin = 0, end = 0;
  Index size() const { return end - begin; }
};

// The longest run of samples that lie within a distance of the limit.
Run longest_run(std::span<const double> a, double limit, double distance) {
  Run longest, run;
  for (Index i = 0; i < static_cast<Index>(a.size()); ++i) {
    if (std::abs(a[static_cast<std::size_t>(i)] - limit) <= distance) {
      if (run.size() == 0) run.begin = i;
      run.end = i + 1;
      if (run.size() > longest.size()) longest = run;
    } else {
      run = {};
    }
  }
  return longest;
}

// How wide the part round a run is that lies within a distance of the limit.
Index width_round(std::span<const double> a, Run run, double limit, double distance) {
  const auto near = [&](Index i) {
    return std::abs(a[static_cast<std::size_t>(i)] - limit) <= distance;
  };
  while (run.begin > 0 && near(run.begin - 1)) --run.begin;
  while (run.end < static_cast<Index>(a.size()) && near(run.end)) ++run.end;
  return run.size();
}

bool flat(std::span<const double> a, double limit, double distance, double farther, Index fewest) {
  const Run run = longest_run(a, limit, distance);
  if (run.size() < fewest) return false;
  const Index wide = width_round(a, run, limit, farther);
  return static_cast<double>(wide) < kWide * static_cast<double>(run.size());
}

}  // namespace

bool tap_is_clipped(std::span<const double> a, const TapWindow& window, int run, bool misfit) {
  const auto [low, high] = std::minmax_element(a.begin(), a.end());
  if (a.empty() || !(*high > *low)) return false;
  const double quantum = window.quantum_m_per_s2;
  for (const double limit : {*low, *high}) {
    if (flat(a, limit, 0.25 * quantum, 3.25 * quantum, run)) return true;
    const double noise = kSoftNoise * window.noise_m_per_s2;
    if (misfit && flat(a, limit, noise, 4 * noise, kFewestSoft)) return true;
  }
  return false;
}

}  // namespace stiff
