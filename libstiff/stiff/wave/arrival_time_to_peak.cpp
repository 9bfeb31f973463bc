#include "stiff/wave/arrival_time_to_peak.h"

#include "stiff/dsp/peak.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stiff {
namespace {

// A wave leaves some time after the push's end: the tissue at the push's border peaks later.
constexpr double kLatestStart = 10e-3;

}  // namespace

Arrivals arrival_time_to_peak(const WaveLine& line, const TimeToPeakOptions& options) {
  Arrivals arrivals(line.distance_m, line.time_s);
  const Axis& time = line.time_s;
  for (Index i = 0; i < line.distance_m.size; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const double distance = line.distance_m[i];
    const auto first = static_cast<Index>(
        std::ceil(time.index_of(std::max(0.0, distance / options.fastest_m_per_s))));
    const auto last = static_cast<Index>(
        std::floor(time.index_of(kLatestStart + distance / options.slowest_m_per_s)));
    const auto trace = line.trace(i);
    const Index largest_at = largest(trace, std::max<Index>(first, 0), last);
    if (largest_at < 0 || largest_at + 1 >= time.size) {
      arrivals.reason[k] = Reason::outside_field;
      continue;
    }
    const Peak peak = band_limited_peak(trace, largest_at);
    if (!peak.ok()) {
      continue;  // the largest value is at the range's beginning: nothing arrives
    }
    const double snr = peak.value / line.noise_std;
    if (!(snr >= options.min_snr)) {
      arrivals.reason[k] = Reason::low_signal;
      continue;
    }
    const double curvature = -peak.curvature / (time.step * time.step);
    const double derivative_std =
        line.noise_std * 2 * std::numbers::pi * line.noise_bandwidth_hz / std::numbers::sqrt3;
    arrivals.time_s[k] = time.first + time.step * peak.position;
    arrivals.std_error_s[k] = derivative_std / curvature;
    arrivals.quality[k] = std::clamp(1 - 1 / snr, 0.0, 1.0);
    arrivals.reason[k] = Reason::none;
  }
  return arrivals;
}

}  // namespace stiff
