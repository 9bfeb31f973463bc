#include "stiff/contact/hold_zero.h"

#include "stiff/dsp/line_fit.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace stiff {
namespace {

constexpr std::size_t kFewestInAir = 16;
constexpr double kAirOverDepth = 0.05;
constexpr double kDriftOfNoise = 3.3;

// Of the loading curve, carried on to the middle of the hold.
HoldZero carried_on(const LoadingFit& loading, double mid_s) {
  const double from_s = loading.drift ? mid_s - loading.mid_s : 0;
  HoldZero zero{mid_s, loading.offset_n(mid_s), loading.drift ? loading.value[2] : 0, kNaN};
  double variance = loading.covariance(1, 1);
  if (loading.drift) {
    variance += from_s * (2 * loading.covariance(1, 2) + from_s * loading.covariance(2, 2));
  }
  zero.std_error_n = std::sqrt(variance);
  return zero;
}

}  // namespace

HoldZero hold_zero(const IndentationRecording& recording, const IndentationCycle& cycle,
                   const LoadingFit& loading, double contact_m, bool drift) {
  const double mid_s = 0.5 * (cycle.ramp_end_s + recording.time_s[cycle.hold_end - 1]);
  const double below_m = contact_m - kAirOverDepth * (cycle.deepest_m - contact_m);
  std::vector<double> time, force;
  const auto take = [&](std::size_t from, std::size_t to) {
    const std::size_t had = time.size();
    for (std::size_t i = from; i < to && recording.depth_m[i] < below_m; ++i) {
      time.push_back(recording.time_s[i] - mid_s);
      force.push_back(recording.force_n[i]);
    }
    return time.size() - had;
  };
  const std::size_t before = take(cycle.begin, cycle.loading_end);
  const std::size_t most = cycle.end + (cycle.loading_end - cycle.begin);
  const std::size_t behind =
      cycle.unloads ? take(cycle.end, std::min(most, recording.time_s.size())) : 0;
  if (before + behind < kFewestInAir) return carried_on(loading, mid_s);
  const LineFit line = least_squares_line(time, force);
  const bool both = before >= kFewestInAir && behind >= kFewestInAir;
  if (drift && (both || std::abs(line.slope) > kDriftOfNoise * line.slope_std_error())) {
    return {mid_s, line.intercept, line.slope, std::sqrt(line.intercept_variance)};
  }
  const auto n = static_cast<double>(force.size());
  double sum = 0, squares = 0;
  for (const double f : force) sum += f;
  for (const double f : force) squares += (f - sum / n) * (f - sum / n);
  return {mid_s, sum / n, 0, std::sqrt(squares / (n * (n - 1)))};
}

}  // namespace stiff
