#include "stiff/phantom/compression_phantom.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>
#include <utility>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>

namespace stiff {
namespace {

constexpr auto kNoises = std::to_array<Choice<CompressionNoise>>(
    {{CompressionNoise::white, "white"}, {CompressionNoise::ar1, "ar1"}});

struct Term {
  double share, tau_s;
};

std::vector<Term> terms_of(const std::string& list) {
  std::vector<Term> terms;
  const char* at = list.data();
  const char* const end = at + list.size();
  const auto number = [&] {
    double value = 0;
    while (at < end && *at == ' ') ++at;
    const auto [behind, error] = std::from_chars(at, end, value);
    if (error != std::errc{}) {
      throw Error(ErrorKind::usage, "'" + list + "' is no list of 'share,time constant' with ';'");
    }
    at = behind;
    return value;
  };
  double sum = 0;
  while (at < end) {
    const double share = number();
    if (at == end || *at++ != ',') {
      throw Error(ErrorKind::usage, "'" + list + "': each term is 'share,time constant'");
    }
    const double tau = number();
    if (!(share > 0 && tau > 0)) {
      throw Error(ErrorKind::usage, "'" + list + "': shares and time constants are above 0");
    }
    terms.push_back({share, tau});
    sum += share;
    if (at < end && *at++ != ';') {
      throw Error(ErrorKind::usage, "'" + list + "': ';' stands between terms");
    }
  }
  if (!(sum < 1)) throw Error(ErrorKind::usage, "'" + list + "': the shares exceed 1");
  return terms;
}

// The integral of the relaxation function from 0 to t.
double integral(const CompressionPhantomTissue& tissue, const std::vector<Term>& terms, double t) {
  if (!(t > 0)) return 0;
  double value = t;
  for (const Term& term : terms) {
    value -= term.share * (t + term.tau_s * std::expm1(-t / term.tau_s));
  }
  const double t0 = tissue.log_time_s;
  return value - tissue.log_share * ((t + t0) * std::log1p(t / t0) - t);
}

double ramp_of(double time_s, double width_s) {
  if (!(width_s > 0)) return time_s >= 0 ? 1 : 0;
  return std::clamp(time_s / width_s + 0.5, 0.0, 1.0);
}

struct Course {
  const CompressionPhantomOptions& options;
  std::vector<Term> terms;
  double scale = 1;  // so that the force at the ramp's end is what is asked for

  explicit Course(const CompressionPhantomOptions& o)
      : options(o), terms(terms_of(o.tissue.prony)) {
    scale = options.protocol.force_n / relaxation(0);
  }
  // After the onset; response to an even ramp before it.
  double relaxation(double since_s) const {
    const double ramp = options.protocol.ramp_s;
    return (integral(options.tissue, terms, since_s + ramp) -
            integral(options.tissue, terms, since_s)) /
           ramp;
  }
  double passive(double since_s) const { return scale * relaxation(since_s); }
  double events(double since_s, int hold) const {
    const CompressionPhantomEvents& e = options.events;
    double force = 0;
    if (e.release_hold == 0 || e.release_hold == hold) {
      force -= e.release_n * ramp_of(since_s - e.release_s, e.release_width_s);
    }
    force += e.guarding_n * ramp_of(since_s - e.guarding_s, e.guarding_width_s);
    if (e.guarding_length_s > 0) {
      force -=
          e.guarding_n * ramp_of(since_s - e.guarding_s - e.guarding_length_s, e.guarding_width_s);
    }
    return force;
  }
  // The force of a hold at a time after its onset: ramp, hold, letting go.
  double at(double since_s, int hold) const {
    const double ramp = options.protocol.ramp_s, length = options.protocol.hold_s;
    if (!(since_s > -ramp && since_s < length + ramp)) return 0;
    if (since_s < 0) {
      return scale * integral(options.tissue, terms, since_s + ramp) / ramp;
    }
    const double held =
        passive(std::min(since_s, length)) + events(std::min(since_s, length), hold);
    return since_s <= length ? held : held * (1 - (since_s - length) / ramp);
  }
};

// A resonance of second order driven by white noise, of root mean square 1 over the record.
class Resonance {
 public:
  Resonance(double frequency_hz, double width_hz, double fs) {
    const double r = std::exp(-std::numbers::pi * width_hz / fs);
    first_ = 2 * r * std::cos(2 * std::numbers::pi * frequency_hz / fs);
    second_ = -r * r;
    // The variance of x_t = a x_(t-1) + b x_(t-2) + e.
    const double a = first_, b = second_;
    gain_ = std::sqrt((1 + b) * ((1 - b) * (1 - b) - a * a) / (1 - b));
  }
  template <class Normal>
  double next(Normal&& normal) {
    const double x = first_ * before_ + second_ * earlier_ + gain_ * normal();
    earlier_ = std::exchange(before_, x);
    return x;
  }

