#include "stiff/dsp/peak.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace stiff {
namespace {

constexpr Index kHalfWidth = 12;

// Weights of the 2 kHalfWidth samples round a position, for a sinc under the four-term
// Blackman-Harris window (side lobes -92 dB). `fraction` is the position's distance from sample 0
// of the offsets -kHalfWidth + 1 ... kHalfWidth.
std::array<double, 2 * kHalfWidth> sinc_weights(double fraction) {
  constexpr double kStep = std::numbers::pi / static_cast<double>(kHalfWidth);
  static const auto turns = [] {
    std::array<std::array<double, 2>, 2 * kHalfWidth> table{};
    for (Index j = 0; j < 2 * kHalfWidth; ++j) {
      const double angle = kStep * static_cast<double>(j - kHalfWidth + 1);
      table[static_cast<std::size_t>(j)] = {std::cos(angle), std::sin(angle)};
    }
    return table;
  }();
  const double cos_f = std::cos(kStep * fraction), sin_f = std::sin(kStep * fraction);
  const double sine = std::sin(std::numbers::pi * fraction) / std::numbers::pi;
  std::array<double, 2 * kHalfWidth> weights{};
  for (Index j = 0; j < 2 * kHalfWidth; ++j) {
    const auto i = static_cast<std::size_t>(j);
    const Index offset = j - kHalfWidth + 1;
    const double distance = fraction - static_cast<double>(offset);
    const double c = cos_f * turns[i][0] + sin_f * turns[i][1];  // cos(pi distance / kHalfWidth)
    const double window =
        0.35875 + 0.48829 * c + 0.14128 * (2 * c * c - 1) + 0.01168 * c * (4 * c * c - 3);
    const double sinc =
        std::abs(distance) < 1e-9 ? 1.0 : (offset % 2 == 0 ? sine : -sine) / distance;
    weights[i] = window * sinc;
  }
  return weights;
}

struct Parabola {
  double offset, value, curvature;
};

// Through (-step, a), (0, b), (step, c).
Parabola parabola(double a, double b, double c, double step) {
  const double second = (a - 2 * b + c) / (step * step);
  const double first = (c - a) / (2 * step);
  const double offset = -first / second;
  return {offset, b + 0.5 * first * offset, second};
}

}  // namespace

Peak parabolic_peak(std::span<const double> y, Index i) {
  if (i < 1 || i + 1 >= static_cast<Index>(y.size())) {
    return {};
  }
  const auto k = static_cast<std::size_t>(i);
  const Parabola p = parabola(y[k - 1], y[k], y[k + 1], 1.0);
  if (!(p.curvature < 0) || !(std::abs(p.offset) <= 1)) {
    return {};
  }
  return {static_cast<double>(i) + p.offset, p.value, p.curvature};
}

double band_limited_value(std::span<const double> y, double position) {
  if (y.empty() || !std::isfinite(position)) {
    return kNaN;
  }
  const auto last = static_cast<Index>(y.size()) - 1;
  const auto base = static_cast<Index>(std::floor(position));
  const auto weights = sinc_weights(position - static_cast<double>(base));
  double sum = 0, weight = 0;
  for (Index j = 0; j < 2 * kHalfWidth; ++j) {
    const double w = weights[static_cast<std::size_t>(j)];
    const Index k = std::clamp<Index>(base + j - kHalfWidth + 1, 0, last);
    sum += w * y[static_cast<std::size_t>(k)];
    weight += w;
  }
  return sum / weight;  // a constant is a constant between the samples too
}

Peak band_limited_peak(std::span<const double> y, Index i) {
  Peak peak = parabolic_peak(y, i);
  if (!peak.ok()) {
    return {};
  }
  constexpr double kStep = 1.0 / 16;
  double position = peak.position;
  for (int turn = 0; turn < 6; ++turn) {
    const Parabola p =
        parabola(band_limited_value(y, position - kStep), band_limited_value(y, position),
                 band_limited_value(y, position + kStep), kStep);
    if (!(p.curvature < 0)) {
      return peak;
    }
    const double move = std::clamp(p.offset, -0.25, 0.25);
    position += move;
    if (!(std::abs(position - static_cast<double>(i)) <= 1.5)) {
      return peak;
    }
    peak = {position, p.value, p.curvature};
    if (std::abs(move) < 1e-7) {
      break;
    }
  }
  return peak;
}

Index largest(std::span<const double> y, Index first, Index last) {
  Index best = -1;
  last = std::min(last, static_cast<Index>(y.size()) - 1);
  for (Index i = std::max<Index>(first, 0); i <= last; ++i) {
    const double value = y[static_cast<std::size_t>(i)];
    if (value == value && (best < 0 || value > y[static_cast<std::size_t>(best)])) {
      best = i;
    }
  }
  return best;
}

}  // namespace stiff
