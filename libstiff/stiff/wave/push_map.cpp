#include "stiff/wave/push_map.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

void set_reason(SlownessMap& map, ColumnRange columns, Reason reason) {
  if (columns.empty()) return;
  map.reason.middleCols(columns.first, columns.size())
      .setConstant(static_cast<std::int8_t>(reason));
}

struct Frequencies {
  double centroid_hz = kNaN;
  double root_mean_square_hz = kNaN;  // by f^2, as lags are weighted
};

Frequencies frequencies(const WaveSpectrum& wave, const SlownessMap& map,
                        std::span<const double> weight) {
  double power = 0;
  double first = 0;
  double second = 0;
  double fourth = 0;
  for (Index z = 0; z < wave.axial_m.size; ++z) {
    for (Index x = 0; x < wave.lateral_m.size; ++x) {
      if (map.reason(z, x) != static_cast<std::int8_t>(Reason::none)) continue;
      const auto* pixel = wave.pixel(z, x);
      for (Index f = 0; f < wave.bins(); ++f) {
        const double p =
            weight[static_cast<std::size_t>(f)] * static_cast<double>(std::norm(pixel[f]));
        const double hz = wave.frequency_hz[f];
        power += p;
        first += p * hz;
        second += p * hz * hz;
        fourth += p * hz * hz * hz * hz;
      }
    }
  }
  if (!(power > 0)) return {};
  return {first / power, std::sqrt(fourth / second)};
}

// Where the record ends before the wave has passed: half a period of the band's centre must follow
// its centroid.
void drop_late(SlownessMap& map, const ArrivalMap& arrivals, ColumnRange columns, double last_s) {
  for (Index z = 0; z < map.reason.rows(); ++z) {
    for (Index x = columns.first; x <= columns.last; ++x) {
      auto& reason = map.reason(z, x);
      if (reason == static_cast<std::int8_t>(Reason::none) &&
          !(static_cast<double>(arrivals.arrival_s(z, x)) <= last_s)) {
        reason = static_cast<std::int8_t>(Reason::outside_field);
      }
    }
  }
}

// Whether any 4 mm of depth and width hold twice the power that the noise of the motion has there.
// Where the noise is not known, motion is taken to be there.
bool stands_out(const WaveSpectrum& spectrum, const MotionField& motion) {
  if (motion.noise_std.rows() != motion.axial_m.size) return true;
  constexpr double kBlock = 4e-3;
  const auto rows = std::max<Index>(1, static_cast<Index>(kBlock / motion.axial_m.step));
  const auto columns = std::max<Index>(1, static_cast<Index>(kBlock / motion.lateral_m.step));
  for (Index top = 0; top + rows <= motion.axial_m.size; top += rows) {
    for (Index left = 0; left + columns <= motion.lateral_m.size; left += columns) {
      double power = 0;
      double noise = 0;
      for (Index z = top; z < top + rows; ++z) {
        for (Index x = left; x < left + columns; ++x) {
          const double sigma = static_cast<double>(motion.noise_std(z, x));
          if (!(sigma >= 0)) return true;
          noise += sigma * sigma * spectrum.unit_noise_power;
          const auto* pixel = spectrum.pixel(z, x);
          for (Index f = 0; f < spectrum.bins(); ++f)
            power += static_cast<double>(std::norm(pixel[f]));
        }
      }
      if (power > 2 * noise) return true;
    }
  }
  return false;
}

}  // namespace

PushMap push_map(const MotionField& motion, const PushMapOptions& options) {
  PushMap out;
  out.zone = push_zone(motion);
  const auto& correlation = options.correlation;
  const auto window = correlation_window(motion.axial_m, motion.lateral_m, correlation);
  const double reach =
      static_cast<double>(window.half_lateral_baseline + window.half_lateral_window) *
      motion.lateral_m.step;
  const auto spectrum = wave_spectrum(
      motion, longest_lag_s(motion.axial_m, motion.lateral_m, correlation), options.band);
  out.moved = stands_out(spectrum, motion);
  const auto parts = lateral_fan(spectrum, options.fan);
  for (const int direction : {1, -1}) {
    SideMap side;
    side.direction = direction;
    side.columns = wave_columns(motion.lateral_m, out.zone, direction, reach, options.zone);
    const auto whole =
        wave_columns(motion.lateral_m, {.lateral_m = out.zone.lateral_m, .half_width_m = 0},
                     direction, 0, {.margin_m = 0, .far_limit_m = options.zone.far_limit_m});
    if (side.columns.size() <= 2 * window.half_lateral_baseline) continue;
    const auto& away = direction > 0 ? parts.rightwards : parts.leftwards;
    const auto& back = direction > 0 ? parts.leftwards : parts.rightwards;
    const auto weight = outgoing_weight(away, back, side.columns, options.band.emphasis);
    const auto arrivals = arrival_map(away, weight, window);
    side.presence =
        wave_presence(away, back, arrivals, out.zone, direction, side.columns, weight,
                      correlation.slowest_m_per_s, correlation.fastest_m_per_s, options.presence);
    side.slowness = SlownessMap(motion.axial_m.size, motion.lateral_m.size);
    if (side.presence.reason == Reason::none) {
      side.slowness = vector_correlation_map(away, direction, side.columns.first, side.columns.last,
                                             weight, correlation);
      const auto hz = frequencies(away, side.slowness, weight);
      side.frequency_centroid_hz = hz.centroid_hz;
      correct_finite_push(side.slowness, motion.lateral_m, out.zone, hz.root_mean_square_hz,
                          options.finite_push);
      drop_late(
          side.slowness, arrivals, side.columns,
          motion.time_s.last() - options.band.end_taper_s - 0.25 / side.frequency_centroid_hz);
    } else {
      set_reason(side.slowness, side.columns, side.presence.reason);
    }
    const ColumnRange under = direction > 0 ? ColumnRange{whole.first, side.columns.first - 1}
                                            : ColumnRange{side.columns.last + 1, whole.last};
    set_reason(side.slowness, under, Reason::under_push);
    out.sides.push_back(std::move(side));
  }
  return out;
}

}  // namespace stiff
