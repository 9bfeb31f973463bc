#include "stiff/contact/indentation_curves.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace stiff {
namespace {

constexpr std::size_t kMostSamples = 20000;
constexpr std::size_t kDepths = 16;
constexpr int kFewestInWindow = 8;

std::string text(double value) {
  char digits[32];
  const auto end =
      std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general, 4);
  return {digits, end.ptr};
}

std::string assumptions(const IndentationRecording& recording) {
  const bool flat = recording.shape == ProbeShape::flat;
  return std::string("small strain; a rigid, frictionless ") + (flat ? "flat punch" : "sphere") +
         " of " + text(recording.probe_diameter_m * 1e3) + " mm on a homogeneous, isotropic " +
         (std::isnan(recording.thickness_m)
              ? "half space"
              : "layer of " + text(recording.thickness_m * 1e3) +
                    " mm bonded to a plane rigid base (a curved bone: up to 21 % off)") +
         "; Poisson's ratio " + text(recording.poisson_ratio) +
         (recording.poisson_stated ? "" : " (not stated)");
}

Trace over_time(const IndentationRecording& recording, const IndentationReadings& readings,
                const Indenter& indenter) {
  const std::size_t size = recording.time_s.size();
  std::vector<float> fit(size, std::numeric_limits<float>::quiet_NaN());
  for (const CycleReading& reading : readings.cycles) {
    if (!reading.loading.ok()) continue;
    for (std::size_t i = reading.cycle.begin; i < reading.cycle.loading_end; ++i) {
      fit[i] = static_cast<float>(
          loading_force_n(reading.loading, indenter, recording.time_s[i], recording.depth_m[i]));
    }
    const std::vector<double>& hold = reading.relaxation.model_n;
    for (std::size_t k = 0; k < hold.size(); ++k) {
      const std::size_t i = reading.relaxation_from + k;
      if (std::isnan(hold[k]) || i < reading.cycle.loading_end) continue;
      fit[i] = static_cast<float>(hold[k] + reading.zero.at(recording.time_s[i]));
    }
  }
  Trace trace;
  trace.axis_long_name = "time of the recording";
  TraceSignal force{"force", "N", "force as recorded", {}};
  TraceSignal depth{"depth", "mm", "travel of the probe, into the tissue positive", {}};
  TraceSignal model{
      "fit", "N", "loading curves and holds as fitted: " + assumptions(recording), {}};
  const std::size_t step = std::max<std::size_t>(1, size / kMostSamples);
  for (std::size_t i = 0; i < size; i += step) {
    trace.at.push_back(recording.time_s[i]);
    force.value.push_back(static_cast<float>(recording.force_n[i]));
    depth.value.push_back(static_cast<float>(recording.depth_m[i] * 1e3));
    model.value.push_back(fit[i]);
  }
  trace.signals = {std::move(force), std::move(model), std::move(depth)};
  return trace;
}

// Slope of the force over G within a window of depth; the window and the slope's instrument are of
// the neighbours' depth, whose noise is another's.
struct WindowSums {
  double n = 0, z = 0, g = 0, f = 0, zz = 0, zg = 0, zf = 0, gg = 0, gf = 0, ff = 0;

  Estimate modulus_kpa() const {
    if (!(n >= kFewestInWindow)) return no_estimate(Reason::too_few);
    const double szz = zz - z * z / n, szg = zg - z * g / n, szf = zf - z * f / n;
    const double sgg = gg - g * g / n, sgf = gf - g * f / n, sff = ff - f * f / n;
    if (!(szg > 0)) return no_estimate(Reason::too_few);
    const double slope = szf / szg;
    const double left = std::max(sff - 2 * slope * sgf + slope * slope * sgg, 0.0) / (n - 2);
    return make_estimate(slope * 1e-3, std::sqrt(left * szz) / szg * 1e-3, 1,
                         static_cast<std::int64_t>(n));
  }
};

std::vector<Estimate> windows_of(const IndentationRecording& recording, const CycleReading& reading,
                                 const Indenter& indenter, double step_m) {
  std::vector<WindowSums> sums(kDepths);
  const IndentationCycle& cycle = reading.cycle;
  const double contact = reading.loading.contact_depth_m.value;
  for (std::size_t i = cycle.begin + 1; i + 1 < cycle.loading_end; ++i) {
    const double beside = 0.5 * (recording.depth_m[i - 1] + recording.depth_m[i + 1]) - contact;
    if (!(beside > 0) || !(beside < step_m * kDepths)) continue;
    WindowSums& sum = sums[static_cast<std::size_t>(beside / step_m)];
    const double z = indenter.force_over_modulus_m2(beside);
    const double g = indenter.force_over_modulus_m2(recording.depth_m[i] - contact);
    const double f = recording.force_n[i] - reading.loading.offset_n(recording.time_s[i]);
    sum.n += 1;
    sum.z += z;
    sum.g += g;
    sum.f += f;
    sum.zz += z * z;
    sum.zg += z * g;
    sum.zf += z * f;
    sum.gg += g * g;
    sum.gf += g * f;
    sum.ff += f * f;
  }
  std::vector<Estimate> all;
  for (const WindowSums& sum : sums) all.push_back(sum.modulus_kpa());
  return all;
}

