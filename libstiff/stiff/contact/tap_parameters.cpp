#include "stiff/contact/tap_parameters.h"

#include "stiff/contact/spectral_maximum.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/Core>

namespace stiff {
namespace {

constexpr double kPeakHalfWidth = 0.2;  // of half a period
constexpr double kPeakNoise = 4;        // a peak stands out by so many standard deviations

// A quartic through samples first..last by least squares, x = (sample - middle) / half width.
class Quartic {
 public:
  Quartic(std::span<const double> a, Index first, Index last)
      : middle_(0.5 * static_cast<double>(first + last)),
        half_(std::max(1.0, 0.5 * static_cast<double>(last - first))) {
    using Powers = Eigen::Matrix<double, 5, 1>;
    Eigen::Matrix<double, 5, 5> normal = Eigen::Matrix<double, 5, 5>::Zero();
    Powers right = Powers::Zero();
    for (Index i = first; i <= last; ++i) {
      const double x = (static_cast<double>(i) - middle_) / half_;
      Powers powers;
      powers << 1, x, x * x, x * x * x, x * x * x * x;
      normal += powers * powers.transpose();
      right += powers * a[static_cast<std::size_t>(i)];
    }
    c_ = normal.ldlt().solve(right);
  }

  double at(double sample) const {
    const double x = (sample - middle_) / half_;
    return c_[0] + x * (c_[1] + x * (c_[2] + x * (c_[3] + x * c_[4])));
  }
  // Newton's steps on the slope, from a sample near the extremum; within the window.
  double extremum(double sample) const {
    double x = (sample - middle_) / half_;
    for (int i = 0; i < 20; ++i) {
      const double slope = c_[1] + x * (2 * c_[2] + x * (3 * c_[3] + x * 4 * c_[4]));
      const double bend = 2 * c_[2] + x * (6 * c_[3] + x * 12 * c_[4]);
      const double next = std::clamp(x - slope / bend, -1.0, 1.0);
      if (!(std::abs(next - x) > 1e-10)) break;
      x = next;
    }
    return middle_ + x * half_;
  }

