#include "stiff/phantom/tap_phantom.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>

namespace stiff {
namespace {

struct Swing {
  double amplitude;  // F / m
  double decay;      // sigma
  double omega;
  double duration;

  // x' and x'' of a push that begins at 0 and does not end, per unit of F / m.
  double velocity_of_step(double t) const {
    return t > 0 ? std::exp(-decay * t) * std::sin(omega * t) / omega : 0.0;
  }
  double acceleration_of_step(double t) const {
    return t >= 0
               ? std::exp(-decay * t) * (std::cos(omega * t) - decay / omega * std::sin(omega * t))
               : 0.0;
  }
  double velocity(double t) const {
    return amplitude * (velocity_of_step(t) - velocity_of_step(t - duration));
  }
  double acceleration(double t) const {
    return amplitude * (acceleration_of_step(t) - acceleration_of_step(t - duration));
  }
};

void check(bool ok, const char* what) {
  if (!ok) throw Error(ErrorKind::usage, what);
}

bool positive(double value) {
  return value > 0 && std::isfinite(value);
}

void check(const TapPhantomOptions& options) {
  const TapPhantomTissue& tissue = options.tissue;
  const TapPhantomSensor& sensor = options.sensor;
  check(positive(tissue.stiffness_n_per_m) && positive(tissue.mass_kg) &&
            positive(tissue.force_n) && positive(tissue.duration_s),
        "stiffness, mass, force and duration of a tap must be positive");
  check(tissue.added_mass_kg >= 0 && std::isfinite(tissue.added_mass_kg) &&
            positive(tissue.preload_n),
        "a tap's preload must be positive, its added mass not negative");
  check(tissue.damping_ratio >= 0 && tissue.damping_ratio < 1,
        "the damping ratio of a tap must be at least 0 and below 1");
  check(positive(sensor.sampling_frequency_hz) && positive(sensor.record_s) &&
            sensor.record_s * sensor.sampling_frequency_hz * options.taps < 1e8,
        "sampling frequency and record of taps must be positive, below 1e8 samples in all");
  check(sensor.onset_s >= 0 && sensor.onset_s + tissue.duration_s < sensor.record_s,
        "the tap must lie within the record");
  check(std::isfinite(sensor.offset_m_per_s2) && std::isfinite(sensor.drift_m_per_s3) &&
            sensor.noise_m_per_s2 >= 0 && std::isfinite(sensor.noise_m_per_s2),
        "offset and drift must be finite, noise not negative");
  check(sensor.step_m_per_s2 >= 0 && std::isfinite(sensor.step_m_per_s2) &&
            positive(options.faults.limit_m_per_s2) && positive(options.faults.second_tap_s) &&
            options.faults.tap >= 0,
        "a sensor's step and limit, and a fault's tap and time, must not be negative");
  check(options.taps >= 1, "there must be at least one tap");
  check(options.stiffness_spread >= 0 && options.stiffness_spread < 0.2,
        "the spread of stiffness must be at least 0 and below 0.2");
}

Swing swing_of(const TapPhantomTissue& tissue, double stiffness) {
  const double mass = tissue.mass_kg + tissue.added_mass_kg;
  const double natural = std::sqrt(stiffness / mass);
  return {tissue.force_n / mass, tissue.damping_ratio * natural,
          natural * std::sqrt(1 - tissue.damping_ratio * tissue.damping_ratio), tissue.duration_s};
}

// The acceleration of a probe that the tissue does not hold: \return whether it left the skin.
bool jump_off(const TapPhantomTissue& tissue, double stiffness, const TapPhantomSensor& sensor,
              std::vector<double>& trace) {
  constexpr int kSteps = 50;
  const double mass = tissue.mass_kg + tissue.added_mass_kg;
  const double damping = 2 * tissue.damping_ratio * std::sqrt(stiffness * mass);
  const double step = 1 / sensor.sampling_frequency_hz / kSteps;
  double x = 0, v = 0;
  bool flew = false;
  for (std::size_t i = 0; i < trace.size(); ++i) {
    double sum = 0;
    for (int k = 0; k < kSteps; ++k) {
      // A sample is the mean over the interval round its instant.
      const double t = (static_cast<double>(kSteps) * (static_cast<double>(i) - 0.5) + k) * step;
      const double push =
          t >= sensor.onset_s && t < sensor.onset_s + tissue.duration_s ? tissue.force_n : 0.0;
      const double held = stiffness * x + damping * v + tissue.preload_n;
      flew = flew || held < 0;
      const double a = (push + tissue.preload_n - std::max(held, 0.0)) / mass;
      sum += a;
      v += a * step;
      x += v * step;
    }
    trace[i] = sum / kSteps;
  }
  return flew;
}

// A tap without the sensor: its motion, and whether it is sound.
bool move(const TapPhantomOptions& options, double stiffness, TapPhantomFault fault,
          std::vector<double>& trace) {
  const TapPhantomSensor& sensor = options.sensor;
  if (fault == TapPhantomFault::jump_off) {
    return !jump_off(options.tissue, stiffness, sensor, trace);
  }
  const Swing swing = swing_of(options.tissue, stiffness);
  const double step = 1 / sensor.sampling_frequency_hz;
  const auto at = [&](double t) {
    return sensor.averaged ? (swing.velocity(t + step / 2) - swing.velocity(t - step / 2)) / step
                           : swing.acceleration(t);
  };
  const bool twice = fault == TapPhantomFault::double_tap;
  for (std::size_t i = 0; i < trace.size(); ++i) {
    const double t = static_cast<double>(i) * step - sensor.onset_s;
    trace[i] = at(t) + (twice ? at(t - options.faults.second_tap_s) : 0.0);
  }
  return !twice;
}

}  // namespace

std::span<const Choice<TapPhantomFault>> choices(TapPhantomFault) {
  static constexpr std::array<Choice<TapPhantomFault>, 4> all{{
      {TapPhantomFault::none, "none"},
      {TapPhantomFault::double_tap, "double-tap"},
      {TapPhantomFault::clipped, "clipped"},
      {TapPhantomFault::jump_off, "jump-off"},
  }};
  return all;
}

TapPhantom simulate_taps(const TapPhantomOptions& options) {
  check(options);
  const TapPhantomTissue& tissue = options.tissue;
  const TapPhantomSensor& sensor = options.sensor;
  TapPhantom phantom;
  TapRecording& recording = phantom.recording;
  recording.identity.modality = "myotonometry";
  recording.sampling_frequency_hz = sensor.sampling_frequency_hz;
  recording.probe_mass_kg = tissue.mass_kg;
  recording.added_mass_kg = tissue.added_mass_kg;
  recording.probe_diameter_m = 0.003;
  recording.preload_n = tissue.preload_n;
  recording.tap_force_n = tissue.force_n;
  recording.tap_duration_s = tissue.duration_s;
  recording.format = "phantom";

  boost::random::mt19937_64 random(options.seed);
  boost::random::normal_distribution<double> normal;
  const auto size = static_cast<std::size_t>(sensor.record_s * sensor.sampling_frequency_hz + 0.5);
  for (int tap = 1; tap <= options.taps; ++tap) {
    const double stiffness =
        tissue.stiffness_n_per_m * (1 + options.stiffness_spread * normal(random));
    check(stiffness > 0, "the spread of stiffness gives a tap without any");
    const bool faulty = options.faults.tap == 0 || options.faults.tap == tap;
    const TapPhantomFault fault = faulty ? options.faults.kind : TapPhantomFault::none;
    std::vector<double> trace(size);
    bool sound = move(options, stiffness, fault, trace);
    const double limit = fault == TapPhantomFault::clipped
                             ? options.faults.limit_m_per_s2
                             : std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < size; ++i) {
      const double time = static_cast<double>(i) / sensor.sampling_frequency_hz;
      const double noise = sensor.noise_m_per_s2 > 0 ? sensor.noise_m_per_s2 * normal(random) : 0.0;
      trace[i] += sensor.offset_m_per_s2 + sensor.drift_m_per_s3 * time + noise;
      if (sensor.step_m_per_s2 > 0) {
        trace[i] = sensor.step_m_per_s2 * std::round(trace[i] / sensor.step_m_per_s2);
      }
      sound = sound && std::abs(trace[i]) <= limit;
      trace[i] = std::clamp(trace[i], -limit, limit);
    }
    recording.taps_m_per_s2.push_back(std::move(trace));
    phantom.true_stiffness_n_per_m.push_back(stiffness);
    phantom.sound.push_back(sound ? 1 : 0);
  }
  return phantom;
}

}  // namespace stiff
