#include "stiff/motion/loupas.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numbers>
#include <span>
#include <vector>

namespace stiff {
namespace {

using Sample = std::complex<float>;

constexpr Index kFrames = 8;
constexpr Index kReach = 4;
/// Central differences of order 2, 4, 6, 8: the weights of s(z + k) - s(z - k).
constexpr std::array<std::array<float, kReach>, kReach> kDifference{
    {{1.0F / 2, 0, 0, 0},
     {2.0F / 3, -1.0F / 12, 0, 0},
     {3.0F / 4, -3.0F / 20, 1.0F / 60, 0},
     {4.0F / 5, -1.0F / 5, 4.0F / 105, -1.0F / 280}}};

/// One lateral line of the frames that the frequency is taken from: (axial, frame).
class FrequencyLine {
 public:
  FrequencyLine(View3<const Sample> iq, const EchoFrames& frames) : iq_(iq) {
    const auto used = static_cast<Index>(frames.frame.size());
    const Index count = std::min(used, kFrames);
    for (Index k = 0; k < count; ++k) {
      frame_.push_back(frames.frame[static_cast<std::size_t>(k * used / count)]);
    }
    samples_.resize(static_cast<std::size_t>(iq.axial()) * frame_.size());
    slope_.resize(static_cast<std::size_t>(iq.axial()));
    power_.resize(slope_.size());
  }

  void read(Index x) {
    for (Index z = 0; z < iq_.axial(); ++z) {
      const auto trace = iq_.trace(z, x);
      for (std::size_t k = 0; k < frame_.size(); ++k) {
        row(z)[k] = trace[static_cast<std::size_t>(frame_[k])];
      }
    }
    for (Index z = 0; z < iq_.axial(); ++z) differentiate(z);
  }

  /// Im(conj(s) D s) and |s|^2 at each depth, rad a sample and power.
  const std::vector<double>& slope() const { return slope_; }
  const std::vector<double>& power() const { return power_; }

 private:
  std::span<Sample> row(Index z) {
    return {samples_.data() + static_cast<std::size_t>(z) * frame_.size(), frame_.size()};
  }

  void differentiate(Index z) {
    const Index reach = std::min({z, iq_.axial() - 1 - z, kReach});
    const auto here = row(z);
    double slope = 0;
    double power = 0;
    for (std::size_t k = 0; k < here.size(); ++k) {
      Sample derivative{};
      if (reach > 0) {
        const auto& weights = kDifference[static_cast<std::size_t>(reach - 1)];
        for (Index m = 1; m <= reach; ++m) {
          derivative += weights[static_cast<std::size_t>(m - 1)] * (row(z + m)[k] - row(z - m)[k]);
        }
      } else if (iq_.axial() > 1) {
        derivative = z == 0 ? row(1)[k] - here[k] : here[k] - row(z - 1)[k];
      }
      slope += static_cast<double>(here[k].real() * derivative.imag() -
                                   here[k].imag() * derivative.real());
      power += static_cast<double>(std::norm(here[k]));
    }
    slope_[static_cast<std::size_t>(z)] = slope;
    power_[static_cast<std::size_t>(z)] = power;
  }

  View3<const Sample> iq_;
  std::vector<Index> frame_;
  std::vector<Sample> samples_;
  std::vector<double> slope_, power_;
};

}  // namespace

Picture<double> echo_frequency(View3<const Sample> iq, const EchoFrames& frames,
                               Index axial_samples, const EchoScale& scale) {
  check_scale(scale);
  const double f0 = scale.centre_frequency_hz;
  const double hz_per_rad = (scale.conjugate ? -1 : 1) * scale.sound_speed_m_per_s /
                            (4 * std::numbers::pi * scale.axial_step_m);
  Picture<double> frequency(iq.axial(), iq.lateral());
  FrequencyLine line(iq, frames);
  const Index half = axial_samples / 2;
  for (Index x = 0; x < iq.lateral(); ++x) {
    line.read(x);
    for (Index z = 0; z < iq.axial(); ++z) {
      double slope = 0;
      double power = 0;
      for (Index k = std::max<Index>(0, z - half); k <= std::min(iq.axial() - 1, z + half); ++k) {
        slope += line.slope()[static_cast<std::size_t>(k)];
        power += line.power()[static_cast<std::size_t>(k)];
      }
      const double offset = power > 0 ? hz_per_rad * slope / power : 0;
      frequency(z, x) = std::clamp(f0 + offset, f0 / 2, 2 * f0);
    }
  }
  return frequency;
}

Cube<float> loupas_displacement(View3<const Sample> iq, const EchoFrames& frames,
                                const EchoKernel& kernel, const EchoScale& scale) {
  const double sign = scale.conjugate ? 1 : -1;
  const double metres_hz = sign * scale.sound_speed_m_per_s / (4 * std::numbers::pi);
  const Picture<double> frequency = echo_frequency(iq, frames, kernel.axial_samples, scale);
  return echo_displacement(iq, frames, kernel, (metres_hz / frequency).cast<float>());
}

}  // namespace stiff
