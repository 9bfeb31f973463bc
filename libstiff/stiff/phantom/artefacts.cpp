#include "stiff/phantom/artefacts.h"

#include "stiff/phantom/speckle.h"

#include <cmath>
#include <numbers>
#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>

namespace stiff {

namespace {

using Random = boost::random::mt19937_64;

constexpr double kTurn = 2 * std::numbers::pi;

/// Weights of a Gaussian of standard deviation sigma over an axis, with a sum of squares of 1:
/// white noise keeps its variance. One weight where the axis is too coarse for it.
std::vector<double> smoothing(double sigma_m, double step_m) {
  const auto reach = static_cast<Index>(std::floor(3 * sigma_m / step_m));
  std::vector<double> weight;
  double power = 0;
  for (Index n = -reach; n <= reach; ++n) {
    const double d = static_cast<double>(n) * step_m / sigma_m;
    weight.push_back(std::exp(-d * d / 2));
    power += weight.back() * weight.back();
  }
  for (double& w : weight) w /= std::sqrt(power);
  return weight;
}

}  // namespace

void add_bulk_motion(MotionGrid& grid, std::span<const double> time_s,
                     const PhantomArtefacts& artefacts, std::uint64_t seed) {
  if (artefacts.bulk_velocity_m_per_s == 0 && artefacts.tilt_velocity_rad_per_s == 0 &&
      artefacts.breathing_velocity_m_per_s == 0) {
    return;
  }
  Random random(seed);
  boost::random::uniform_01<double> uniform;
  const double rate = kTurn * artefacts.bulk_frequency_hz;
  const double shift_phase = kTurn * uniform(random);
  const double tilt_phase = kTurn * uniform(random);
  const double sign = uniform(random) < 0.5 ? -1 : 1;
  const double middle_m = 0.5 * (grid.lateral_m.first + grid.lateral_m.last());
  const double deepest_m = grid.axial_m.last();
  for (std::size_t t = 0; t < time_s.size(); ++t) {
    const double since_s = time_s[t] - time_s[0];
    const auto swing = [&](double velocity, double phase) {
      return velocity / rate * (std::sin(rate * since_s + phase) - std::sin(phase));
    };
    const double shift_m = swing(artefacts.bulk_velocity_m_per_s, shift_phase);
    const double tilt_rad = swing(artefacts.tilt_velocity_rad_per_s, tilt_phase);
    const double breath_m = sign * artefacts.breathing_velocity_m_per_s * since_s;
    for (Index i = 0; i < grid.axial_m.size; ++i) {
      for (Index j = 0; j < grid.lateral_m.size; ++j) {
        grid.value(i, j, static_cast<Index>(t)) +=
            static_cast<float>(shift_m + tilt_rad * (grid.lateral_m[j] - middle_m) +
                               breath_m * grid.axial_m[i] / deepest_m);
      }
    }
  }
}

void add_reverberation(View3<std::complex<float>> iq, const Axis& axial_m, const Axis& lateral_m,
                       std::span<const double> time_s, const PhantomEcho& echo,
                       const PhantomArtefacts& artefacts, std::uint64_t seed) {
  if (!(artefacts.reverberation_db > 0)) return;
  Cube<std::complex<float>> pattern(iq.axial(), iq.lateral(), 1);
  MotionGrid still{axial_m, lateral_m, {}};
  still.axial_m.size = std::max<Index>(4, axial_m.size);
  still.lateral_m.size = std::max<Index>(4, lateral_m.size);
  still.value = Cube<float>(still.axial_m.size, still.lateral_m.size, 1);
  const double now = 0;
  add_speckle(pattern.view(), axial_m, lateral_m, still, {&now, 1}, echo, {}, seed);

  Random random(seed + 1);
  boost::random::uniform_01<double> uniform;
  const double start = std::pow(10.0, artefacts.reverberation_db / 20);
  for (std::size_t t = 0; t < time_s.size(); ++t) {
    const double angle = kTurn * uniform(random);
    if (time_s[t] < 0) continue;
    const double amplitude = start * std::exp(-time_s[t] / artefacts.reverberation_decay_s);
    const std::complex<float> factor(static_cast<float>(amplitude * std::cos(angle)),
                                     static_cast<float>(amplitude * std::sin(angle)));
    for (Index i = 0; i < pattern.size(); ++i) {
      iq.data()[i * iq.time() + static_cast<Index>(t)] += factor * pattern.data()[i];
    }
  }
}

void add_thermal_noise(View3<std::complex<float>> iq, double power, std::uint64_t seed) {
  Random random(seed);
  boost::random::normal_distribution<float> normal(0, static_cast<float>(std::sqrt(power / 2)));
  for (Index i = 0; i < iq.size(); ++i) {
    const float re = normal(random);
    const float im = normal(random);
    iq.data()[i] += std::complex<float>(re, im);
  }
}

double tracking_noise_m(const PhantomEcho& echo) {
  // Each of the two samples has a phase error of 10^(-SNR/20)/sqrt(2): together 10^(-SNR/20).
  return echo.sound_speed_m_per_s / (4 * std::numbers::pi * echo.centre_frequency_hz) *
         std::pow(10.0, -echo.snr_db / 20);
}

void add_field_noise(View3<float> field, const Axis& axial_m, const Axis& lateral_m,
                     const PhantomEcho& echo, double std_dev, std::uint64_t seed) {
  const PointSpread psf = point_spread(echo);
  const std::vector<double> wz = smoothing(psf.axial_sigma_m, axial_m.step);
  const std::vector<double> wx = smoothing(psf.lateral_sigma_m, lateral_m.step);
  const auto border_z = static_cast<Index>(wz.size()) - 1;
  const auto border_x = static_cast<Index>(wx.size()) - 1;
  const Index rows = field.axial() + border_z, columns = field.lateral() + border_x;
  Random random(seed);
  boost::random::normal_distribution<float> normal(0, static_cast<float>(std_dev));
  Picture<float> white(rows, columns);
  Picture<float> smooth(rows, field.lateral());
  for (Index t = 0; t < field.time(); ++t) {
    for (Index i = 0; i < white.size(); ++i) white.data()[i] = normal(random);
    smooth.setZero();
    for (Index n = 0; n <= border_x; ++n) {
      smooth += static_cast<float>(wx[static_cast<std::size_t>(n)]) *
                white.middleCols(n, field.lateral());
    }
    for (Index z = 0; z < field.axial(); ++z) {
      for (Index x = 0; x < field.lateral(); ++x) {
        float sum = 0;
        for (Index n = 0; n <= border_z; ++n) {
          sum += static_cast<float>(wz[static_cast<std::size_t>(n)]) * smooth(z + n, x);
        }
        field(z, x, t) += sum;
      }
    }
  }
}

}  // namespace stiff
