#include "stiff/dsp/peak.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace stiff {
namespace {

constexpr Index kHalfWidth = 8;
constexpr double kKaiserBeta = 7.0;

// Modified Bessel function of order 0 by its power series; beta is small, so it converges quickly.
double bessel_i0(double x) {
  double term = 1, sum = 1;
  for (int k = 1; k < 40; ++k) {
    term *= (x / (2 * k)) * (x / (2 * k));
    sum += term;
  }
  return sum;
}

double kernel(double distance) {
  const double u = distance / static_cast<double>(kHalfWidth);
  if (std::abs(u) >= 1) {
    return 0;
  }
  static const double at_centre = bessel_i0(kKaiserBeta);
  const double window = bessel_i0(kKaiserBeta * std::sqrt(1 - u * u)) / at_centre;
  const double phase = std::numbers::pi * distance;
  return window * (std::abs(phase) < 1e-12 ? 1.0 : std::sin(phase) / phase);
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
  double sum = 0, weight = 0;
  for (Index k = base - kHalfWidth + 1; k <= base + kHalfWidth; ++k) {
    const double w = kernel(position - static_cast<double>(k));
    sum += w * y[static_cast<std::size_t>(std::clamp<Index>(k, 0, last))];
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
