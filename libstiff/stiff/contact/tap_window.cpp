#include "stiff/contact/tap_window.h"

#include "stiff/core/error.h"
#include "stiff/dsp/line_fit.h"
#include "stiff/dsp/robust_scale.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace stiff {
namespace {

constexpr Index kRestSamples = 8;
constexpr Index kFewestRest = 2;
constexpr double kRiseShare = 0.25;
constexpr double kSlowestRise_s = 3e-3;
constexpr double kEdgeShare = 0.5;  // of the largest jump: an edge, not the swing between

double jump(std::span<const double> a, Index n) {
  const auto i = static_cast<std::size_t>(n);
  return a[i + 1] - a[i - 1];
}

// The sample of the largest jump of one sign among first..last.
Index largest_jump(std::span<const double> a, Index first, Index last, double sign) {
  Index best = first;
  for (Index n = first; n <= last; ++n) {
    if (sign * jump(a, n) > sign * jump(a, best)) best = n;
  }
  return best;
}

// How far an edge goes on to each side of the sample where it is steepest.
struct Rise {
  Index before = 0, after = 0;
};

Rise rise_of(std::span<const double> a, Index n, Index most) {
  const auto at = [&](Index i) { return a[static_cast<std::size_t>(i)]; };
  const double steep = kRiseShare * std::abs(jump(a, n));
  const double sign = jump(a, n) > 0 ? 1 : -1;
  Rise rise;
  while (rise.before < most && n - 2 - rise.before >= 0 &&
         sign * (at(n - 1 - rise.before) - at(n - 2 - rise.before)) > steep) {
    ++rise.before;
  }
  while (rise.after < most && n + 2 + rise.after < static_cast<Index>(a.size()) &&
         sign * (at(n + 2 + rise.after) - at(n + 1 + rise.after)) > steep) {
    ++rise.after;
  }
  return rise;
}

// An edge at time t of a sensor that averages over its interval leaves at sample n the share
// n + 1/2 - t of the new value. Of a slow rise it is the middle.
double edge_time(std::span<const double> a, Index n, const Rise& rise, double step_s) {
  const auto i = static_cast<std::size_t>(n);
  if (rise.before + rise.after > 1) {
    double sum = 0, moment = 0;
    for (Index k = n - rise.before; k <= n + rise.after; ++k) {
      sum += jump(a, k);
      moment += jump(a, k) * static_cast<double>(k);
    }
    return moment / sum * step_s;
  }
  const double share = std::clamp((a[i] - a[i - 1]) / jump(a, n), 0.0, 1.0);
  return (static_cast<double>(n) + 0.5 - share) * step_s;
}

TapWindow absent(Reason reason) {
  TapWindow window;
  window.reason = reason;
  return window;
}

// Of white noise: a third difference has 20 times its variance. The median is robust, 0.6745 of a
// normal distribution's deviation.
double noise_of_differences(std::span<const double> a) {
  std::vector<double> size;
  for (std::size_t i = a.size() / 2; i + 3 < a.size(); ++i) {
    size.push_back(std::abs(a[i + 3] - 3 * a[i + 2] + 3 * a[i + 1] - a[i]));
  }
  return median(std::move(size)) / (0.6745 * std::sqrt(20.0));
}

double smallest_step(std::span<const double> a, double range) {
  double smallest = range;
  for (std::size_t i = 1; i < a.size(); ++i) {
    const double step = std::abs(a[i] - a[i - 1]);
    // Below that it is the decimals' rounding.
    if (step > 1e-9 * range) smallest = std::min(smallest, step);
  }
  return smallest;
}

// \param size samples at rest.
void set_rest(TapWindow& window, std::span<const double> a, std::size_t size, double step_s) {
  if (static_cast<Index>(size) < kRestSamples) {
    window.offset_m_per_s2 =
        std::accumulate(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(size), 0.0) /
        static_cast<double>(size);
    window.drift_m_per_s3 = 0;
    window.noise_m_per_s2 = noise_of_differences(a);
    window.rest_covariance(0, 0) =
        window.noise_m_per_s2 * window.noise_m_per_s2 / static_cast<double>(size);
  } else {
    std::vector<double> time(size);
    for (std::size_t i = 0; i < size; ++i) time[i] = static_cast<double>(i) * step_s;
    const LineFit line = least_squares_line(time, a.first(size));
    window.offset_m_per_s2 = line.intercept;
    window.drift_m_per_s3 = line.slope;
    window.rest_covariance << line.intercept_variance, line.covariance, line.covariance,
        line.slope_variance;
    window.noise_m_per_s2 = line.residual_std;
  }
  window.quantum_m_per_s2 = smallest_step(a, std::abs(window.jump_m_per_s2));
  window.noise_m_per_s2 =
      std::max(window.noise_m_per_s2, window.quantum_m_per_s2 / std::sqrt(12.0));
}

}  // namespace

