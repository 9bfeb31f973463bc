#include "stiff/phantom/twitch_phantom.h"

#include "stiff/core/error.h"
#include "stiff/dsp/fft.h"
#include "stiff/dsp/taper.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>

namespace stiff {
namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;
constexpr double kBurstMargin_s = 0.3;
constexpr double kTapMargin_s = 0.1;
constexpr double kTapApart_s = 0.25;
constexpr int kMostPlaces = 10000;

using Random = boost::random::mt19937_64;

double uniform(Random& random, double low, double high) {
  return low + (high - low) * boost::random::uniform_01<double>()(random);
}

double log_uniform(Random& random, double low, double high) {
  return low * std::pow(high / low, uniform(random, 0, 1));
}

std::vector<double> direction(Random& random, int axes) {
  boost::random::normal_distribution<double> normal;
  std::vector<double> unit(static_cast<std::size_t>(axes), 1.0);
  if (axes == 1) return unit;
  double norm = 0;
  for (double& u : unit) {
    u = normal(random);
    norm += u * u;
  }
  for (double& u : unit) u /= std::sqrt(norm);
  return unit;
}

// A decaying swing from 0 on, sin and its integral's increment, so that a sample may be a mean.
struct Swing {
  double decay, omega;
  // The integral from 0 of the acceleration of a step of force: e^(-decay t) sin(omega t) / omega.
  double integral(double t) const {
    return t > 0 ? std::exp(-decay * t) * std::sin(omega * t) / omega : 0.0;
  }
  double mean(double t, double step) const {
    return (integral(t + step / 2) - integral(t - step / 2)) / step;
  }
};

struct Canvas {
  std::vector<std::vector<double>>& axes;
  double step_s;

