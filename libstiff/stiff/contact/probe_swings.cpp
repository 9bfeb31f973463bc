#include "stiff/contact/probe_swings.h"

#include "stiff/dsp/robust_scale.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stiff {
namespace {

constexpr SoftBand kSlow{0.7, 9, 0.6, 4};
constexpr SoftBand kBand{15, 120, 4, 5};
constexpr double kMean_s = 0.25;
constexpr double kBeyondNoise = 25;
constexpr double kBeyondBand = 300;
constexpr double kHighest_hz = 26;
constexpr double kJoin_s = 0.3;

struct Power {
  double step_s = 0;
  std::vector<double> value;
};

Power power(const TwitchSpectrum& spectrum, const SoftBand& band, double rate_hz) {
  Power sum;
  for (std::size_t axis = 0; axis < spectrum.axes(); ++axis) {
    const auto z = spectrum.analytic(axis, band, rate_hz, nullptr);
    sum.step_s = z.step_s;
    sum.value.resize(z.value.size(), 0);
    for (std::size_t i = 0; i < z.value.size(); ++i) sum.value[i] += std::norm(z.value[i]);
  }
  return sum;
}

double mean(const Power& power, double begin_s, double end_s) {
  const auto last = static_cast<double>(power.value.size());
  const auto a = static_cast<std::size_t>(std::clamp(begin_s / power.step_s, 0.0, last - 1));
  const auto b =
      static_cast<std::size_t>(std::clamp(end_s / power.step_s, static_cast<double>(a + 1), last));
  double sum = 0;
  for (std::size_t i = a; i < b; ++i) sum += power.value[i];
  return sum / static_cast<double>(b - a);
}

// The exponent and the height of the noise's power law between 15 and 60 Hz, and from it the power
// in the slow band over that in the other.
double slow_share(const NoiseSpectrum& noise) {
  double n = 0, mx = 0, my = 0, xx = 0, xy = 0;
  for (double f = 15; f < 60; f += 1) {
    const double x = std::log(f), y = std::log(noise.at(f));
    n += 1;
    mx += x;
    my += y;
    xx += x * x;
    xy += x * y;
  }
  const double slope = (n * xy - mx * my) / (n * xx - mx * mx);
  const auto integral = [&](const SoftBand& band, double low, double high) {
    double sum = 0;
    for (int i = 0; i < 200; ++i) {
      const double f = low + (high - low) * (i + 0.5) / 200;
      sum += band.gain(f) * band.gain(f) * std::pow(f, slope) * (high - low) / 200;
    }
    return sum;
  };
  return integral(kSlow, 0.1, 13) / integral(kBand, 11, 125);
}

}  // namespace

std::vector<TimeSpan> probe_swings(const TwitchSpectrum& spectrum,
                                   std::span<const NoiseSpectrum> noise) {
  const Power slow = power(spectrum, kSlow, 40), band = power(spectrum, kBand, 250);
  double share = 0;
  for (const NoiseSpectrum& axis : noise) share = std::max(share, slow_share(axis));
  // The median of the band's power is that of its noise but for a factor near one: ln 2 for one
  // axis.
  const double expected = share * median(band.value) / std::numbers::ln2;
  std::vector<TimeSpan> swings;
  for (std::size_t i = 0; i < slow.value.size(); ++i) {
    const double t = slow.step_s * static_cast<double>(i);
    if (!(mean(slow, t - kMean_s / 2, t + kMean_s / 2) > kBeyondNoise * expected)) continue;
    if (!swings.empty() && t - swings.back().end_s < kJoin_s) {
      swings.back().end_s = t;
    } else {
      swings.push_back({t, t});
    }
  }
  return swings;
}

bool rides_on_swing(const TwitchSpectrum& spectrum, const TimeSpan& burst, double frequency_hz) {
  if (!(frequency_hz < kHighest_hz)) return false;
  const Power slow = power(spectrum, {0.7, 10, 0.6, 2}, 40), band = power(spectrum, kBand, 250);
  return mean(slow, burst.begin_s - 0.1, burst.end_s + 0.1) >
         kBeyondBand * mean(band, burst.begin_s, burst.end_s);
}

}  // namespace stiff
