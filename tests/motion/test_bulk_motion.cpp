#include "stiff/motion/bulk_motion.h"

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

constexpr Index kAxial = 60, kLateral = 90, kFrames = 100;
constexpr double kDt = 1.5e-4, kStep = 3e-4, kBeforeS = 1e-3;
constexpr double kSpeed = 2.5;

/// A cylindrical pulse from the field's left side: 10 um falling with the root of distance, its
/// front widening, and a slow tail of 3 % behind it, as a viscous medium has.
double wave_m(Index z, Index x, Index t) {
  const double r = 2e-3 + kStep * static_cast<double>(x);
  const double time = kDt * static_cast<double>(t) - kBeforeS;
  const double behind = time - r / kSpeed;
  const double width = 4e-4 + 0.01 * r;
  const double depth = (static_cast<double>(z) - 30) / 25;
  const double tail =
      behind > 0 && time > 0 ? 0.03 * (1 - std::exp(-behind / 1e-3)) * std::exp(-behind / 1e-2) : 0;
  return 10e-6 * std::sqrt(2e-3 / r) * std::exp(-depth * depth / 2) *
         (std::exp(-behind * behind / (2 * width * width)) + tail);
}

struct Bulk {
  double velocity = 5e-3;  ///< m/s of the probe's swing
  double frequency = 8;
  double tilt = 0.2;  ///< rad/s
  double breathing = 5e-3;
};

double bulk_m(const Bulk& b, Index z, Index x, Index t) {
  const double w = 2 * std::numbers::pi * b.frequency;
  const double time = kDt * static_cast<double>(t);
  const double swing = (std::sin(w * time + 0.7) - std::sin(0.7)) / w;
  const double across = kStep * static_cast<double>(x - kLateral / 2);
  return b.velocity * swing + b.tilt * across * swing +
         b.breathing * time * static_cast<double>(z) / kAxial;
}

Cube<float> field_of(double wave_share, const Bulk* bulk, double noise_m) {
  std::mt19937 random(11);
  std::normal_distribution<double> normal(0, 1);
  Cube<float> field(kAxial, kLateral, kFrames);
  for (Index z = 0; z < kAxial; ++z) {
    for (Index x = 0; x < kLateral; ++x) {
      for (Index t = 0; t < kFrames; ++t) {
        double u = noise_m * normal(random);
        if (wave_share > 0) u += wave_share * wave_m(z, x, t);
        if (bulk) u += bulk_m(*bulk, z, x, t);
        field(z, x, t) = static_cast<float>(u);
      }
    }
  }
  return field;
}

const std::vector<unsigned char> kMeasured(static_cast<std::size_t>(kFrames), 1);
const std::vector<Index> kReference{0, 1, 2, 3, 4, 5};

/// Group speed from the peak's time on the middle depths, 4 to 22 mm from the source, and from lag
/// at greatest correlation.
double peak_speed(const Cube<float>& field) {
  double n = 0, sx = 0, st = 0, sxx = 0, sxt = 0;
  for (Index x = 10; x < 70; ++x) {
    std::vector<double> trace(static_cast<std::size_t>(kFrames));
    for (Index z = 25; z < 35; ++z) {
      for (Index t = 0; t < kFrames; ++t)
        trace[static_cast<std::size_t>(t)] += static_cast<double>(field(z, x, t));
    }
    const auto m = static_cast<std::size_t>(std::max_element(trace.begin() + 1, trace.end() - 1) -
                                            trace.begin());
    const double curve = trace[m - 1] - 2 * trace[m] + trace[m + 1];
    const double at = static_cast<double>(m) + 0.5 * (trace[m - 1] - trace[m + 1]) / curve;
    const double r = kStep * static_cast<double>(x);
    n += 1, sx += r, st += at * kDt, sxx += r * r, sxt += r * at * kDt;
  }
  return (sxx - sx * sx / n) / (sxt - sx * st / n);
}

}  // namespace

