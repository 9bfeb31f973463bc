#include "stiff/contact/hold_noise.h"

#include "stiff/contact/gram_fit.h"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <utility>

namespace stiff {
namespace {

using Eigen::Index;
using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

// Of the products that a cost is the difference of: below it there is no noise to be read.
constexpr double kRounding = 1e-13;
constexpr double kMemoriesInRecord = 10;
// What the slow part must gain in deviance to be believed (Akaike's price of a parameter): white
// noise shows a little of it in every other record.
constexpr double kPriceOfSlow = 2;

// Where the search moves: ln(1 - memory), and by how much of its range the slow part lifts the
// power at long times, (1 - kept memory) / (1 - memory) = (1 - memory)^(-lift): 0 white, 1 AR(1).
struct Place {
  double log_forgetting, lift;
};

HoldNoise noise_at(const Place& place) {
  const double memory = 1 - std::exp(place.log_forgetting);
  if (!(memory > 0)) return {};
  return {memory, (1 - std::exp(place.log_forgetting * (1 - place.lift))) / memory};
}

Place place_of(const HoldNoise& noise, double slowest) {
  if (noise.white()) return {0.5 * slowest, 0};
  const double log_forgetting = std::log1p(-noise.memory);
  return {log_forgetting, 1 - std::log1p(-noise.kept * noise.memory) / log_forgetting};
}

double slowest_of(Index samples) {
  return std::log(kMemoriesInRecord / static_cast<double>(samples));
}

// To the nearest minimum of a deviance by steps along both axes, halved where none goes down.
template <class Deviance>
Place descend(Place best, double slowest, double step, const Deviance& deviance) {
  double lowest = deviance(noise_at(best));
  for (double lift_step = step / 4; step > 0.04;) {
    bool moved = false;
    for (const auto& [a, b] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
      const Place next{std::clamp(best.log_forgetting + a * step, slowest, -1e-3),
                       std::clamp(best.lift + b * lift_step, 0.0, 1.0)};
      if (next.log_forgetting == best.log_forgetting && next.lift == best.lift) continue;
      if (best.lift == 0 && b == 0) continue;  // white, whatever the memory
      const double d = deviance(noise_at(next));
      if (!(d < lowest)) continue;
      lowest = d;
      best = next;
      moved = true;
    }
    if (!moved) {
      step /= 2;
      lift_step /= 2;
    }
  }
  return best;
}

}  // namespace

double HoldNoise::correlation() const {
  const double theta = -kept * memory;
  return (1 + memory * theta) * (memory + theta) / (1 + 2 * memory * theta + theta * theta);
}

double HoldNoise::mean_inflation() const {
  const double theta = -kept * memory;
  const double variance = (1 + 2 * memory * theta + theta * theta) / (1 - memory * memory);
  return (1 + theta) * (1 + theta) / ((1 - memory) * (1 - memory) * variance);
}

NoiseWhitener::NoiseWhitener(const HoldNoise& noise, Index samples) : noise_(noise) {
  if (noise.white()) return;
  const double theta = -noise.kept * noise.memory;
  gain_.resize(samples);
  scale_.resize(samples);
  // Variances of the innovations: that of a sample at first, 1 at last.
  double r = (1 + 2 * noise.memory * theta + theta * theta) / (1 - noise.memory * noise.memory);
  double product = 1;
  Index i = 0;
  for (; i < samples && std::abs(r - 1) > 1e-10; ++i) {
    gain_[i] = theta / r;
    scale_[i] = 1 / std::sqrt(r);
    product *= r;
    if (product > 1e100) {
      log_determinant_ += std::log(product);
      product = 1;
    }
    r = 1 + theta * theta - theta * gain_[i];
  }
  log_determinant_ += std::log(product);
  gain_.tail(samples - i).setConstant(theta);
  scale_.tail(samples - i).setOnes();
}

void NoiseWhitener::apply(Eigen::Ref<Matrix> columns) const {
  if (noise_.white()) return;
  const Index n = columns.rows();
  // Four columns at a time: one alone waits for its own last sample.
  const auto pass = [&]<int kWidth>(Index first, std::integral_constant<int, kWidth>) {
    double foretold[kWidth] = {};
    double* at[kWidth];
    for (int j = 0; j < kWidth; ++j) at[j] = columns.col(first + j).data();
    for (Index i = 0; i < n; ++i) {
      const double gain = gain_[i], scale = scale_[i];
      for (int j = 0; j < kWidth; ++j) {
        const double x = at[j][i], innovation = x - foretold[j];
        foretold[j] = noise_.memory * x + gain * innovation;
        at[j][i] = innovation * scale;
      }
    }
  };
  Index first = 0;
  for (; first + 4 <= columns.cols(); first += 4) pass(first, std::integral_constant<int, 4>());
  for (; first + 2 <= columns.cols(); first += 2) pass(first, std::integral_constant<int, 2>());
  for (; first < columns.cols(); ++first) pass(first, std::integral_constant<int, 1>());
}

HoldNoise likely_hold_noise(const Vector& residual, double signal_power) {
  const Index n = residual.size();
  const double slowest = slowest_of(n), power = residual.squaredNorm();
  if (!(slowest < -0.1) || !(power > kRounding * signal_power)) return {};
  Matrix work;
  const auto deviance = [&](const HoldNoise& noise) {
    const NoiseWhitener whitener(noise, n);
    work = residual;
    whitener.apply(work);
    return static_cast<double>(n) * std::log(work.squaredNorm()) + whitener.log_determinant();
  };
  Place best{0.5 * slowest, 0};
  double lowest = deviance({});
  for (int i = 1; i <= 4; ++i) {
    for (int j = 1; j <= 4; ++j) {
      const Place place{slowest * i / 4, j / 4.0};
      const double d = deviance(noise_at(place));
      if (d < lowest) {
        lowest = d;
        best = place;
      }
    }
  }
  const HoldNoise found = noise_at(descend(best, slowest, 0.6, deviance));
  return deviance(found) + kPriceOfSlow < deviance({}) ? found : HoldNoise{};
}

HoldNoise restricted_hold_noise(const Matrix& columns, const HoldNoise& near) {
  const Index n = columns.rows(), p = columns.cols() - 1;
  const double slowest = slowest_of(n);
  if (!(slowest < -0.1) || n < p + 8) return {};
  Matrix work;
  bool rounding = false;
  const auto deviance = [&](const HoldNoise& noise) {
    const NoiseWhitener whitener(noise, n);
    work = columns;
    whitener.apply(work);
    const Matrix gram = column_products(work);
    const GramFit fit = gram_fit(gram);
    rounding = rounding || !fit.ok || !(fit.cost > kRounding * gram(p, p));
    return rounding ? 1e300
                    : static_cast<double>(n - p) * std::log(fit.cost) + whitener.log_determinant() +
                          fit.log_determinant;
  };
  const HoldNoise found = noise_at(descend(place_of(near, slowest), slowest, 0.3, deviance));
  return !rounding && deviance(found) + kPriceOfSlow < deviance({}) ? found : HoldNoise{};
}

}  // namespace stiff