 private:
  double first_, second_, gain_ = 1, before_ = 0, earlier_ = 0;
};

void check(const CompressionPhantomOptions& options) {
  const auto& p = options.protocol;
  const auto& s = options.sensor;
  if (!(p.ramp_s > 0 && p.hold_s > 0 && p.rest_s > 0 && p.lead_s > 0 && p.force_n >= 0) ||
      !(s.sampling_frequency_hz > 0) || !(s.correlation >= 0 && s.correlation < 1) ||
      !(s.noise_n >= 0) || !(options.tissue.stiffness_n_per_m > 0) || p.holds < 0) {
    throw Error(ErrorKind::usage, "a compression needs times, forces and a stiffness above 0");
  }
  if (options.sensor.tremor_n > 0 && !(s.tremor_hz < s.sampling_frequency_hz / 2)) {
    throw Error(ErrorKind::usage, "the tremor is faster than half of the sampling");
  }
}

}  // namespace

std::span<const Choice<CompressionNoise>> choices(CompressionNoise) {
  return kNoises;
}

CompressionPhantom simulate_compression(const CompressionPhantomOptions& options) {
  check(options);
  const CompressionPhantomProtocol& protocol = options.protocol;
  const CompressionPhantomSensor& sensor = options.sensor;
  const Course course(options);
  const double fs = sensor.sampling_frequency_hz;
  const double first_onset =
      protocol.from_hold ? -0.1 * protocol.hold_s : protocol.lead_s + protocol.ramp_s;
  const double period = protocol.hold_s + 2 * protocol.ramp_s + protocol.rest_s;
  const double length = first_onset - protocol.ramp_s + std::max(protocol.holds, 1) * period;
  const auto n = static_cast<std::size_t>(std::floor(length * fs));
  CompressionPhantom phantom;
  CompressionRecording& recording = phantom.recording;
  recording.sampling_frequency_hz = fs;
  recording.probe_area_m2 =
      std::numbers::pi * protocol.probe_diameter_m * protocol.probe_diameter_m / 4;
  recording.format = "phantom";
  recording.identity.modality = "compression";
  boost::random::mt19937_64 generator(options.seed);
  boost::random::normal_distribution<double> distribution;
  const auto normal = [&] { return distribution(generator); };
  Resonance tremor(sensor.tremor_hz, sensor.tremor_width_hz, fs), sway(0.5, 0.5, fs);
  for (int i = 0; i < static_cast<int>(20 * fs); ++i) {
    tremor.next(normal);
    sway.next(normal);
  }
  const double rho = sensor.kind == CompressionNoise::ar1 ? sensor.correlation : 0;
  double noise = normal();
  for (std::size_t i = 0; i < n; ++i) {
    const double time = static_cast<double>(i) / fs;
    double force = 0, share = 0;
    for (int hold = 0; hold < protocol.holds; ++hold) {
      const double since = time - first_onset - hold * period;
      if (!(since > -protocol.ramp_s && since < protocol.hold_s + protocol.ramp_s)) continue;
      force = course.at(since, hold + 1);
      share = since < 0 ? 1 + since / protocol.ramp_s
                        : 1 - std::max(0.0, since - protocol.hold_s) / protocol.ramp_s;
    }
    const double moved = protocol.sway_m * sway.next(normal);
    const double shaken = sensor.tremor_n * tremor.next(normal);
    if (share == 1) force += options.tissue.stiffness_n_per_m * moved + shaken;
    phantom.noiseless_n.push_back(force - (share == 1 ? shaken : 0));
    recording.force_n.push_back(force + sensor.noise_n * noise);
    noise = rho * noise + std::sqrt(1 - rho * rho) * normal();
    if (protocol.displacement) {
      recording.displacement_m.push_back(
          share * protocol.force_n / options.tissue.stiffness_n_per_m + (share == 1 ? moved : 0) +
          sensor.displacement_noise_m * normal());
    }
  }
  const CompressionPhantomEvents& events = options.events;
  for (int hold = 0; hold < protocol.holds; ++hold) {
    if (protocol.from_hold && hold == 0) continue;
    CompressionPhantomHold truth{};
    truth.onset_s = first_onset + hold * period;
    truth.duration_s = protocol.hold_s;
    constexpr int steps = 2000;
    for (int i = 0; i < steps; ++i) {
      truth.mean_force_n +=
          course.at((i + 0.5) / steps * protocol.hold_s, hold + 1) / static_cast<double>(steps);
    }
    truth.relaxed_share = 1 - course.passive(protocol.hold_s) / course.passive(0);
    const bool released =
        events.release_n > 0 && (events.release_hold == 0 || events.release_hold == hold + 1);
    truth.release_s = released ? events.release_s : kNaN;
    truth.release_n = released ? events.release_n : kNaN;
    truth.guarding_s = events.guarding_n > 0 ? events.guarding_s : kNaN;
    truth.guarding_n = events.guarding_n > 0 ? events.guarding_n : kNaN;
    phantom.holds.push_back(truth);
  }
  return phantom;
}

}  // namespace stiff
