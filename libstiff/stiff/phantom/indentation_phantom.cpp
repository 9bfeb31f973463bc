#include "stiff/phantom/indentation_phantom.h"

#include "stiff/core/error.h"
#include "stiff/phantom/layer_punch.h"

#include <algorithm>
#include <cmath>
#include <locale>
#include <sstream>
#include <type_traits>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>

namespace stiff {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::usage, "phantom: " + what);
}

std::vector<PronyTerm> prony_terms(const std::string& text) {
  std::vector<PronyTerm> terms;
  std::istringstream entries(text);
  double sum = 0;
  for (std::string entry; std::getline(entries, entry, ';');) {
    std::replace(entry.begin(), entry.end(), ',', ' ');
    std::istringstream in(entry);
    in.imbue(std::locale::classic());
    PronyTerm term{};
    std::string rest;
    if (!(in >> term.amplitude >> term.time_constant_s) || in >> rest) {
      refuse("--prony takes amplitude,time constant of each term, not '" + entry + "'");
    }
    if (!(term.amplitude > 0 && term.time_constant_s > 0 && std::isfinite(term.time_constant_s))) {
      refuse("--prony takes positive amplitudes and time constants");
    }
    sum += term.amplitude;
    terms.push_back(term);
  }
  if (!(sum < 1)) refuse("--prony: the amplitudes are shares, below 1 together");
  return terms;
}

struct RangeCheck {
  template <class Field>
  void operator()(const Option& option, const Field& field) const {
    if constexpr (std::is_arithmetic_v<Field>) {
      const auto value = static_cast<double>(field);
      if (!(value >= option.low && value <= option.high)) {
        refuse("--" + std::string(option.name) + " is out of its range");
      }
    }
  }
};

// The probe's depth below the untouched surface, straight between corners.
struct Corner {
  double time_s, depth_m;
};

std::vector<Corner> way_of(const IndentationPhantomProtocol& protocol, IndentationTruth& truth) {
  std::vector<Corner> way{{0, -protocol.gap_m}};
  const auto wait = [&](double seconds) {
    if (seconds > 0) way.push_back({way.back().time_s + seconds, way.back().depth_m});
  };
  wait(protocol.rest_s);
  double speed = protocol.speed_m_per_s;
  for (int cycle = 0; cycle < protocol.cycles; ++cycle, speed *= protocol.speed_growth) {
    const double travel_s = (protocol.gap_m + protocol.depth_m) / speed;
    truth.ramp_s.push_back(protocol.depth_m / speed);
    way.push_back({way.back().time_s + travel_s, protocol.depth_m});
    wait(protocol.hold_s);
    way.push_back({way.back().time_s + travel_s, -protocol.gap_m});
    wait(protocol.rest_s);
  }
  return way;
}

// Tissue under the probe: G of its surface, and each term's share that has not relaxed, in units of
// force over modulus. `free` while the probe does not touch it.
class Tissue {
 public:
  explicit Tissue(std::vector<PronyTerm> terms) : terms_(std::move(terms)) {
    for (const PronyTerm& term : terms_) held_ -= term.amplitude;
    state_.held.assign(terms_.size(), 0);
  }

  /// The probe goes straight from its present G to `to` within `seconds`.
  void press(double from, double to, double seconds) {
    if (!(seconds > 0)) return;
    if (touches_) {
      const State tried = moved(state_, to - state_.surface, seconds);
      if (force(tried) >= 0) {
        state_ = tried;
        return;
      }
      // It lets go where the force is nothing.
      const double share = bisect([&](double part) {
        return force(moved(state_, part * (to - state_.surface), part * seconds)) >= 0;
      });
      state_ = moved(state_, share * (to - state_.surface), share * seconds);
      touches_ = false;
      from += share * (to - from);
      seconds *= 1 - share;
      if (!(seconds > 0)) return;
    }
    const State risen = recovered(state_, seconds);
    if (!(to > risen.surface)) {
      state_ = risen;
      return;
    }
    const double share = bisect([&](double part) {
      return from + part * (to - from) <= recovered(state_, part * seconds).surface;
    });
    state_ = recovered(state_, share * seconds);
    touches_ = true;
    state_ = moved(state_, to - state_.surface, (1 - share) * seconds);
  }

  double force_over_modulus() const { return touches_ ? std::max(force(state_), 0.0) : 0.0; }

