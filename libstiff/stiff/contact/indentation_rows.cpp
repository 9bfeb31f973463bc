#include "stiff/contact/indentation_rows.h"

#include "stiff/contact/cycle_summary.h"
#include "stiff/result/quantity.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace stiff {
namespace {

using Of = std::function<Estimate(const CycleReading&)>;

// How well a number is known, and whether its model holds: 1 at no error, half of it at 10 %, of
// the value or, of a share, of one.
double quality_of(const Estimate& e, bool share, const CycleReading& reading) {
  const double relative = 10 * e.std_error / (share ? 1.0 : e.value);
  const double known = std::isnan(relative) ? 1.0 : 1 / (1 + relative * relative);
  return reading.loading.misfit > 1 ? 0.5 * known : known;
}

class Rows {
 public:
  explicit Rows(const IndentationReadings& readings) : readings_(readings) {}

  /// A row for each cycle, and the mean over those that count. Where no cycle has a value, its
  /// reason; where there is no cycle, `no_contact`.
  void add(const char* quantity, const std::string& method, bool primary, bool shared,
           const Of& read) {
    add(quantity, method, primary, shared, read, readings_.counts);
  }

  /// The same of holds: all count in which the tissue is rested, the first cycle's too
  /// (preconditioning concerns the loading curve; the first hold is the one sure to be rested).
  void add_of_holds(const char* quantity, const std::string& method, bool primary, bool shared,
                    const Of& read) {
    std::vector<unsigned char> holds;
    for (const CycleReading& reading : readings_.cycles) holds.push_back(reading.cycle.holds);
    const auto of_rested = [&read](const CycleReading& reading) {
      const Estimate one = read(reading);
      return one.has_value() && !reading.rested ? no_estimate(Reason::model_misfit) : one;
    };
    add(quantity, method, primary, shared, of_rested, holds);
  }

  void add(const char* quantity, const std::string& method, bool primary, bool shared,
           const Of& read, const std::vector<unsigned char>& counts) {
    const bool quantity_is_share = stiff::quantity(quantity).units == "1";
    std::vector<Estimate> counted, all;
    for (std::size_t i = 0; i < readings_.cycles.size(); ++i) {
      const CycleReading& reading = readings_.cycles[i];
      Estimate one = read(reading);
      if (one.has_value()) one.quality = quality_of(one, quantity_is_share, reading);
      all.push_back(one);
      if (counts[i]) counted.push_back(one);
      row(quantity, method, static_cast<int>(i + 1), false,
          shared ? with_shared_error(one, readings_.shared) : one);
    }
    // Where the only value is of a cycle that does not count, it is quoted all the same.
    const bool none = std::none_of(counted.begin(), counted.end(),
                                   [](const Estimate& one) { return one.has_value(); });
    const std::vector<Estimate>& quoted = none ? all : counted;
    const Estimate mean =
        quoted.empty() ? no_estimate(Reason::no_contact) : mean_over_cycles(quoted);
    row(quantity, method, 0, primary, shared ? with_shared_error(mean, readings_.shared) : mean);
  }

  void row(const char* quantity, const std::string& method, int repeat, bool primary,
           const Estimate& estimate) {
    rows_.push_back({quantity, "all", method, repeat, primary, estimate});
  }

  std::vector<EstimateRow> take() { return std::move(rows_); }

