#include "stiff/contact/hold_tremor.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <boost/math/special_functions/gamma.hpp>

namespace stiff {
namespace {

constexpr double kSegment_s = 2;
constexpr double kLow_hz = 2.5, kHigh_hz = 25;
constexpr double kAroundPeak_hz = 1.5;

struct Spectrum {
  std::vector<double> frequency_hz, power;  // power: N^2 / Hz
  double dof = 0, step_hz = 0;
};

// One segment's periodogram at the bins, added to the sums.
void add_segment(std::span<const double> segment, const std::vector<double>& window,
                 const std::vector<double>& cosine, std::size_t first_bin,
                 std::vector<double>& power) {
  const auto n = segment.size();
  double mean = 0, slope = 0, squares = 0;
  const double middle = 0.5 * static_cast<double>(n - 1);
  for (std::size_t i = 0; i < n; ++i) {
    const double t = static_cast<double>(i) - middle;
    mean += segment[i];
    slope += t * segment[i];
    squares += t * t;
  }
  mean /= static_cast<double>(n);
  slope /= squares;
  std::vector<double> level(n);
  for (std::size_t i = 0; i < n; ++i) {
    level[i] = window[i] * (segment[i] - mean - slope * (static_cast<double>(i) - middle));
  }
  const std::size_t quarter = n / 4;  // sin = cos a quarter behind
  for (std::size_t b = 0; b < power.size(); ++b) {
    double re = 0, im = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i < n; ++i) {
      re += level[i] * cosine[at];
      im += level[i] * cosine[at + 3 * quarter < n ? at + 3 * quarter : at + 3 * quarter - n];
      at += first_bin + b;
      if (at >= n) at -= n;
    }
    power[b] += re * re + im * im;
  }
}

Spectrum welch(std::span<const double> force, double fs) {
  Spectrum spectrum;
  const auto n = static_cast<std::size_t>(std::lround(kSegment_s * fs / 4)) * 4;
  if (force.size() < n) return spectrum;
  std::vector<double> window(n), cosine(n);
  double energy = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(n);
    cosine[i] = std::cos(angle);
    window[i] = 0.5 - 0.5 * std::cos(angle);
    energy += window[i] * window[i];
  }
  spectrum.step_hz = fs / static_cast<double>(n);
  const auto first = static_cast<std::size_t>(std::lround(kLow_hz / spectrum.step_hz));
  const auto last = static_cast<std::size_t>(std::min(kHigh_hz, 0.45 * fs) / spectrum.step_hz);
  for (std::size_t b = first; b <= last; ++b) {
    spectrum.frequency_hz.push_back(static_cast<double>(b) * spectrum.step_hz);
  }
  spectrum.power.assign(spectrum.frequency_hz.size(), 0.0);
  double segments = 0;
  for (std::size_t at = 0; at + n <= force.size(); at += n / 2) {
    add_segment(force.subspan(at, n), window, cosine, first, spectrum.power);
    segments += 1;
  }
  for (double& power : spectrum.power) power *= 2 / (fs * energy * segments);
  spectrum.dof = 36 * segments * segments / (19 * segments - 1);
  return spectrum;
}

// ln of the background: a + b x + c x^2, x = ln f, by Whittle's likelihood (a gamma regression with
// log link), without what lies within a distance of a frequency.
std::vector<double> background(const Spectrum& spectrum, double without_hz) {
  const auto n = static_cast<Eigen::Index>(spectrum.power.size());
  Eigen::MatrixXd design(n, 3);
  Eigen::VectorXd weight(n), beta = Eigen::VectorXd::Zero(3);
  double mean = 0;
  for (Eigen::Index i = 0; i < n; ++i) {
    const double f = spectrum.frequency_hz[static_cast<std::size_t>(i)];
    const double x = std::log(f / 8);
    design.row(i) << 1, x, x * x;
    weight[i] = std::abs(f - without_hz) <= kAroundPeak_hz ? 0 : 1;
    mean += std::log(spectrum.power[static_cast<std::size_t>(i)]) / static_cast<double>(n);
  }
  beta[0] = mean;
  const Eigen::LDLT<Eigen::MatrixXd> normal(design.transpose() * weight.asDiagonal() * design);
  for (int pass = 0; pass < 50; ++pass) {
    Eigen::VectorXd score(n);
    const Eigen::VectorXd eta = design * beta;
    for (Eigen::Index i = 0; i < n; ++i) {
      // A step of Fisher's scoring, held back where a peak is far above the background.
      score[i] = weight[i] *
                 std::min(spectrum.power[static_cast<std::size_t>(i)] / std::exp(eta[i]) - 1, 3.0);
    }
    const Eigen::VectorXd change = normal.solve(design.transpose() * score);
    beta += change;
    if (change.cwiseAbs().maxCoeff() < 1e-8) break;
  }
  const Eigen::VectorXd eta = design * beta;
  std::vector<double> fitted(static_cast<std::size_t>(n));
  for (Eigen::Index i = 0; i < n; ++i) fitted[static_cast<std::size_t>(i)] = std::exp(eta[i]);
  return fitted;
}