 private:
  struct State {
    double surface = 0;
    std::vector<double> held;
  };

  double force(const State& state) const {
    double sum = held_ * state.surface;
    for (std::size_t i = 0; i < terms_.size(); ++i) sum += terms_[i].amplitude * state.held[i];
    return sum;
  }

  // Exact for a surface that moves evenly.
  State moved(const State& from, double by, double seconds) const {
    State to = from;
    to.surface += by;
    if (!(seconds > 0)) {
      for (double& held : to.held) held += by;
      return to;
    }
    for (std::size_t i = 0; i < terms_.size(); ++i) {
      const double x = seconds / terms_[i].time_constant_s;
      to.held[i] = from.held[i] * std::exp(-x) - by * std::expm1(-x) / x;
    }
    return to;
  }

  // The even rise that ends without force; straight within the step.
  State recovered(const State& from, double seconds) const {
    if (!(seconds > 0)) return from;
    double gain = held_;
    for (const PronyTerm& term : terms_) {
      const double x = seconds / term.time_constant_s;
      gain -= term.amplitude * std::expm1(-x) / x;
    }
    return moved(from, -force(moved(from, 0, seconds)) / gain, seconds);
  }

  template <class Holds>
  static double bisect(Holds&& holds) {
    double low = 0, high = 1;
    for (int i = 0; i < 60; ++i) {
      const double middle = 0.5 * (low + high);
      (holds(middle) ? low : high) = middle;
    }
    return low;
  }

  std::vector<PronyTerm> terms_;
  double held_ = 1;  // g_inf
  State state_;
  bool touches_ = false;
};

struct Samples {
  std::vector<double> time_s, depth_m, force_over_modulus_m2;
  std::vector<std::size_t> cycle;
};

// G is straight in time only where the depth and G are: steps end at corners and at the surface.
Samples sampled(const std::vector<Corner>& way, const std::vector<double>& times, Tissue& tissue,
                const LayerPunch& punch) {
  Samples samples{times, {}, {}, {}};
  Corner at = way.front();
  std::size_t next = 1, cycle = 0;
  const auto go = [&](const Corner& to) {
    const double from = at.depth_m;
    if ((from < 0) != (to.depth_m < 0)) {
      const double touch_s = at.time_s - from * (to.time_s - at.time_s) / (to.depth_m - from);
      tissue.press(punch.force_over_modulus_m2(from), 0, touch_s - at.time_s);
      tissue.press(0, punch.force_over_modulus_m2(to.depth_m), to.time_s - touch_s);
    } else {
      tissue.press(punch.force_over_modulus_m2(from), punch.force_over_modulus_m2(to.depth_m),
                   to.time_s - at.time_s);
    }
    at = to;
  };
  for (const double time_s : times) {
    for (; next < way.size() && way[next].time_s <= time_s; ++next) {
      // A new cycle begins when the probe is back in the air.
      if (next > 1 && way[next].depth_m <= 0 && way[next - 1].depth_m > 0) ++cycle;
      go(way[next]);
    }
    double depth = at.depth_m;
    if (next < way.size()) {
      const Corner& from = way[next - 1];
      const Corner& to = way[next];
      depth = from.depth_m +
              (to.depth_m - from.depth_m) * (time_s - from.time_s) / (to.time_s - from.time_s);
    }
    go({time_s, depth});
    samples.depth_m.push_back(depth);
    samples.force_over_modulus_m2.push_back(tissue.force_over_modulus());
    samples.cycle.push_back(cycle);
  }
  return samples;
}

// Of a ramp: what a term still holds at its end, int e^(-(T - s) / tau) dG(s), over G. G is taken
// straight in each of many short steps.
double held_at_end(const PronyTerm& term, double ramp_s, double depth_m, const LayerPunch& punch) {
  constexpr int kSteps = 4000;
  const double x = ramp_s / kSteps / term.time_constant_s;
  double held = 0, before = 0;
  for (int i = 1; i <= kSteps; ++i) {
    const double now = punch.force_over_modulus_m2(depth_m * i / kSteps);
    held = held * std::exp(-x) - (now - before) * std::expm1(-x) / x;
    before = now;
  }
  return held / before;
}

