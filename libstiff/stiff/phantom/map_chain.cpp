#include "stiff/phantom/map_chain.h"

#include "stiff/core/error.h"
#include "stiff/core/estimate.h"
#include "stiff/dsp/robust_scale.h"
#include "stiff/phantom/swe_phantom_options.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

#include <boost/math/distributions/normal.hpp>

namespace stiff {

namespace {

constexpr double kAxialBlurM = 0.95e-3;  // at 1 m/s
constexpr double kLateralBlurM = 0.365e-3;
constexpr double kSideM = 1.2e-3;
constexpr double kNearPushM = 3e-3;
constexpr double kNearPushFactor = 1.5;
constexpr double kPatchM = 1e-3;

double axial_correlation(double z_m) {
  return std::exp(-std::pow(std::abs(z_m) / 1.07e-3, 1.8));
}

double lateral_correlation(double x_m) {
  return std::exp(-std::pow(std::abs(x_m) / 1.25e-3, 1.2)) *
         std::cos(2 * std::numbers::pi * x_m / 2.9e-3);
}

RandomField noise_field(const Axis& axial, const Axis& lateral) {
  return {axial.size, lateral.size,
          [dz = axial.step, dx = lateral.step](double rows, double columns) {
            return axial_correlation(rows * dz) * lateral_correlation(columns * dx);
          }};
}

/// One pass over rows (each row's elements) of a mirrored convolution.
Picture<float> blur_rows(const Picture<float>& picture, double sd) {
  if (!(sd > 0)) return picture;
  const auto half = static_cast<Index>(std::ceil(4 * sd));
  std::vector<double> weight;
  double sum = 0;
  for (Index k = -half; k <= half; ++k) {
    weight.push_back(std::exp(-0.5 * std::pow(static_cast<double>(k) / sd, 2)));
    sum += weight.back();
  }
  const Index n = picture.cols();
  // ... 2 1 0 | 0 1 2 ...: every pixel's weights still sum to 1, and so do those that it gives
  // away.
  const auto mirrored = [n](Index j) {
    j = (j % (2 * n) + 2 * n) % (2 * n);
    return j < n ? j : 2 * n - 1 - j;
  };
  Picture<float> result(picture.rows(), n);
  std::vector<float> line(static_cast<std::size_t>(n + 2 * half));
  for (Index i = 0; i < picture.rows(); ++i) {
    for (Index j = 0; j < n + 2 * half; ++j) {
      line[static_cast<std::size_t>(j)] = picture(i, mirrored(j - half));
    }
    for (Index j = 0; j < n; ++j) {
      double value = 0;
      for (std::size_t k = 0; k < weight.size(); ++k) {
        value += weight[k] * static_cast<double>(line[static_cast<std::size_t>(j) + k]);
      }
      result(i, j) = static_cast<float>(value / sum);
    }
  }
  return result;
}

struct RangeCheck {
  template <class Field>
  void operator()(const Option& option, const Field& field) const {
    if constexpr (std::is_arithmetic_v<Field>) {
      const auto value = static_cast<double>(field);
      if (!(value >= option.low && value <= option.high)) {
        throw Error(ErrorKind::usage,
                    "map chain: --" + std::string(option.name) + " is out of its range");
      }
    }
  }
};

std::vector<double> pushes_of(const MapChainOptions& options) {
  if (options.push_lateral_mm.find_first_not_of(" ,") == std::string::npos) return {};
  PhantomPush push;
  push.lateral_mm = options.push_lateral_mm;
  return push_positions(push);
}

}  // namespace

Picture<float> gaussian_blur(const Picture<float>& picture, double row_sd, double column_sd) {
  const Picture<float> across = blur_rows(picture, column_sd);
  return blur_rows(across.transpose(), row_sd).transpose();
}

MapChain::MapChain(const Axis& axial_m, const Axis& lateral_m, const MapChainOptions& options)
    : axial_m_(axial_m),
      lateral_m_(lateral_m),
      options_(options),
      relative_error_(axial_m.size, lateral_m.size),
      reason_(axial_m.size, lateral_m.size),
      noise_(noise_field(axial_m, lateral_m)),
      patches_(axial_m.size, lateral_m.size,
               powered_exponential(kPatchM / axial_m.step, kPatchM / lateral_m.step, 2)) {
  MapChainOptions::describe(options, RangeCheck{});
  if (!(axial_m.size >= 8 && lateral_m.size >= 8)) {
    throw Error(ErrorKind::usage, "map chain: the map has fewer than 8 x 8 pixels");
  }
  const double middle = 0.5 * (axial_m.first + axial_m.last());
  const std::vector<double> pushes = pushes_of(options);
  for (Index j = 0; j < lateral_m.size; ++j) {
    const double x = lateral_m[j];
    double nearest = std::numeric_limits<double>::infinity();
    for (double push : pushes) nearest = std::min(nearest, std::abs(x - push));
    const double side = std::min(x - lateral_m.first, lateral_m.last() - x);
    for (Index i = 0; i < axial_m.size; ++i) {
      const double away = std::pow((axial_m[i] - middle) / options.error_depth_m, 4);
      const double sd = options.error * (1 + away) * (nearest < kNearPushM ? kNearPushFactor : 1.0);
      Reason reason = Reason::none;
      if (!(sd <= options.largest_error)) reason = Reason::low_correlation;
      if (nearest < 0.5 * lateral_m.step + 1e-9) reason = Reason::under_push;
      if (side < kSideM - 1e-9) reason = Reason::outside_field;
      reason_(i, j) = static_cast<std::int8_t>(reason);
      relative_error_(i, j) = reason == Reason::none ? static_cast<float>(sd) : std::nanf("");
    }
  }
  if (!(reason_ == static_cast<std::int8_t>(Reason::none)).any()) {
    throw Error(ErrorKind::usage, "map chain: no pixel has a value; raise --largest-error");
  }
}

MeasuredMap MapChain::measure(const Picture<float>& modulus_kpa, double density,
                              std::uint64_t seed) const {
  if (modulus_kpa.rows() != axial_m_.size || modulus_kpa.cols() != lateral_m_.size ||
      !(modulus_kpa > 0).all()) {
    throw Error(ErrorKind::usage, "map chain: the true map is not of the grid, or not above 0");
  }
  const double middle = median({modulus_kpa.data(), modulus_kpa.data() + modulus_kpa.size()});
  const double width = options_.blur * std::pow(1e3 * middle / density, 0.25);
  const Picture<float> log = gaussian_blur(modulus_kpa.log(), width * kAxialBlurM / axial_m_.step,
                                           width * kLateralBlurM / lateral_m_.step);
  RandomFieldPair noise, patches;
  noise_.draw(seed, 0, noise);
  MeasuredMap map;
  map.true_kpa = modulus_kpa;
  map.reason = reason_;
  if (options_.dropouts > 0) {
    patches_.draw(seed, 1, patches);
    const auto limit =
        static_cast<float>(quantile(complement(boost::math::normal(), options_.dropouts)));
    for (Index i = 0; i < map.reason.size(); ++i) {
      if (map.reason.data()[i] == 0 && patches.first.data()[i] > limit) {
        map.reason.data()[i] = static_cast<std::int8_t>(Reason::low_correlation);
      }
    }
  }
  map.kpa = (log + relative_error_ * noise.first).exp();
  map.kpa = (map.reason == 0).select(map.kpa, std::nanf(""));
  map.std_error_kpa = map.kpa * relative_error_;
  map.quality = (map.reason == 0).select((1 - 1.5f * relative_error_).max(0), 0.0f);
  return map;
}

double MapChain::median_error(const MeasuredMap& map) const {
  double squares = 0, count = 0;
  for (Index i = 0; i < map.reason.size(); ++i) {
    if (map.reason.data()[i] != 0) continue;
    squares += std::pow(static_cast<double>(relative_error_.data()[i]), 2);
    ++count;
  }
  if (!(count > 0)) return kNaN;
  // Of n errors alike as C(lag) the mean has the variance sd^2/n times the sum of C over all lags;
  // the median pi/2 of that.
  double down = 0, across = 0;
  for (Index lag = 1 - axial_m_.size; lag < axial_m_.size; ++lag) {
    down += axial_correlation(static_cast<double>(lag) * axial_m_.step);
  }
  for (Index lag = 1 - lateral_m_.size; lag < lateral_m_.size; ++lag) {
    across += lateral_correlation(static_cast<double>(lag) * lateral_m_.step);
  }
  return std::sqrt(std::numbers::pi / 2 * squares / count * std::max(down * across, 0.0) / count);
}

}  // namespace stiff