void measure(const Spectrum& spectrum, double peak_hz, double dof, Tremor& tremor) {
  const std::vector<double> noise = background(spectrum, peak_hz);
  double power = 0, moment = 0;
  for (std::size_t i = 0; i < noise.size(); ++i) {
    if (std::abs(spectrum.frequency_hz[i] - peak_hz) > kAroundPeak_hz) continue;
    const double above = spectrum.power[i] - noise[i];
    power += above;
    moment += above * spectrum.frequency_hz[i];
  }
  const double centre =
      std::clamp(moment / power, peak_hz - kAroundPeak_hz, peak_hz + kAroundPeak_hz);
  double spread = 0, pull = 0;
  for (std::size_t i = 0; i < noise.size(); ++i) {
    if (std::abs(spectrum.frequency_hz[i] - peak_hz) > kAroundPeak_hz) continue;
    // Neighbouring bins under Hann's window are correlated, 4 / 9: 1 + 2 * 4 / 9.
    const double variance = spectrum.power[i] * spectrum.power[i] * 2 / dof * (1 + 8.0 / 9);
    spread += variance;
    const double off = spectrum.frequency_hz[i] - centre;
    pull += off * off * variance;
  }
  if (!(power > 0)) return;
  const double amplitude = std::sqrt(power * spectrum.step_hz);
  const double amplitude_error = amplitude * 0.5 * std::sqrt(spread) / power;
  const auto n = static_cast<std::int64_t>(std::lround(dof));
  tremor.frequency_hz = make_estimate(centre, std::sqrt(pull) / power, kNaN, n);
  tremor.amplitude_n = make_estimate(amplitude, amplitude_error, kNaN, n);
}

}  // namespace

Tremor find_tremor(std::span<const double> force_n, double sampling_frequency_hz,
                   const TremorOptions& options) {
  Tremor tremor;
  const auto refuse = [&](Reason reason) {
    tremor.frequency_hz = tremor.amplitude_n = no_estimate(reason);
    return tremor;
  };
  if (!(0.45 * sampling_frequency_hz >= options.highest_hz)) {
    return refuse(Reason::sampling_too_slow);
  }
  if (static_cast<double>(force_n.size()) < 2 * kSegment_s * sampling_frequency_hz) {
    return refuse(Reason::too_few);
  }
  const Spectrum spectrum = welch(force_n, sampling_frequency_hz);
  if (!(*std::min_element(spectrum.power.begin(), spectrum.power.end()) > 0)) {
    return refuse(Reason::low_signal);  // a force without noise
  }
  const std::vector<double> noise = background(spectrum, -1e9);
  double largest = 0, peak_hz = 0;
  int looks = 0;
  for (std::size_t i = 0; i < noise.size(); ++i) {
    const double f = spectrum.frequency_hz[i];
    if (!(f >= options.lowest_hz && f <= options.highest_hz)) continue;
    ++looks;
    if (spectrum.power[i] / noise[i] > largest) {
      largest = spectrum.power[i] / noise[i];
      peak_hz = f;
    }
  }
  if (looks == 0) return refuse(Reason::too_few);
  const double one = boost::math::gamma_q(spectrum.dof / 2, spectrum.dof / 2 * largest);
  tremor.p_value = std::max(-std::expm1(looks * std::log1p(-one)), kLeastTremorP);
  if (!(tremor.p_value <= options.alpha)) return refuse(Reason::low_signal);
  measure(spectrum, peak_hz, spectrum.dof, tremor);
  if (!tremor.found()) return refuse(Reason::low_signal);
  return tremor;
}

}  // namespace stiff
