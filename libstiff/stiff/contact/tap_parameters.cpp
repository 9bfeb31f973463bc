#include "stiff/contact/tap_parameters.h"

#include "stiff/contact/quartic_peak.h"
#include "stiff/contact/tap_excursion.h"
#include "stiff/contact/tap_spectrum.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace stiff {
namespace {

constexpr double kPeakHalfWidth = 0.2;  // of half a period
constexpr double kPeakNoise = 4;        // a peak stands out by so many standard deviations

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

QuarticPeak round(const std::vector<double>& a, double centre, double half_width, Index first) {
  const auto last = static_cast<Index>(a.size()) - 1;
  const auto low =
      std::min(last - 5, std::max(first, static_cast<Index>(std::ceil(centre - half_width))));
  const auto high = std::min(last, static_cast<Index>(std::floor(centre + half_width)));
  return {a, low, std::max(high, std::min(last, low + 5))};
}

// The derivatives of the push's onset, in samples, by the three samples of its edge.
Eigen::VectorXd onset_weights(const std::vector<double>& a, const TapWindow& window) {
  Eigen::VectorXd w = Eigen::VectorXd::Zero(static_cast<Index>(a.size()));
  const auto n = static_cast<std::size_t>(window.onset);
  const double jump = a[n + 1] - a[n - 1];
  const double share = (a[n] - a[n - 1]) / jump;
  w[window.onset] = -1 / jump;
  w[window.onset - 1] = (1 - share) / jump;
  w[window.onset + 1] = share / jump;
  return w;
}

// One trace on its way through the definitions.
class Definitions {
 public:
  Definitions(std::span<const double> trace, double step_s, const TapWindow& window,
              const TapBaseline& baseline, double mass_kg, double noise)
      : a_(at_rest_zero(trace, step_s, window.sign, baseline)),
        step_s_(step_s),
        window_(window),
        baseline_(baseline),
        mass_kg_(mass_kg),
        noise_(noise),
        free_(window.end + 1 + window.edge) {}  // the edge lies within one sample of `end`

  TapParameters result() {
    spectrum();
    excursion();
    peaks();
    return r_;
  }

 private:
  double sample(Index i) const { return a_[static_cast<std::size_t>(i)]; }

  // White noise, and the line that was taken off: it moves every sample by offset and time.
  double std_error(const Eigen::VectorXd& by_sample) const {
    const Index size = by_sample.size();
    const Eigen::Vector2d line(by_sample.sum(),
                               step_s_ * by_sample.dot(Eigen::VectorXd::LinSpaced(
                                             size, 0, static_cast<double>(size - 1))));
    return std::sqrt(noise_ * noise_ * by_sample.squaredNorm() +
                     line.dot(baseline_.covariance * line));
  }

  void spectrum() {
    const SampleReading peak = tap_spectrum_peak(a_, step_s_);
    r_.spectral_frequency_hz = peak.value;
    if (std::isfinite(peak.value)) r_.errors.spectral_frequency_hz = std_error(peak.by_sample);
  }

  void excursion() {
    const TapExcursion way = tap_excursion(a_, step_s_, window_.onset - window_.edge);
    dl_ = way.maximum_m;
    if (!std::isfinite(dl_.value)) return;
    turn_ = way.maximum_sample;
    r_.max_displacement_m = dl_.value;
    r_.max_displacement_s = turn_.value * step_s_ - window_.onset_s;
    r_.max_displacement_free = turn_.value > static_cast<double>(free_);
    r_.errors.max_displacement_m = std_error(dl_.by_sample);
    const double white = noise_ * dl_.by_sample.norm();
    r_.drift_bound_m = std::sqrt(
        std::max(0.0, r_.errors.max_displacement_m * r_.errors.max_displacement_m - white * white));
    if (!std::isfinite(way.return_sample.value)) return;
    const double there = r_.max_displacement_s;
    const double back = (way.return_sample.value - turn_.value) * step_s_;
    const Eigen::VectorXd by_back = step_s_ * (way.return_sample.by_sample - turn_.by_sample);
    const Eigen::VectorXd by_there = step_s_ * (turn_.by_sample - onset_weights(a_, window_));
    r_.relaxation_time_s = back;
    r_.creep_ratio = back / there;
    r_.errors.relaxation_time_s = std_error(by_back);
    r_.errors.creep_ratio = std_error(by_back / there - back / (there * there) * by_there);
  }

  // m |a| / dl of a deceleration.
  void stiffness(const SampleReading& a, double& value, double& error) const {
    value = -mass_kg_ * a.value / dl_.value;
    error = mass_kg_ *
            std_error(a.by_sample / dl_.value - a.value / (dl_.value * dl_.value) * dl_.by_sample);
  }