TEST_CASE("A field at rest but for its wave stays as it is, bit for bit") {
  for (const double noise_m : {0.0, 2e-8, 3e-7}) {
    Cube<float> field = field_of(1, nullptr, noise_m);
    const Cube<float> before = field;
    const Picture<float> noise =
        Picture<float>::Constant(kAxial, kLateral, static_cast<float>(noise_m));
    CHECK(remove_bulk_motion(field, noise, kMeasured, kReference).degree == 0);
    CHECK(std::equal(field.data(), field.data() + field.size(), before.data()));
  }
}

TEST_CASE("Probe and breathing are removed to a thousandth, where there is no wave") {
  const Bulk bulk;
  Cube<float> field = field_of(0, &bulk, 1e-7);
  const Picture<float> noise = Picture<float>::Constant(kAxial, kLateral, 1e-7F);
  const BulkMotion removed = remove_bulk_motion(field, noise, kMeasured, kReference);
  CHECK(removed.degree >= 1);
  CHECK(removed.remaining < 1e-3 * removed.typical + 2e-8);
  // The frames' means, less that of the reference: its own motion is its zero.
  std::vector<double> mean(static_cast<std::size_t>(kFrames));
  for (Index t = 0; t < kFrames; ++t) {
    double sum = 0;
    for (Index z = 0; z < kAxial; ++z) {
      for (Index x = 0; x < kLateral; ++x) sum += static_cast<double>(field(z, x, t));
    }
    mean[static_cast<std::size_t>(t)] = sum / (kAxial * kLateral);
  }
  const auto [low, high] = std::minmax_element(mean.begin(), mean.end());
  // 100 um of motion and more; the mean over 5400 pixels has a noise of 1.4 nm.
  CHECK(*high - *low < 1e-7);
}

TEST_CASE("Taking the bulk motion off does not move the wave's speed by a thousandth") {
  const Picture<float> noise = Picture<float>::Constant(kAxial, kLateral, 1e-8F);
  const double speed = peak_speed(field_of(1, nullptr, 0));
  REQUIRE(speed == Approx(kSpeed).epsilon(0.05));
  for (const Bulk& bulk :
       {Bulk{}, Bulk{1e-3, 8, 0.03, 0}, Bulk{5e-3, 25, 0, 0}, Bulk{0, 8, 0, 2e-2}}) {
    Cube<float> field = field_of(1, &bulk, 0);
    const double spoiled = peak_speed(field);
    const BulkMotion removed = remove_bulk_motion(field, noise, kMeasured, kReference);
    INFO("degree " << removed.degree << ", speed " << peak_speed(field) << " against " << speed
                   << ", untreated " << spoiled);
    CHECK(removed.degree >= 1);
    CHECK(peak_speed(field) == Approx(speed).epsilon(1e-3));
  }
}

TEST_CASE("The reference frames keep their zero, and frames that are missing do not mislead") {
  const Bulk bulk;
  Cube<float> field = field_of(0, &bulk, 0);
  std::vector<unsigned char> measured = kMeasured;
  for (std::size_t t = 6; t < 10; ++t) {
    measured[t] = 0;
    for (Index z = 0; z < kAxial; ++z) {
      for (Index x = 0; x < kLateral; ++x) field(z, x, static_cast<Index>(t)) = 0;
    }
  }
  double zero = 0;
  for (const Index t : kReference) zero += static_cast<double>(field(30, 40, t));
  remove_bulk_motion(field, Picture<float>::Constant(kAxial, kLateral, NAN), measured, kReference);
  double after = 0;
  for (const Index t : kReference) after += static_cast<double>(field(30, 40, t));
  CHECK(after == Approx(zero).margin(1e-11));
}

TEST_CASE("A record of a few frames, one depth or one line is no reason to fail") {
  Cube<float> few(4, 5, 8);
  CHECK(remove_bulk_motion(few, Picture<float>::Ones(4, 5), std::vector<unsigned char>(8, 1), {})
            .degree == 0);
  Cube<float> line(1, 1, 60);
  for (Index t = 0; t < 60; ++t) line(0, 0, t) = 1e-6F * static_cast<float>(t);
  remove_bulk_motion(line, Picture<float>::Ones(1, 1), std::vector<unsigned char>(60, 1), {});
  CHECK(std::isfinite(line(0, 0, 59)));
}