  template <class Signal>
  void add(const std::vector<double>& along, double begin_s, double end_s, const Signal& signal) {
    const double last = static_cast<double>(axes.front().size());
    const auto first = static_cast<std::size_t>(std::clamp(begin_s / step_s, 0.0, last));
    const auto end = static_cast<std::size_t>(std::clamp(end_s / step_s + 1, 0.0, last));
    for (std::size_t i = first; i < end; ++i) {
      const double value = signal(step_s * static_cast<double>(i));
      for (std::size_t axis = 0; axis < axes.size(); ++axis) axes[axis][i] += along[axis] * value;
    }
  }
};

void add_tap(Canvas& canvas, Random& random, double at_s, double peak) {
  const auto along = direction(random, static_cast<int>(canvas.axes.size()));
  const double push_s = uniform(random, 0.004, 0.015);
  const double omega = kTwoPi * uniform(random, 10, 30);
  const double zeta = uniform(random, 0.08, 0.3);
  const Swing swing{zeta * omega, omega * std::sqrt(1 - zeta * zeta)};
  const double ratio = uniform(random, 2.2, 3.5);
  const Swing second{0.2 * ratio * omega, ratio * omega};
  const double step = canvas.step_s;
  const auto shape = [&](double t) {
    return swing.mean(t, step) - swing.mean(t - push_s, step) +
           0.1 * (second.mean(t, step) - second.mean(t - push_s, step));
  };
  canvas.add(along, at_s - step, at_s + 12 / swing.decay,
             [&](double t) { return peak * shape(t - at_s); });
}

void add_click(Canvas& canvas, Random& random, double at_s, double peak) {
  const auto along = direction(random, static_cast<int>(canvas.axes.size()));
  const double width_s = uniform(random, 0.002, 0.005);
  const Swing ring{300, kTwoPi * uniform(random, 150, 300)};
  const double step = canvas.step_s;
  const auto integral = [&](double t) {
    const double u = std::clamp(t / width_s, 0.0, 1.0);
    return width_s / std::numbers::pi * (1 - std::cos(std::numbers::pi * u));
  };
  canvas.add(along, at_s - step, at_s + 0.04, [&](double time) {
    const double t = time - at_s;
    return peak * ((integral(t + step / 2) - integral(t - step / 2)) / step +
                   0.3 * ring.mean(t - width_s, step));
  });
}

void add_motion(Canvas& canvas, Random& random, double record_s, double amplitude) {
  for (int n = 0; n < std::max(1, static_cast<int>(record_s)); ++n) {
    const auto along = direction(random, static_cast<int>(canvas.axes.size()));
    const double middle_s = uniform(random, 0, record_s);
    const double frequency_hz = uniform(random, 0.5, 8);
    // At least one cycle within two SD: a swing faster than its own frequency would be a tap.
    const double width_s = std::max(uniform(random, 0.15, 0.5), 0.5 / frequency_hz);
    const double height = amplitude * uniform(random, 0.3, 1);
    const double phase = uniform(random, 0, kTwoPi);
    canvas.add(along, middle_s - 7 * width_s, middle_s + 7 * width_s, [&](double t) {
      const double u = (t - middle_s) / width_s;
      return height * std::exp(-0.5 * u * u) *
             std::cos(kTwoPi * frequency_hz * (t - middle_s) + phase);
    });
  }
}

// Onsets by chance, each apart from the others and from the ends.
std::vector<double> onsets(Random& random, const TwitchBurstOptions& burst, double record_s) {
  std::vector<double> at;
  const double last = record_s - kBurstMargin_s - burst.duration_s;
  for (int tries = 0; static_cast<int>(at.size()) < burst.count; ++tries) {
    if (!(last > kBurstMargin_s) || tries > kMostPlaces) {
      throw Error(ErrorKind::usage, "the record is too short for its twitches: 0.3 s between them");
    }
    const double here = uniform(random, kBurstMargin_s, last);
    if (std::all_of(at.begin(), at.end(), [&](double other) {
          return std::abs(other - here) > burst.duration_s + kBurstMargin_s;
        })) {
      at.push_back(here);
    }
  }
  std::sort(at.begin(), at.end());
  return at;
}

// A time by chance, a tap's distance from those that are taken; it is then taken too.
double apart(Random& random, std::vector<double>& taken, double record_s) {
  for (int tries = 0; tries < kMostPlaces; ++tries) {
    const double here = uniform(random, kTapMargin_s, record_s - kTapMargin_s);
    if (std::all_of(taken.begin(), taken.end(),
                    [&](double other) { return std::abs(other - here) > kTapApart_s; })) {
      taken.push_back(here);
      return here;
    }
  }
  throw Error(ErrorKind::usage, "the record is too short for its taps and clicks: 0.25 s between");
}

}  // namespace

std::span<const Choice<NoiseColour>> choices(NoiseColour) {
  static constexpr std::array kChoices{Choice{NoiseColour::white, "white"},
                                       Choice{NoiseColour::pink, "pink"},
                                       Choice{NoiseColour::autoregressive, "autoregressive"}};
  return kChoices;
}

double TwitchWave::envelope(double time_s) const {
  const double rise_s = shape.rise * shape.duration_s, fall_s = shape.fall * shape.duration_s;
  const double t = time_s - onset_s;
  return cosine_ramp(t / rise_s + 0.5) * cosine_ramp((shape.duration_s - t) / fall_s + 0.5);
}

double TwitchWave::at(double time_s) const {
  const double t = time_s - onset_s;
  const double turns =
      shape.frequency_hz * t * (1 + 0.5 * shape.chirp * (1 - t / shape.duration_s));
  return envelope(time_s) * std::cos(kTwoPi * turns + phase);
}

double TwitchWave::peak() const {
  double most = 0;
  // 160 samples a period: a cosine's top is met to 2e-4.
  const double step = 1 / (160 * shape.frequency_hz);
  const double end = onset_s + shape.duration_s * (1 + 0.5 * shape.fall);
  for (double t = onset_s - 0.5 * shape.rise * shape.duration_s; t < end; t += step) {
    most = std::max(most, std::abs(at(t)));
  }
  return most;
}