void add_moduli(IndentationTruth& truth, double depth_m, const LayerPunch& punch) {
  for (std::size_t cycle = 0; cycle < truth.ramp_s.size(); ++cycle) {
    const double ramp_s = truth.ramp_s[cycle];
    // G is a power of the depth there: depth dG/dw / G.
    const double power = (std::log(punch.force_over_modulus_m2(depth_m)) -
                          std::log(punch.force_over_modulus_m2(depth_m * (1 - 1e-6)))) /
                         -std::log1p(-1e-6);
    double secant = 1, tangent = 1;
    for (const PronyTerm& term : truth.terms) {
      const double held = held_at_end(term, ramp_s, depth_m, punch);
      secant -= term.amplitude * (1 - held);
      tangent -= term.amplitude * held * ramp_s / term.time_constant_s / power;
    }
    truth.secant_modulus_pa.push_back(truth.modulus_pa[cycle] * secant);
    truth.tangent_modulus_pa.push_back(truth.modulus_pa[cycle] * tangent);
  }
}

}  // namespace

IndentationPhantom simulate_indentation(const IndentationPhantomOptions& options) {
  const auto& [tissue, protocol, sensor, seed] = options;
  IndentationPhantomTissue::describe(tissue, RangeCheck{});
  IndentationPhantomProtocol::describe(protocol, RangeCheck{});
  IndentationPhantomSensor::describe(sensor, RangeCheck{});
  IndentationPhantom phantom;
  IndentationTruth& truth = phantom.truth;
  truth.terms = prony_terms(tissue.prony);
  truth.contact_depth_m = protocol.gap_m;
  truth.thickness_m = tissue.thickness_m > 0 ? tissue.thickness_m : kNaN;
  const bool sphere = protocol.shape == ProbeShape::sphere;
  if (sphere && !truth.terms.empty() && protocol.cycles > 1) {
    refuse("a sphere on a tissue that relaxes has no closed form beyond one cycle: --cycles 1");
  }
  const std::vector<Corner> way = way_of(protocol, truth);
  const double step_s = 1 / sensor.sampling_frequency_hz;
  if (!(way.back().time_s < 5e7 * step_s)) refuse("more than 5e7 samples");
  const LayerPunch punch(sphere, protocol.diameter_m / 2, tissue.poisson_ratio, truth.thickness_m,
                         protocol.depth_m);

  boost::random::mt19937_64 random(seed);
  boost::random::normal_distribution<double> normal;
  boost::random::uniform_01<double> even;
  IndentationRecording& recording = phantom.recording;
  recording.identity.modality = "indentation";
  recording.format = "phantom";
  recording.shape = protocol.shape;
  recording.probe_diameter_m = protocol.diameter_m;
  recording.poisson_ratio = tissue.poisson_ratio;
  recording.poisson_stated = true;
  recording.thickness_m = truth.thickness_m;
  recording.thickness_std_error_m = sensor.thickness_std_error_m;
  if (sensor.thickness_std_error_m > 0) {
    recording.thickness_m += sensor.thickness_std_error_m * normal(random);
  }
  std::vector<double> times;
  for (double i = 0; i * step_s <= way.back().time_s; ++i) {
    const double jitter = sensor.time_jitter > 0 ? sensor.time_jitter * even(random) : 0;
    times.push_back((i + jitter) * step_s);
  }
  Tissue state(truth.terms);
  Samples samples = sampled(way, times, state, punch);
  for (int cycle = 0; cycle < protocol.cycles; ++cycle) {
    truth.modulus_pa.push_back(tissue.modulus_pa *
                               (1 + protocol.preconditioning * std::exp(-cycle)));
  }
  add_moduli(truth, protocol.depth_m, punch);
  recording.time_s = std::move(samples.time_s);
  for (std::size_t i = 0; i < recording.time_s.size(); ++i) {
    const double modulus =
        truth.modulus_pa[std::min(samples.cycle[i], truth.modulus_pa.size() - 1)];
    recording.force_n.push_back(modulus * samples.force_over_modulus_m2[i] + sensor.force_offset_n +
                                sensor.force_drift_n_per_s * recording.time_s[i] +
                                sensor.force_noise_n * normal(random));
    recording.depth_m.push_back(samples.depth_m[i] + protocol.gap_m +
                                sensor.depth_noise_m * normal(random));
  }
  return phantom;
}

}  // namespace stiff
