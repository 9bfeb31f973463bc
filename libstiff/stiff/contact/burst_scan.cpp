#include "stiff/contact/burst_scan.h"

#include "stiff/dsp/robust_scale.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include <boost/math/special_functions/gamma.hpp>

namespace stiff {
namespace {

constexpr double kRate_hz = 250;
constexpr double kEnd_s = 0.04;
constexpr double kLevelWindow_s = 10;
constexpr double kLevelMean_s = 0.1;
constexpr std::array kDurations_s{0.04, 0.064, 0.1, 0.16, 0.25};

// Narrow bands for long bursts, wide ones for short bursts and for what has no one frequency.
std::vector<SoftBand> bands() {
  std::vector<SoftBand> all;
  for (const auto& [low, high] : {std::pair{15.0, 35.0},
                                  {25.0, 45.0},
                                  {35.0, 55.0},
                                  {45.0, 65.0},
                                  {55.0, 80.0},
                                  {70.0, 95.0},
                                  {85.0, 120.0},
                                  {15.0, 60.0},
                                  {40.0, 100.0},
                                  {15.0, 120.0}}) {
    // The lowest edge keeps motion of the probe out; inner edges may be soft.
    all.push_back({low, high, low < 20 ? 4.0 : 8.0, high > 110 ? 5.0 : 8.0});
  }
  return all;
}

// The squared autocorrelation of white noise seen through a band, at each lag in steps.
std::vector<double> correlation(const SoftBand& band, double step_s, std::size_t lags) {
  constexpr int kSteps = 400;
  const double low = band.low_hz - band.low_edge_hz, high = band.high_hz + band.high_edge_hz;
  std::vector<std::complex<double>> term(kSteps), turn(kSteps);
  for (std::size_t i = 0; i < kSteps; ++i) {
    const double f = (high - low) * (static_cast<double>(i) + 0.5) / kSteps;
    term[i] = std::pow(band.gain(low + f), 2);
    turn[i] = std::polar(1.0, 2 * std::numbers::pi * f * step_s);
  }
  std::vector<double> squared(lags);
  for (double& value : squared) {
    std::complex<double> sum = 0;
    for (std::size_t i = 0; i < kSteps; ++i) {
      sum += term[i];
      term[i] *= turn[i];
    }
    value = std::norm(sum);
  }
  const double whole = squared.front();
  for (double& value : squared) value /= whole;
  return squared;
}

// Degrees of freedom of a sum of n powers: 2 mean^2 / variance.
double freedom(const std::vector<double>& squared, std::size_t n) {
  double sum = squared[0];
  for (std::size_t lag = 1; lag < n; ++lag) {
    sum += 2 * squared[lag] * (1 - static_cast<double>(lag) / static_cast<double>(n));
  }
  return 2 * static_cast<double>(n) / sum;
}

std::vector<double> boxcar(const std::vector<double>& power, std::size_t n) {
  std::vector<double> mean;
  double sum = 0;
  for (std::size_t i = 0; i < power.size(); ++i) {
    sum += power[i];
    if (i >= n) sum -= power[i - n];
    if (i + 1 >= n) mean.push_back(sum / static_cast<double>(n));
  }
  return mean;
}

// The noise's mean power at each time.
std::vector<double> level(const std::vector<double>& power, double step_s, double nu,
                          std::size_t n) {
  const std::vector<double> mean = boxcar(power, n);
  const double of_median = boost::math::gamma_p_inv(nu / 2, 0.5) / (nu / 2);
  const auto window = static_cast<std::size_t>(kLevelWindow_s / step_s);
  const std::size_t hop = std::max<std::size_t>(1, window / 4);
  std::vector<double> at, value;
  for (std::size_t first = 0; first == 0 || first + window <= mean.size(); first += hop) {
    const std::size_t last = std::min(first + window, mean.size());
    at.push_back(0.5 * static_cast<double>(first + last + n));
    value.push_back(median({mean.begin() + static_cast<Index>(first),
                            mean.begin() + static_cast<Index>(last)}) /
                    of_median);
  }
  std::vector<double> result(power.size());
  std::size_t k = 0;
  for (std::size_t i = 0; i < power.size(); ++i) {
    const auto here = static_cast<double>(i);
    while (k + 2 < at.size() && at[k + 1] < here) ++k;
    if (at.size() == 1) {
      result[i] = value[0];
    } else {
      const double share = std::clamp((here - at[k]) / (at[k + 1] - at[k]), 0.0, 1.0);
      result[i] = (1 - share) * value[k] + share * value[k + 1];
    }
  }
  return result;
}

}  // namespace

double chi_square_score(double nu, double ratio) {
  const double a = nu / 2, z = a * ratio;
  if (z < 500 + a) {
    const double tail = boost::math::gamma_q(a, z);
    if (tail > 1e-280) return -std::log(tail);
  }
  // Q(a, z) Gamma(a) e^z z^(1 - a) = 1 + (a - 1)/z + ..., z far above a.
  return z - (a - 1) * std::log(z) + std::lgamma(a) - std::log1p((a - 1) / z);
}

BurstScan::BurstScan(const TwitchSpectrum& spectrum, std::span<const NoiseSpectrum> noise)
    : axes_(spectrum.axes()) {
  for (const SoftBand& shape : bands()) {
    std::vector<double> power;
    std::vector<double> squared;
    for (std::size_t axis = 0; axis < axes_; ++axis) {
      const auto analytic = spectrum.analytic(axis, shape, kRate_hz, &noise[axis]);
      if (lengths_.empty()) {
        step_s_ = analytic.step_s;
        size_ = analytic.value.size();
        for (const double duration : kDurations_s) {
          lengths_.push_back(static_cast<std::size_t>(std::lround(duration / step_s_)));
        }
      }
      if (axis == 0) {
        power.assign(size_, 0);
        squared = correlation(shape, step_s_, lengths_.back());
      }
      std::vector<double> own(size_);
      for (std::size_t i = 0; i < size_; ++i) own[i] = std::norm(analytic.value[i]);
      const auto n = static_cast<std::size_t>(std::lround(kLevelMean_s / step_s_));
      const std::vector<double> mean = level(own, step_s_, freedom(squared, n), n);
      for (std::size_t i = 0; i < size_; ++i) {
        power[i] += own[i] / mean[i] / static_cast<double>(axes_);
      }
    }
    Band band{shape, std::vector<double>(size_ + 1, 0), {}};
    for (std::size_t i = 0; i < size_; ++i) band.sum[i + 1] = band.sum[i] + power[i];
    for (const std::size_t length : lengths_) {
      band.nu.push_back(freedom(squared, length) * static_cast<double>(axes_));
    }
    bands_.push_back(std::move(band));
  }
}

std::vector<unsigned char> BurstScan::mask(std::span<const TimeSpan> excluded) const {
  std::vector<unsigned char> closed(size_, 0);
  const auto close = [&](double begin_s, double end_s) {
    const double last = static_cast<double>(size_);
    const auto first = static_cast<std::size_t>(std::clamp(begin_s / step_s_, 0.0, last));
    const auto end = static_cast<std::size_t>(std::clamp(std::ceil(end_s / step_s_), 0.0, last));
    for (std::size_t i = first; i < end; ++i) closed[i] = 1;
  };
  const double whole_s = step_s_ * static_cast<double>(size_);
  close(0, kEnd_s);
  close(whole_s - kEnd_s, whole_s + step_s_);
  for (const TimeSpan& span : excluded) close(span.begin_s, span.end_s);
  return closed;
}

double BurstScan::searched_s(std::span<const TimeSpan> excluded) const {
  const auto closed = mask(excluded);
  return step_s_ * static_cast<double>(std::count(closed.begin(), closed.end(), 0));
}

BurstTile BurstScan::strongest(std::span<const TimeSpan> excluded) const {
  const auto closed = mask(excluded);
  std::vector<std::size_t> shut(size_ + 1, 0);
  for (std::size_t i = 0; i < size_; ++i) shut[i + 1] = shut[i] + closed[i];
  BurstTile best;
  for (const Band& band : bands_) {
    for (std::size_t d = 0; d < lengths_.size(); ++d) {
      const std::size_t n = lengths_[d];
      double most = 0;
      std::size_t at = 0;
      for (std::size_t i = 0; i + n <= size_; ++i) {
        const double sum = band.sum[i + n] - band.sum[i];
        if (sum > most && shut[i + n] == shut[i]) {
          most = sum;
          at = i;
        }
      }
      if (!(most > 0)) continue;
      const double score = chi_square_score(band.nu[d], most / static_cast<double>(n));
      if (score > best.score) {
        best = {band.shape,
                {step_s_ * static_cast<double>(at), step_s_ * static_cast<double>(at + n)},
                score};
      }
    }
  }
  return best;
}

std::vector<double> BurstScan::course(double score) const {
  std::vector<double> course(size_, 0);
  for (const Band& band : bands_) {
    for (std::size_t d = 0; d < lengths_.size(); ++d) {
      // The ratio that has this score, by bisection: the score rises with it.
      double low = 0, high = 1e4;
      for (int i = 0; i < 60; ++i) {
        const double middle = 0.5 * (low + high);
        (chi_square_score(band.nu[d], middle) < score ? low : high) = middle;
      }
      const std::size_t n = lengths_[d];
      for (std::size_t i = 0; i + n <= size_; ++i) {
        const double ratio = (band.sum[i + n] - band.sum[i]) / static_cast<double>(n) / high;
        double& here = course[i + n / 2];
        here = std::max(here, ratio);
      }
    }
  }
  return course;
}

}  // namespace stiff
