#include "stiff/wave/wave_presence.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

std::vector<double> power_by_frequency(const WaveSpectrum& wave, ColumnRange columns) {
  std::vector<double> power(static_cast<std::size_t>(wave.bins()), 0.0);
  for (Index z = 0; z < wave.axial_m.size; ++z) {
    for (Index x = columns.first; x <= columns.last; ++x) {
      const auto* pixel = wave.pixel(z, x);
      for (Index f = 0; f < wave.bins(); ++f) {
        power[static_cast<std::size_t>(f)] += static_cast<double>(std::norm(pixel[f]));
      }
    }
  }
  return power;
}

double sum(std::span<const double> values) {
  double total = 0;
  for (const double v : values) total += v;
  return total;
}

// What the directional filter lets through of a wave's other parts is about 30 dB below the wave: a
// column so much weaker than the strongest one shows that, and not the wave.
constexpr double kLeastColumnPower = 1e-3;

std::vector<double> power_by_column(const WaveSpectrum& wave, std::span<const double> weight,
                                    ColumnRange columns) {
  std::vector<double> power(static_cast<std::size_t>(columns.size()), 0.0);
  for (Index z = 0; z < wave.axial_m.size; ++z) {
    for (Index x = columns.first; x <= columns.last; ++x) {
      const auto* pixel = wave.pixel(z, x);
      double sum_of_pixel = 0;
      for (Index f = 0; f < wave.bins(); ++f) {
        sum_of_pixel +=
            weight[static_cast<std::size_t>(f)] * static_cast<double>(std::norm(pixel[f]));
      }
      power[static_cast<std::size_t>(x - columns.first)] += sum_of_pixel;
    }
  }
  return power;
}

// Arrival by column: weighted mean over depth by compactness, and its weight.
struct ColumnArrival {
  double distance_m;
  double arrival_s;
  double weight;
};

std::vector<ColumnArrival> column_arrivals(const ArrivalMap& arrivals, const Axis& lateral_m,
                                           const PushZone& zone, int direction, ColumnRange columns,
                                           std::span<const double> power) {
  std::vector<ColumnArrival> all;
  const double least = kLeastColumnPower * *std::max_element(power.begin(), power.end());
  for (Index x = columns.first; x <= columns.last; ++x) {
    if (!(power[static_cast<std::size_t>(x - columns.first)] >= least)) continue;
    double weight = 0;
    double weighted = 0;
    for (Index z = 0; z < arrivals.arrival_s.rows(); ++z) {
      const double c = static_cast<double>(arrivals.compactness(z, x));
      if (!(c > 0)) continue;
      weight += c * c;
      weighted += c * c * static_cast<double>(arrivals.arrival_s(z, x));
    }
    if (weight > 0) {
      all.push_back({direction * (lateral_m[x] - zone.lateral_m), weighted / weight, weight});
    }
  }
  return all;
}

void fit_line(const std::vector<ColumnArrival>& points, WavePresence& presence) {
  double w = 0;
  double d = 0;
  double t = 0;
  for (const auto& p : points) {
    w += p.weight;
    d += p.weight * p.distance_m;
    t += p.weight * p.arrival_s;
  }
  d /= w;
  t /= w;
  double dd = 0;
  double dt = 0;
  double tt = 0;
  for (const auto& p : points) {
    dd += p.weight * (p.distance_m - d) * (p.distance_m - d);
    dt += p.weight * (p.distance_m - d) * (p.arrival_s - t);
    tt += p.weight * (p.arrival_s - t) * (p.arrival_s - t);
  }
  if (!(dd > 0) || !(tt > 0)) return;
  presence.slowness_s_per_m = dt / dd;
  presence.arrival_correlation = dt / std::sqrt(dd * tt);
  presence.start_s = t - presence.slowness_s_per_m * d;
}

}  // namespace

std::vector<double> outgoing_weight(const WaveSpectrum& outgoing, const WaveSpectrum& incoming,
                                    ColumnRange columns, double emphasis) {
  auto weight = power_by_frequency(outgoing, columns);
  const auto back = power_by_frequency(incoming, columns);
  for (std::size_t f = 0; f < weight.size(); ++f) {
    const double share = weight[f] > 0 ? std::max(0.0, 1 - back[f] / weight[f]) : 0.0;
    const double relative =
        outgoing.frequency_hz[static_cast<Index>(f)] / outgoing.frequency_hz.last();
    weight[f] = share * std::pow(relative, 2 * emphasis);
  }
  return weight;
}

WavePresence wave_presence(const WaveSpectrum& outgoing, const WaveSpectrum& incoming,
                           const ArrivalMap& arrivals, const PushZone& zone, int direction,
                           ColumnRange columns, std::span<const double> weight,
                           double slowest_m_per_s, double fastest_m_per_s,
                           const WavePresenceOptions& options) {
  WavePresence presence;
  if (columns.size() < 3 || !(sum(weight) > 0)) return presence;
  const double away = sum(power_by_frequency(outgoing, columns));
  const double back = sum(power_by_frequency(incoming, columns));
  presence.direction_db = 10 * std::log10(away / back);
  const auto points = column_arrivals(arrivals, outgoing.lateral_m, zone, direction, columns,
                                      power_by_column(outgoing, weight, columns));
  if (points.size() < 3) return presence;
  fit_line(points, presence);
  if (presence.direction_db >= options.min_direction_db &&
      presence.arrival_correlation >= options.min_arrival_correlation &&
      presence.slowness_s_per_m * slowest_m_per_s < 1 &&
      presence.slowness_s_per_m * fastest_m_per_s > 1 &&
      std::abs(presence.start_s) <= options.latest_start_s) {
    presence.reason = Reason::none;
  }
  return presence;
}

}  // namespace stiff