 private:
  const IndentationReadings& readings_;
  std::vector<EstimateRow> rows_;
};

// A term that a cycle's series does not have has the reason of the whole, or none of the kind.
Estimate term_of(const RelaxationFit& fit, const std::vector<Estimate>& terms, std::size_t term) {
  if (!fit.ok()) return no_estimate(fit.reason);
  return term < terms.size() ? terms[term] : no_estimate(Reason::low_signal);
}

void add_relaxation(const IndentationReadings& readings, Rows& rows) {
  rows.add_of_holds("instantaneous_modulus", "prony", true, true,
                    [](const CycleReading& r) { return r.instantaneous_kpa; });
  rows.add_of_holds("long_time_modulus", "prony", true, true,
                    [](const CycleReading& r) { return r.long_time_kpa; });
  const auto of_springs = [&rows](const char* quantity, const char* method, const auto& of) {
    rows.add_of_holds(quantity, method, true, true,
                      [of](const CycleReading& r) { return of(r.springs); });
  };
  of_springs("zener_parallel_spring", "one_term",
             [](const SpringDashpot& s) { return s.zener.parallel_spring_kpa; });
  of_springs("zener_series_spring", "one_term",
             [](const SpringDashpot& s) { return s.zener.series_spring_kpa; });
  of_springs("zener_dashpot", "one_term",
             [](const SpringDashpot& s) { return s.zener.dashpot_pa_s; });
  of_springs("kelvin_voigt_spring", "ramp_and_hold",
             [](const SpringDashpot& s) { return s.kelvin_voigt_spring_kpa; });
  of_springs("kelvin_voigt_dashpot", "ramp_and_hold",
             [](const SpringDashpot& s) { return s.kelvin_voigt_dashpot_pa_s; });
  std::size_t terms = 1;
  for (const CycleReading& reading : readings.cycles) {
    if (reading.rested) terms = std::max(terms, reading.relaxation.tau_s.size());
  }
  for (std::size_t term = 0; term < terms; ++term) {
    const std::string method = prony_method(term);
    rows.add_of_holds(
        "prony_time_constant", method, term == 0, false,
        [term](const CycleReading& r) { return term_of(r.relaxation, r.relaxation.tau_s, term); });
    rows.add_of_holds("prony_amplitude", method, term == 0, false, [term](const CycleReading& r) {
      return term_of(r.relaxation, r.relaxation.g, term);
    });
  }
}

// Over all cycles, the first ones too: the exponent needs rates, the change a beginning.
void add_course(const IndentationReadings& readings, const IndentationOptions& options,
                Rows& rows) {
  std::vector<Estimate> counted, all;
  std::vector<double> rates;
  for (std::size_t i = 0; i < readings.cycles.size(); ++i) {
    const CycleReading& reading = readings.cycles[i];
    if (reading.secant_kpa.has_value()) all.push_back(reading.secant_kpa);
    if (!readings.counts[i]) continue;
    counted.push_back(reading.secant_kpa);
    rates.push_back(reading.rate_mm_per_s.value);
  }
  rows.row("modulus_rate_exponent", "loading_secant", 0, true,
           rate_exponent(counted, rates, options.reading.least_rate_ratio));
  rows.row(
      "preconditioning_change", "loading_secant", 0, true,
      all.size() < 2 ? no_estimate(Reason::too_few) : relative_change(all.front(), all.back()));
}

}  // namespace

std::string prony_method(std::size_t term) {
  return "prony_term_" + std::to_string(term + 1);
}

std::vector<EstimateRow> indentation_rows(const IndentationReadings& readings,
                                          const IndentationOptions& options) {
  Rows rows(readings);
  rows.add("indentation_modulus", "loading_secant", true, true,
           [](const CycleReading& r) { return r.secant_kpa; });
  rows.add("indentation_modulus", "loading_tangent", false, true,
           [](const CycleReading& r) { return r.tangent_kpa; });
  rows.add("indentation_modulus", "contact_tangent", false, true,
           [](const CycleReading& r) { return r.contact_tangent_kpa; });
  rows.add("contact_depth", std::string(to_string(options.reading.contact)), true, false,
           [](const CycleReading& r) { return r.contact_depth_mm; });
  const auto by_law = [](const CycleReading& r) { return r.hold_contact_mm; };
  if (std::any_of(readings.cycles.begin(), readings.cycles.end(),
                  [&](const CycleReading& r) { return by_law(r).has_value(); })) {
    rows.add_of_holds("contact_depth", "hold_law", false, false, by_law);
  }
  rows.add("indentation_depth", "loading_fit", true, false,
           [](const CycleReading& r) { return r.depth_mm; });
  rows.add("loading_rate", "loading_fit", true, false,
           [](const CycleReading& r) { return r.rate_mm_per_s; });
  rows.add("hysteresis_ratio", "work", true, false,
           [](const CycleReading& r) { return r.hysteresis; });
  add_relaxation(readings, rows);
  add_course(readings, options, rows);
  return rows.take();
}

}  // namespace stiff
