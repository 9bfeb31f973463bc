#include "stiff/tissue/prony.h"

#include "stiff/core/error.h"

#include <cmath>

namespace stiff {
namespace {

// int_0^t e^(-s / tau) ds.
double decay_integral(double t, double tau) {
  return -tau * std::expm1(-t / tau);
}

}  // namespace

double Prony::at(double time_s) const {
  if (time_s < 0) return 0;
  double sum = g_inf;
  for (const Term& term : terms) sum += term.g * std::exp(-time_s / term.tau_s);
  return sum;
}

double ramp_hold_response(const Prony& prony, double time_s, double ramp_s) {
  if (time_s < 0) return 0;
  if (ramp_s == 0) return prony.at(time_s);
  const double pressed_s = std::fmin(time_s, ramp_s);
  const double since_s = time_s - pressed_s;
  double sum = prony.g_inf * pressed_s;
  for (const Prony::Term& term : prony.terms) {
    sum += term.g * decay_integral(pressed_s, term.tau_s) * std::exp(-since_s / term.tau_s);
  }
  return sum / ramp_s;
}

std::vector<double> drive_response(const Prony& prony, const std::vector<double>& time_s,
                                   const std::vector<double>& drive) {
  if (time_s.size() != drive.size()) {
    throw Error(ErrorKind::usage, "a drive needs one value for each time");
  }
  std::vector<double> response(time_s.size(), 0.0);
  if (response.empty()) return response;
  for (std::size_t i = 0; i < response.size(); ++i) response[i] = prony.g_inf * drive[i];
  for (const Prony::Term& term : prony.terms) {
    double state = drive[0];  // a drive that is there at once is a step
    response[0] += term.g * state;
    for (std::size_t i = 1; i < response.size(); ++i) {
      const double step_s = time_s[i] - time_s[i - 1];
      state = state * std::exp(-step_s / term.tau_s) +
              (drive[i] - drive[i - 1]) / step_s * decay_integral(step_s, term.tau_s);
      response[i] += term.g * state;
    }
  }
  return response;
}

double Zener::creep_time_s() const {
  return relaxation_time_s() * instantaneous_pa() / parallel_spring_pa;
}

Prony prony_of(const Zener& zener) {
  const double whole = zener.instantaneous_pa();
  return {zener.parallel_spring_pa / whole,
          {{zener.series_spring_pa / whole, zener.relaxation_time_s()}}};
}

Zener zener_of(const Prony& prony, double instantaneous_pa) {
  if (prony.terms.size() != 1) {
    throw Error(ErrorKind::usage, "a standard linear solid is a Prony series of one term");
  }
  const double series_pa = instantaneous_pa * prony.terms[0].g;
  return {instantaneous_pa * prony.g_inf, series_pa, series_pa * prony.terms[0].tau_s};
}

double kelvin_voigt_creep_per_pa(double spring_pa, double dashpot_pa_s, double time_s) {
  return time_s < 0 ? 0 : -std::expm1(-time_s * spring_pa / dashpot_pa_s) / spring_pa;
}

}  // namespace stiff
