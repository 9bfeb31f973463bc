#pragma once

#include <vector>

namespace stiff {

/// A relaxation function as a Prony series, g(t) = g_inf + sum g_i e^(-t / tau_i), shares of the
/// instantaneous response: g_inf + sum g_i = 1.
struct Prony {
  struct Term {
    double g;
    double tau_s;
  };
  double g_inf = 1;
  std::vector<Term> terms;

  double at(double time_s) const;  ///< g; 0 before time 0
};

/// Response to an even ramp of 0 to 1 over `ramp_s` from time 0, then held: int g(t - s) du(s).
/// A ramp of 0 is a step. 0 before time 0.
double ramp_hold_response(const Prony& prony, double time_s, double ramp_s);

/// Response at each time to a drive given there and straight between; 0 before the first time,
/// where it may step. Error: rounding. \pre equal lengths, times rising.
std::vector<double> drive_response(const Prony& prony, const std::vector<double>& time_s,
                                   const std::vector<double>& drive);

/// The standard linear solid: spring E_inf beside a Maxwell arm of spring E_1 and dashpot eta.
struct Zener {
  double parallel_spring_pa;
  double series_spring_pa;
  double dashpot_pa_s;

  double instantaneous_pa() const { return parallel_spring_pa + series_spring_pa; }
  double relaxation_time_s() const { return dashpot_pa_s / series_spring_pa; }
  /// Of creep under a constant load: tau E_0 / E_inf, longer than that of relaxation.
  double creep_time_s() const;
};

Prony prony_of(const Zener& zener);
/// \throws Error (usage) unless there is one term.
Zener zener_of(const Prony& prony, double instantaneous_pa);

/// Creep of a Kelvin-Voigt solid (spring beside dashpot) under a constant stress: strain / stress,
/// (1 - e^(-t E / eta)) / E (1/Pa).
double kelvin_voigt_creep_per_pa(double spring_pa, double dashpot_pa_s, double time_s);

}  // namespace stiff