  void peaks() {
    const double threshold =
        std::max(kPeakNoise * window_.noise_m_per_s2, 1e-3 * std::abs(window_.jump_m_per_s2));
    const std::vector<Half> halves = decelerations(a_, free_, threshold);
    r_.peaks = static_cast<int>(halves.size());
    if (halves.empty() || halves[0].end >= static_cast<Index>(a_.size())) {
      r_.max_displacement_free = false;
      return;
    }
    // Half a period: from where the first deceleration ends to where the next begins, or else twice
    // the way from its peak to its end.
    const double half_period = halves.size() > 1
                                   ? static_cast<double>(halves[1].begin - halves[0].end)
                                   : 2.0 * static_cast<double>(halves[0].end - halves[0].peak);
    const double width = std::max(3.0, kPeakHalfWidth * half_period);
    if (r_.max_displacement_free) {
      const QuarticPeak curve = round(a_, turn_.value, width, free_);
      SampleReading a = curve.at(turn_.value);
      a.by_sample += curve.slope_at(turn_.value) * turn_.by_sample;
      stiffness(a, r_.stiffness_at_dl_n_per_m, r_.errors.stiffness_at_dl_n_per_m);
    }
    first_and_second(halves, width);
  }

  void first_and_second(const std::vector<Half>& halves, double width) {
    const auto read = [&](const Half& half) {
      return round(a_, static_cast<double>(half.peak), width, free_);
    };
    const QuarticPeak first = read(halves[0]);
    const SampleReading t1 = first.extremum(static_cast<double>(halves[0].peak));
    // On a slope that begins at the push's end the quartic's extremum is the window's edge.
    r_.first_peak_free = t1.value > static_cast<double>(free_) + 0.5;
    if (!r_.first_peak_free) return;
    const SampleReading a1 = first.at(t1.value);
    r_.a1_s = t1.value * step_s_;
    stiffness(a1, r_.stiffness_at_a1_n_per_m, r_.errors.stiffness_at_a1_n_per_m);
    if (halves.size() < 2) return;
    const QuarticPeak second = read(halves[1]);
    const SampleReading t3 = second.extremum(static_cast<double>(halves[1].peak));
    const SampleReading a3 = second.at(t3.value);
    r_.a3_s = t3.value * step_s_;
    r_.log_decrement = std::log(a1.value / a3.value);
    r_.errors.log_decrement = std_error(a1.by_sample / a1.value - a3.by_sample / a3.value);
    const double interval = (t3.value - t1.value) * step_s_;
    r_.peak_interval_frequency_hz = 1 / interval;
    r_.errors.peak_interval_frequency_hz =
        std_error(step_s_ * (t3.by_sample - t1.by_sample)) / (interval * interval);
  }

  std::vector<double> a_;
  double step_s_;
  const TapWindow& window_;
  const TapBaseline& baseline_;
  double mass_kg_, noise_;
  Index free_;
  SampleReading dl_, turn_;
  TapParameters r_;
};

}  // namespace

TapBaseline tap_baseline(const TapWindow& window, const DampedOscillatorFit& fit) {
  using Fit = DampedOscillatorFit;
  TapBaseline line;
  if (!fit.ok()) {
    line.offset_m_per_s2 = window.offset_m_per_s2;
    line.drift_m_per_s3 = window.drift_m_per_s3;
    line.covariance = window.rest_covariance;
    return line;
  }
  line.drift_m_per_s3 = fit.value[Fit::drift];
  line.offset_m_per_s2 = fit.value[Fit::offset] - line.drift_m_per_s3 * fit.mid_s;
  Eigen::Matrix2d to_start;
  to_start << 1, -fit.mid_s, 0, 1;
  line.covariance =
      to_start * fit.covariance.block<2, 2>(Fit::offset, Fit::offset) * to_start.transpose();
  return line;
}

TapParameters tap_parameters(std::span<const double> trace, double sampling_frequency_hz,
                             const TapWindow& window, const TapBaseline& baseline, double mass_kg,
                             double noise_m_per_s2) {
  if (!(sampling_frequency_hz > 0) || !(mass_kg > 0 || std::isnan(mass_kg))) {
    throw Error(ErrorKind::usage, "a tap needs a positive sampling frequency and mass");
  }
  if (!window.ok()) return {};
  const double noise = std::isnan(noise_m_per_s2) ? window.noise_m_per_s2 : noise_m_per_s2;
  return Definitions(trace, 1 / sampling_frequency_hz, window, baseline, mass_kg, noise).result();
}

std::vector<double> tap_displacement(std::span<const double> trace, double sampling_frequency_hz,
                                     const TapWindow& window, const TapBaseline& baseline) {
  std::vector<double> x(trace.size(), window.ok() ? 0.0 : kNaN);
  if (!window.ok()) return x;
  const double step_s = 1 / sampling_frequency_hz;
  const std::vector<double> a = at_rest_zero(trace, step_s, window.sign, baseline);
  double v = 0;
  for (auto i = static_cast<std::size_t>(window.onset - window.edge); i + 1 < a.size(); ++i) {
    const double next = v + 0.5 * step_s * (a[i] + a[i + 1]);
    x[i + 1] = x[i] + 0.5 * step_s * (v + next);
    v = next;
  }
  return x;
}

}  // namespace stiff