 private:
  double middle_, half_;
  Eigen::Matrix<double, 5, 1> c_;
};

// The acceleration with the push positive, its baseline gone.
std::vector<double> at_rest_zero(std::span<const double> trace, double step_s, double sign,
                                 const TapBaseline& baseline) {
  std::vector<double> a(trace.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double time = static_cast<double>(i) * step_s;
    a[i] = sign * (trace[i] - baseline.offset_m_per_s2 - baseline.drift_m_per_s3 * time);
  }
  return a;
}

// A half swing against the push: its largest sample and where it ends.
struct Half {
  Index peak = -1;
  Index begin = 0;
  Index end = 0;  // first sample of the half swing that follows; the trace's size if none
};

// Half swings opposite to the push after its end; one counts once it is beyond the threshold.
std::vector<Half> decelerations(const std::vector<double>& a, Index first, double threshold) {
  std::vector<Half> halves;
  const auto size = static_cast<Index>(a.size());
  Half half;
  half.begin = first;
  for (Index i = first; i < size; ++i) {
    const double value = a[static_cast<std::size_t>(i)];
    if (value < -threshold && (half.peak < 0 || value < a[static_cast<std::size_t>(half.peak)])) {
      if (half.peak < 0) half.begin = i;
      half.peak = i;
    }
    if (value > threshold && half.peak >= 0) {
      half.end = i;
      halves.push_back(half);
      half = Half{};
    }
  }
  if (half.peak >= 0) {
    half.end = size;
    halves.push_back(half);
  }
  return halves;
}

Quartic round(const std::vector<double>& a, double centre, double half_width, Index first) {
  const auto last = static_cast<Index>(a.size()) - 1;
  const auto low = std::max(first, static_cast<Index>(std::ceil(centre - half_width)));
  const auto high = std::min(last, static_cast<Index>(std::floor(centre + half_width)));
  return {a, low, std::max(high, std::min(last, low + 5))};
}

// Velocity and displacement from the onset by trapezoids, up to the return to the start.
void integrate(const std::vector<double>& a, double step_s, const TapWindow& window,
               const TapBaseline& baseline, TapParameters& result) {
  double v = 0, x = 0;
  bool turned = false;
  for (auto i = static_cast<std::size_t>(window.onset - 1); i + 1 < a.size(); ++i) {
    const double next_v = v + 0.5 * step_s * (a[i] + a[i + 1]);
    const double next_x = x + 0.5 * step_s * (v + next_v);
    const double time = static_cast<double>(i) * step_s - window.onset_s;
    if (!turned && v > 0 && next_v <= 0) {
      turned = true;
      const double share = v / (v - next_v);
      result.max_displacement_s = time + share * step_s;
      result.max_displacement_m = x + 0.5 * v * share * step_s;
    } else if (turned && next_x <= 0) {
      const double back = time + x / (x - next_x) * step_s;
      result.relaxation_time_s = back - result.max_displacement_s;
      result.creep_ratio = result.relaxation_time_s / result.max_displacement_s;
      break;
    }
    v = next_v;
    x = next_x;
  }
  const double t = result.max_displacement_s;
  result.drift_bound_m =
      std::hypot(0.5 * t * t * baseline.offset_std_error, t * t * t / 6 * baseline.drift_std_error);
}

// Goertzel's recurrence: the power of the trace's transform at any frequency.
double power(const std::vector<double>& a, double hz, double step_s) {
  const double twice = 2 * std::cos(2 * std::numbers::pi * hz * step_s);
  double last = 0, before = 0;
  for (const double value : a) {
    const double next = value + twice * last - before;
    before = last;
    last = next;
  }
  return last * last + before * before - twice * last * before;
}

}  // namespace

TapParameters tap_parameters(std::span<const double> trace, double sampling_frequency_hz,
                             const TapWindow& window, const TapBaseline& baseline, double mass_kg) {
  if (!(sampling_frequency_hz > 0) || !(mass_kg > 0)) {
    throw Error(ErrorKind::usage, "a tap needs a positive sampling frequency and mass");
  }
  TapParameters result;
  if (!window.ok()) return result;
  const double step_s = 1 / sampling_frequency_hz;
  const std::vector<double> a = at_rest_zero(trace, step_s, window.sign, baseline);
  const double record_s = step_s * static_cast<double>(a.size());
  result.spectral_frequency_hz = spectral_maximum(
      [&](double hz) { return power(a, hz, step_s); }, 0.4 / record_s, kLowestTapFrequency_hz,
      std::min(kHighestTapFrequency_hz, 0.4 * sampling_frequency_hz));
  integrate(a, step_s, window, baseline, result);

  const Index free = window.end + 2;  // the edge lies within one sample of `end`
  const double threshold =
      std::max(kPeakNoise * window.noise_m_per_s2, 1e-3 * std::abs(window.jump_m_per_s2));
  const std::vector<Half> halves = decelerations(a, free, threshold);
  result.peaks = static_cast<int>(halves.size());
  if (halves.empty() || halves[0].end >= static_cast<Index>(a.size())) return result;
  // Half a period: from where the first deceleration ends to where the next begins, or else twice
  // the way from its peak to its end.
  const double half_period = halves.size() > 1
                                 ? static_cast<double>(halves[1].begin - halves[0].end)
                                 : 2.0 * static_cast<double>(halves[0].end - halves[0].peak);
  const double width = std::max(3.0, kPeakHalfWidth * half_period);

  const double dl = result.max_displacement_m;
  const double t1_sample = (result.max_displacement_s + window.onset_s) / step_s;
  result.max_displacement_free = t1_sample > static_cast<double>(free);
  if (std::isfinite(dl) && result.max_displacement_free) {
    result.stiffness_at_dl_n_per_m = -mass_kg * round(a, t1_sample, width, free).at(t1_sample) / dl;
  }
  const auto peak = [&](const Half& half) {
    const auto centre = static_cast<double>(half.peak);
    return round(a, centre, width, free);
  };
  const Quartic one = peak(halves[0]);
  const double t1 = one.extremum(static_cast<double>(halves[0].peak));
  // On a slope that begins at the push's end the quartic's extremum is the window's edge.
  result.first_peak_free = t1 > static_cast<double>(free) + 0.5;
  if (!result.first_peak_free) return result;
  result.stiffness_at_a1_n_per_m = -mass_kg * one.at(t1) / dl;
  if (halves.size() > 1) {
    const Quartic three = peak(halves[1]);
    const double t3 = three.extremum(static_cast<double>(halves[1].peak));
    result.log_decrement = std::log(one.at(t1) / three.at(t3));
    result.peak_interval_frequency_hz = sampling_frequency_hz / (t3 - t1);
  }
  return result;
}

}  // namespace stiff