std::vector<double> phantom_noise(NoiseColour colour, std::size_t size, double rate_hz,
                                  std::uint64_t seed) {
  Random random(seed);
  boost::random::normal_distribution<double> normal;
  std::vector<double> noise(size);
  if (colour == NoiseColour::autoregressive) {
    const double pole = std::pow(0.95, 1000 / rate_hz);
    double state = normal(random);
    for (double& value : noise) {
      value = state;
      state = pole * state + std::sqrt(1 - pole * pole) * normal(random);
    }
    return noise;
  }
  if (colour == NoiseColour::white) {
    for (double& value : noise) value = normal(random);
    return noise;
  }
  const auto columns = fast_fft_size(static_cast<Index>(size));
  const RealFft<double> fft({.columns = columns});
  std::vector<std::complex<double>> spectrum(static_cast<std::size_t>(fft.spectrum_size()));
  double power = 0;
  for (std::size_t k = 1; k + 1 < spectrum.size(); ++k) {
    const double amplitude = 1 / std::sqrt(static_cast<double>(k));
    const double re = normal(random), im = normal(random);
    spectrum[k] = {amplitude * re, amplitude * im};
    power += 4 * amplitude * amplitude;
  }
  std::vector<double> whole(static_cast<std::size_t>(columns));
  fft.inverse(spectrum, whole);
  const double scale = static_cast<double>(columns) / std::sqrt(power);
  for (std::size_t i = 0; i < size; ++i) noise[i] = scale * whole[i];
  return noise;
}

TwitchPhantom simulate_twitch(const TwitchPhantomOptions& options) {
  const TwitchSensorOptions& sensor = options.sensor;
  if (!(sensor.sampling_frequency_hz > 2 * options.burst.frequency_hz)) {
    throw Error(ErrorKind::usage, "the sampling is too slow for the twitch's frequency");
  }
  TwitchPhantom phantom;
  phantom.recording.identity.modality = "twitch";
  phantom.recording.sampling_frequency_hz = sensor.sampling_frequency_hz;
  phantom.recording.format = "phantom";
  Random random(options.seed);
  const auto size =
      static_cast<std::size_t>(std::llround(sensor.record_s * sensor.sampling_frequency_hz));
  auto& axes = phantom.recording.axes_m_per_s2;
  for (int axis = 0; axis < sensor.axes; ++axis) {
    axes.push_back(phantom_noise(sensor.colour, size, sensor.sampling_frequency_hz, random()));
    for (double& value : axes.back()) {
      value = sensor.offset_m_per_s2 + sensor.noise_m_per_s2 * value;
    }
  }
  Canvas canvas{axes, 1 / sensor.sampling_frequency_hz};
  phantom.direction = direction(random, sensor.axes);
  const double amplitude = options.burst.times_noise * sensor.noise_m_per_s2;
  for (const double onset : onsets(random, options.burst, sensor.record_s)) {
    const TwitchWave wave{onset, uniform(random, 0, kTwoPi), options.burst};
    canvas.add(phantom.direction, onset - options.burst.duration_s,
               onset + 2 * options.burst.duration_s,
               [&](double t) { return amplitude * wave.at(t); });
    phantom.twitches.push_back(
        {onset, options.burst.duration_s, amplitude * wave.peak(), options.burst.frequency_hz});
  }
  const TwitchDisturbanceOptions& other = options.disturbance;
  const double typical = other.tap_times_noise * sensor.noise_m_per_s2;
  std::vector<double> taken;
  for (int tap = 0; tap < other.taps; ++tap) {
    phantom.tap_s.push_back(apart(random, taken, sensor.record_s));
    add_tap(canvas, random, phantom.tap_s.back(), log_uniform(random, 0.5 * typical, 2 * typical));
  }
  for (int click = 0; click < other.clicks; ++click) {
    phantom.click_s.push_back(apart(random, taken, sensor.record_s));
    add_click(canvas, random, phantom.click_s.back(),
              log_uniform(random, 0.5 * typical, 2 * typical));
  }
  if (other.motion_times_noise > 0) {
    add_motion(canvas, random, sensor.record_s, other.motion_times_noise * sensor.noise_m_per_s2);
  }
  return phantom;
}

}  // namespace stiff