TapWindow find_tap(std::span<const double> a, double sampling_frequency_hz,
                   const TapWindowOptions& options) {
  if (!(sampling_frequency_hz > 0)) {
    throw Error(ErrorKind::usage, "a tap needs a positive sampling frequency");
  }
  const double step_s = 1 / sampling_frequency_hz;
  const auto size = static_cast<Index>(a.size());
  if (size < 2 * kRestSamples) return absent(Reason::too_few);
  if (!std::all_of(a.begin(), a.end(), [](double v) { return std::isfinite(v); })) {
    return absent(Reason::bad_input);
  }
  double highest = 0;
  for (Index n = 1; n < size - 1; ++n) highest = std::max(highest, std::abs(jump(a, n)));
  if (!(highest > 0)) return absent(Reason::no_push);

  const Index shortest = std::max<Index>(3, static_cast<Index>(options.shortest_s / step_s));
  const auto longest = static_cast<Index>(options.longest_s / step_s + 1);
  for (Index n = 1; n + shortest < size - 2; ++n) {
    if (std::abs(jump(a, n)) < kEdgeShare * highest) continue;
    TapWindow window;
    window.sign = jump(a, n) > 0 ? 1 : -1;
    window.onset = largest_jump(a, n, std::min(n + 2, size - 2), window.sign);
    const Index first = window.onset + shortest;
    const Index last = std::min(window.onset + longest, size - 2);
    if (first > last) break;
    window.end = largest_jump(a, first, last, -window.sign);
    if (-window.sign * jump(a, window.end) < kEdgeShare * highest) continue;
    // Of a spike the signal falls back at once; of a push it stays.
    const auto settled = static_cast<std::size_t>(window.onset + 2);
    const auto before = static_cast<std::size_t>(window.onset - 1);
    if (window.sign * (a[settled] - a[before]) < 0.5 * std::abs(jump(a, window.onset))) continue;
    const auto most = static_cast<Index>(kSlowestRise_s / step_s);
    const Rise up = rise_of(a, window.onset, most), down = rise_of(a, window.end, most);
    const Index foot = window.onset - 1 - up.before;  // the edge may touch it
    window.edge =
        std::min(window.onset, 1 + std::max({up.before, up.after, down.before, down.after}));
    // A rise within three samples is one of a single edge, and its swing has gone on meanwhile.
    window.jump_m_per_s2 = up.before + up.after > 1
                               ? a[static_cast<std::size_t>(window.onset + 1 + up.after)] -
                                     a[static_cast<std::size_t>(foot)]
                               : jump(a, window.onset);
    if (up.before + up.after <= 1 && down.before + down.after <= 1) window.edge = 1;
    window.onset_s = edge_time(a, window.onset, up, step_s);
    window.end_s = edge_time(a, window.end, down, step_s);
    if (foot < kFewestRest) return absent(Reason::outside_field);
    set_rest(window, a, static_cast<std::size_t>(foot), step_s);
    if (!(std::abs(window.jump_m_per_s2) >
          options.smallest_jump * std::sqrt(2.0) * window.noise_m_per_s2)) {
      return absent(Reason::no_push);
    }
    return window;
  }
  return absent(Reason::no_push);
}

}  // namespace stiff