double fitted_modulus_kpa(const LoadingFit& fit, const Indenter& indenter, double depth_m) {
  if (!(depth_m > 0) || depth_m > fit.deepest_m - fit.value[0]) return kNaN;
  const double h = 1e-4 * depth_m, at = fit.value[0] + depth_m;
  const auto force = [&](double w) { return loading_force_n(fit, indenter, fit.mid_s, w); };
  return (force(at + h) - force(at - h)) / (2 * h) / indenter.slope_m(depth_m) * 1e-3;
}

void add_marks(const IndentationReadings& readings, Trace& trace) {
  const auto mark = [&](const char* name, const char* units, const char* what, auto&& read) {
    TraceMark made{name, units, what, {}};
    for (std::size_t i = 0; i < readings.cycles.size(); ++i) made.value.push_back(read(i));
    trace.marks.push_back(std::move(made));
  };
  const auto& cycles = readings.cycles;
  mark("contact_depth", "mm", "the probe's travel at which it met the tissue",
       [&](std::size_t i) { return cycles[i].contact_depth_mm.value; });
  mark("contact_time", "s", "when it met the tissue",
       [&](std::size_t i) { return cycles[i].contact_s; });
  mark("indentation_depth", "mm", "deepest travel less contact",
       [&](std::size_t i) { return cycles[i].depth_mm.value; });
  mark("loading_rate", "mm s-1", "speed of the way in",
       [&](std::size_t i) { return cycles[i].rate_mm_per_s.value; });
  mark("counts", "1", "1: the cycle is in the recording's numbers",
       [&](std::size_t i) { return static_cast<double>(readings.counts[i]); });
}

Trace over_depth(const IndentationRecording& recording, const IndentationReadings& readings,
                 const Indenter& indenter, double deepest_m) {
  const double step_m = deepest_m / kDepths;
  Trace trace;
  trace.name = "trace_modulus";
  trace.axis = "depth";
  trace.axis_units = "mm";
  trace.axis_long_name = "depth below the contact point, middle of a window";
  trace.repeat_name = "cycle";
  trace.repeats = readings.cycles.size();
  for (std::size_t k = 0; k < kDepths; ++k) {
    trace.at.push_back((static_cast<double>(k) + 0.5) * step_m * 1e3);
  }
  TraceSignal modulus{
      "modulus",
      "kPa",
      "Young's modulus of the slope in a window of depth: " + assumptions(recording),
      {}};
  TraceSignal error{"modulus_std_error", "kPa", "its standard error, of the force's scatter", {}};
  TraceSignal model{"fit_modulus", "kPa", "the same slope of the loading fit", {}};
  for (const CycleReading& reading : readings.cycles) {
    const bool known = reading.loading.ok() && reading.loading.contact_depth_m.has_value();
    const std::vector<Estimate> windows =
        known ? windows_of(recording, reading, indenter, step_m)
              : std::vector<Estimate>(kDepths, no_estimate(Reason::no_contact));
    for (std::size_t k = 0; k < kDepths; ++k) {
      modulus.value.push_back(static_cast<float>(windows[k].value));
      error.value.push_back(static_cast<float>(windows[k].std_error));
      model.value.push_back(static_cast<float>(
          known ? fitted_modulus_kpa(reading.loading, indenter, trace.at[k] * 1e-3) : kNaN));
    }
  }
  trace.signals = {std::move(modulus), std::move(error), std::move(model)};
  add_marks(readings, trace);
  return trace;
}

}  // namespace

std::vector<Trace> indentation_traces(const IndentationRecording& recording,
                                      const IndentationReadings& readings,
                                      const Indenter& indenter) {
  std::vector<Trace> traces{over_time(recording, readings, indenter)};
  double deepest = 0;
  for (const CycleReading& reading : readings.cycles) {
    if (reading.depth_m > deepest) deepest = reading.depth_m;
  }
  if (deepest > 0) traces.push_back(over_depth(recording, readings, indenter, deepest));
  return traces;
}

}  // namespace stiff
