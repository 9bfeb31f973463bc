#include "stiff/phantom/tap_phantom.h"

#include "stiff/core/error.h"

#include <cmath>

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
  check(tissue.damping_ratio >= 0 && tissue.damping_ratio < 1,
        "the damping ratio of a tap must be at least 0 and below 1");
  check(positive(sensor.sampling_frequency_hz) && positive(sensor.record_s) &&
            sensor.record_s * sensor.sampling_frequency_hz < 1e8,
        "sampling frequency and record of a tap must be positive, below 1e8 samples");
  check(sensor.onset_s >= 0 && sensor.onset_s + tissue.duration_s < sensor.record_s,
        "the tap must lie within the record");
  check(std::isfinite(sensor.offset_m_per_s2) && std::isfinite(sensor.drift_m_per_s3) &&
            sensor.noise_m_per_s2 >= 0 && std::isfinite(sensor.noise_m_per_s2),
        "offset and drift must be finite, noise not negative");
  check(options.taps >= 1, "there must be at least one tap");
  check(options.stiffness_spread >= 0 && options.stiffness_spread < 0.2,
        "the spread of stiffness must be at least 0 and below 0.2");
}

}  // namespace

TapPhantom simulate_taps(const TapPhantomOptions& options) {
  check(options);
  const TapPhantomTissue& tissue = options.tissue;
  const TapPhantomSensor& sensor = options.sensor;
  TapPhantom phantom;
  TapRecording& recording = phantom.recording;
  recording.identity.modality = "myotonometry";
  recording.sampling_frequency_hz = sensor.sampling_frequency_hz;
  recording.probe_mass_kg = tissue.mass_kg;
  recording.probe_diameter_m = 0.003;
  recording.preload_n = 0.18;
  recording.tap_force_n = tissue.force_n;
  recording.tap_duration_s = tissue.duration_s;
  recording.format = "phantom";

  boost::random::mt19937_64 random(options.seed);
  boost::random::normal_distribution<double> normal;
  const double step = 1 / sensor.sampling_frequency_hz;
  const auto size = static_cast<std::size_t>(sensor.record_s * sensor.sampling_frequency_hz + 0.5);
  for (int tap = 0; tap < options.taps; ++tap) {
    const double stiffness =
        tissue.stiffness_n_per_m * (1 + options.stiffness_spread * normal(random));
    check(stiffness > 0, "the spread of stiffness gives a tap without any");
    const double natural = std::sqrt(stiffness / tissue.mass_kg);
    const Swing swing{tissue.force_n / tissue.mass_kg, tissue.damping_ratio * natural,
                      natural * std::sqrt(1 - tissue.damping_ratio * tissue.damping_ratio),
                      tissue.duration_s};
    std::vector<double> trace(size);
    for (std::size_t i = 0; i < size; ++i) {
      const double time = static_cast<double>(i) * step;
      const double t = time - sensor.onset_s;
      const double motion =
          sensor.averaged ? (swing.velocity(t + step / 2) - swing.velocity(t - step / 2)) / step
                          : swing.acceleration(t);
      const double noise = sensor.noise_m_per_s2 > 0 ? sensor.noise_m_per_s2 * normal(random) : 0.0;
      trace[i] = motion + sensor.offset_m_per_s2 + sensor.drift_m_per_s3 * time + noise;
    }
    recording.taps_m_per_s2.push_back(std::move(trace));
    phantom.true_stiffness_n_per_m.push_back(stiffness);
  }
  return phantom;
}

}  // namespace stiff
