#include "stiff/contact/hold_memory.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stiff {
namespace {

constexpr double kLeastMemory = 1e-3;
constexpr double kShareOfError = 0.5;

// A tissue's surface (in G) under a probe, and what each term of its series still holds.
class Surface {
 public:
  explicit Surface(const RelaxationFit& fit) {
    const Eigen::Index terms = fit.terms;
    const double whole = fit.value.head(1 + terms).sum();
    held_ = fit.value[0] / whole;
    for (Eigen::Index i = 0; i < terms; ++i) {
      terms_.push_back({fit.value[1 + i] / whole, std::exp(fit.value[1 + terms + i]), 0});
    }
  }

  /// A step of the clock, at its end the probe at `drive`; `away`: it is above any surface.
  void step(double seconds, double drive, bool away) {
    double force = held_ * at_, gain = held_;
    for (const Term& term : terms_) {
      const double x = seconds / term.tau_s;
      force += term.share * term.holds * std::exp(-x);
      gain -= term.share * std::expm1(-x) / x;
    }
    // By itself it goes where the step ends without force.
    const double free = at_ - force / gain, to = away ? free : std::max(drive, free);
    for (Term& term : terms_) {
      const double x = seconds / term.tau_s;
      term.holds = term.holds * std::exp(-x) - (to - at_) * std::expm1(-x) / x;
    }
    at_ = to;
  }

  double memory(double hold) const {
    double sum = 0;
    for (const Term& term : terms_) sum += term.share * std::abs(term.holds);
    if (sum == 0) return 0;
    const double fresh = held_ * (hold - at_);
    return fresh > 0 ? sum / fresh : std::numeric_limits<double>::infinity();
  }

 private:
  struct Term {
    double share, tau_s, holds;
  };
  double held_ = 1, at_ = 0;
  std::vector<Term> terms_;
};

double meets_at_s(const CycleReading& reading) {
  return std::isfinite(reading.contact_s) ? reading.contact_s : reading.cycle.start_s;
}

}  // namespace

std::vector<double> hold_memory(const IndentationRecording& recording, const Indenter& indenter,
                                const std::vector<CycleReading>& cycles) {
  std::vector<double> memory(cycles.size(), kNaN);
  const auto first = std::find_if(cycles.begin(), cycles.end(), [](const CycleReading& reading) {
    return reading.cycle.holds && reading.relaxation.ok();
  });
  // The contact that is closest to the untouched surface's.
  const auto untouched = std::find_if(cycles.begin(), cycles.end(), [](const CycleReading& r) {
    return r.loading.contact_depth_m.has_value();
  });
  if (first == cycles.end() || untouched == cycles.end()) return memory;
  const double contact_m = untouched->loading.contact_depth_m.value;
  const auto g = [&](double travel_m) {
    return indenter.force_over_modulus_m2(travel_m - contact_m);
  };
  Surface surface(first->relaxation);
  // Noise about the untouched contact is no pressing: it begins with the first way in.
  std::size_t at = cycles.front().cycle.begin;
  const double begin_s = meets_at_s(cycles.front());
  for (std::size_t k = 0; k < cycles.size(); ++k) {
    const double until_s = meets_at_s(cycles[k]);
    for (; at < recording.time_s.size() && recording.time_s[at] < until_s; ++at) {
      if (at == 0 || recording.time_s[at] < begin_s) continue;
      // Between a way out and the next contact as it was found the probe is in the air: depths near
      // the surface would press with their noise.
      const bool out = k > 0 && at >= cycles[k - 1].cycle.end;
      surface.step(recording.time_s[at] - recording.time_s[at - 1], g(recording.depth_m[at]),
                   out || !(recording.depth_m[at] > contact_m));
    }
    if (cycles[k].cycle.holds && cycles[k].relaxation.ok()) {
      memory[k] = surface.memory(g(cycles[k].cycle.deepest_m));
    }
  }
  return memory;
}

bool rested(const CycleReading& reading, double memory) {
  const Estimate& of =
      reading.long_time_kpa.has_value() ? reading.long_time_kpa : reading.instantaneous_kpa;
  const double error = of.has_value() ? of.std_error / of.value : 0;
  return memory <= std::max(kLeastMemory, kShareOfError * error);
}

}  // namespace stiff
