#include "stiff/contact/indentation_analysis.h"

#include "stiff/contact/hold_memory.h"
#include "stiff/contact/indentation_curves.h"
#include "stiff/contact/indentation_rows.h"
#include "stiff/contact/indenter.h"
#include "stiff/dsp/robust_scale.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>
#include <string>

namespace stiff {
namespace {

constexpr double kGap = 5;  // steps of the clock

std::string text(double value, int digits_wanted = 3) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general,
                                 digits_wanted);
  return {digits, end.ptr};
}

void note(std::string& message, const std::string& what) {
  message += (message.empty() ? "" : "; ") + what;
}

bool usable(const CycleReading& reading) {
  return reading.secant_kpa.has_value();
}

// The cycles behind the preconditioning that have a value; where none is left, the last that has.
std::vector<unsigned char> counting(const std::vector<CycleReading>& cycles, int left_out) {
  std::vector<unsigned char> counts(cycles.size(), 0);
  const auto good = std::count_if(cycles.begin(), cycles.end(), usable);
  auto skip = std::min<std::ptrdiff_t>(left_out, std::max<std::ptrdiff_t>(good - 1, 0));
  for (std::size_t i = 0; i < cycles.size(); ++i) {
    if (!usable(cycles[i])) continue;
    if (skip-- > 0) continue;
    counts[i] = 1;
  }
  // Nothing to count: the reasons of all stand for the recording.
  if (good == 0) std::fill(counts.begin(), counts.end(), static_cast<unsigned char>(1));
  return counts;
}

double largest_depth(const std::vector<CycleReading>& cycles) {
  double depth = 0;
  for (const CycleReading& reading : cycles) {
    if (reading.depth_m > depth) depth = reading.depth_m;
  }
  return depth;
}

std::string why_none(const IndentationRecording& recording,
                     const std::vector<CycleReading>& cycles) {
  if (cycles.empty()) return "the probe never goes in and stays: no loading curve";
  switch (cycles.front().loading.reason) {
    case Reason::no_contact:
      return "no contact: the force never rises out of its noise as the probe goes in";
    case Reason::beyond_thickness:
      return "the probe goes " + text(largest_depth(cycles) * 1e3) +
             " mm deep, the tissue is given as " + text(recording.thickness_m * 1e3) + " mm thick";
    case Reason::outside_field:
      return "in contact from the first sample on: a sphere's modulus needs the contact point";
    case Reason::too_few:
      return "too few samples on the way in";
    case Reason::out_of_range:
      return "the probe is too deep or too wide for the layer's theory";
    default:
      return "the loading curve could not be fitted";
  }
}

void note_model(const IndentationRecording& recording, const IndentationReadings& readings,
                const IndentationOptions& options, std::string& message) {
  const double depth = largest_depth(readings.cycles);
  if (std::isnan(recording.thickness_m)) {
    note(message, "no 'TissueThickness': taken as a half space, too stiff where bone is near");
  } else if (depth > options.reading.small_strain * recording.thickness_m) {
    note(message, text(depth * 1e3) + " mm is " + text(100 * depth / recording.thickness_m) +
                      " % of the thickness: the theory is one of small strain");
  }
  if (!recording.poisson_stated) {
    note(message, "no 'PoissonRatio': " + text(recording.poisson_ratio));
  }
}

// A step of the time axis that is longer than what the ways in and their fits take for granted.
void note_gap(const IndentationRecording& recording, std::string& message) {
  const std::vector<double>& time = recording.time_s;
  std::vector<double> steps;
  for (std::size_t i = 1; i < time.size(); ++i) steps.push_back(time[i] - time[i - 1]);
  const auto longest = std::max_element(steps.begin(), steps.end());
  const double gap_s = *longest, at_s = time[static_cast<std::size_t>(longest - steps.begin())];
  if (gap_s > kGap * median(std::move(steps))) {
    note(message, "a gap of " + text(gap_s) + " s at " + text(at_s) + " s");
  }
}

// What the counting cycles have in common: how many bend, misfit, relax.
void note_cycles(const IndentationReadings& readings, std::string& message) {
  std::size_t used = 0, bent = 0, misfit = 0, early = 0, relaxing = 0;
  double slowest = INFINITY, fastest = 0;
  for (std::size_t i = 0; i < readings.cycles.size(); ++i) {
    const CycleReading& reading = readings.cycles[i];
    if (!readings.counts[i] || !usable(reading)) continue;
    ++used;
    bent += reading.loading.terms > 1 ? 1 : 0;
    misfit += reading.loading.misfit > 1 ? 1 : 0;
    early += reading.loading.contact == LoadingFit::Contact::before_record ? 1 : 0;
    relaxing += reading.relaxation.ok() && reading.relaxation.terms > 0 ? 1 : 0;
    slowest = std::min(slowest, reading.rate_mm_per_s.value);
    fastest = std::max(fastest, reading.rate_mm_per_s.value);
  }
  const std::size_t left_out = readings.cycles.size() - used;
  if (left_out > 0) {
    note(message, std::to_string(used) + " of " + std::to_string(readings.cycles.size()) +
                      " cycles count, after preconditioning");
  }
  if (early > 0) {
    note(message, "in contact from the first sample on: the modulus is the slope's alone");
  }
  if (2 * bent > used) note(message, "the loading curve bends: the modulus changes with depth");
  if (2 * bent > used || relaxing > 0) {
    const std::string rate =
        fastest < 1.05 * slowest ? text(fastest) : text(slowest) + " to " + text(fastest);
    note(message, "the modulus is one of loading at " + rate + " mm/s");
  }
  if (misfit > 0) note(message, "the loading curve does not fit: errors are widened");
}

// What the tissue remembers of the cycles before goes into the error of a hold's moduli, or keeps
// its numbers out.
void mark_rested(const IndentationRecording& recording, const Indenter& indenter,
                 std::vector<CycleReading>& cycles) {
  const std::vector<double> memory = hold_memory(recording, indenter, cycles);
  for (std::size_t i = 0; i < cycles.size(); ++i) {
    CycleReading& reading = cycles[i];
    if (!(memory[i] > 0)) continue;
    reading.memory = memory[i];
    reading.rested = rested(reading, memory[i]);
    if (!reading.rested) continue;
    const SharedError error{1.96 * memory[i], 1.96 * memory[i], memory[i]};
    SpringDashpot& springs = reading.springs;
    for (Estimate* e :
         {&reading.instantaneous_kpa, &reading.long_time_kpa, &springs.zener.parallel_spring_kpa,
          &springs.zener.series_spring_kpa, &springs.zener.dashpot_pa_s,
          &springs.kelvin_voigt_spring_kpa, &springs.kelvin_voigt_dashpot_pa_s}) {
      *e = with_shared_error(*e, error);
    }
  }
}

// Where one term, or none, is not what the rested holds are.
void note_springs(const std::vector<CycleReading>& cycles, std::string& message) {
  bool other = false, relaxes = false;
  for (const CycleReading& reading : cycles) {
    if (!reading.cycle.holds || !reading.relaxation.ok() || !reading.rested) continue;
    relaxes = relaxes || reading.relaxation.terms > 0;
    other = other || (reading.relaxation.terms > 0 && !reading.springs.zener.preferred);
  }
  if (other) {
    note(message, "one term does not describe the hold: see the prony rows");
  } else if (relaxes) {
    note(message, "the hold relaxes: no Kelvin-Voigt solid");
  }
}

void note_memory(const std::vector<CycleReading>& cycles, std::string& message) {
  std::string which;
  std::vector<std::size_t> left;
  std::size_t out = 0;
  for (std::size_t i = 0; i < cycles.size(); ++i) {
    if (!cycles[i].cycle.holds || !cycles[i].relaxation.ok()) continue;
    if (cycles[i].rested) {
      left.push_back(i);
      continue;
    }
    which += (out++ > 0 ? ", " : "") + std::to_string(i + 1);
  }
  if (out == 0) return;
  const bool first = left.size() == 1 && left.front() == 0;
  note(message, (out == 1 ? "hold " : "holds ") + which +
                    ": the tissue still recovers from the hold before; " +
                    (left.empty() ? "no hold is of rested tissue"
                     : first      ? "the first is quoted"
                                  : "the others are quoted"));
}

// The stiffness of a flat end is the same at any depth. A sphere's first counting cycle is fitted
// again, by the plainest model, with each other indenter.
SharedError shared_of(const IndentationRecording& recording, const IndentationReadings& readings,
                      const Indenter& indenter, const IndentationOptions& options) {
  const CycleReading* counting = nullptr;
  for (std::size_t i = 0; i < readings.cycles.size() && !counting; ++i) {
    if (readings.counts[i] && usable(readings.cycles[i])) counting = &readings.cycles[i];
  }
  if (!counting) return {};
  const auto modulus = [&](const Indenter& other) {
    if (recording.shape == ProbeShape::flat) return 1 / other.force_over_modulus_m2(1e-3);
    const IndentationCycle& cycle = counting->cycle;
    const auto part = [&](const std::vector<double>& all) {
      return std::span<const double>(all).subspan(cycle.begin, cycle.loading_end - cycle.begin);
    };
    return fit_loading(part(recording.time_s), part(recording.force_n), part(recording.depth_m),
                       other, cycle.deepest_m, {.most_terms = 1, .drift = false})
        .secant_pa.value;
  };
  return shared_error(indenter, modulus, recording.thickness_std_error_m, recording.poisson_ratio,
                      options.reading.poisson_error);
}

}  // namespace

ContactResult analyse_indentation(const IndentationRecording& recording,
                                  const IndentationOptions& options) {
  const Indenter indenter(recording.shape, recording.probe_diameter_m / 2, recording.poisson_ratio,
                          recording.thickness_m);
  const IndentationCycles found = find_cycles(recording.time_s, recording.depth_m, options.cycles);
  IndentationReadings readings;
  readings.depth_noise_m = found.depth_noise_m;
  for (const IndentationCycle& cycle : found.cycles) {
    readings.cycles.push_back(read_cycle(recording, cycle, found.depth_noise_m, indenter, options));
  }
  mark_rested(recording, indenter, readings.cycles);
  readings.counts = counting(readings.cycles, options.reading.preconditioning);
  readings.shared = shared_of(recording, readings, indenter, options);
  ContactResult result;
  result.estimates = indentation_rows(readings, options);
  result.traces = indentation_traces(recording, readings, indenter);
  if (std::none_of(readings.cycles.begin(), readings.cycles.end(), usable)) {
    result.status = Status::refused;
    result.message = why_none(recording, readings.cycles);
    return result;
  }
  note_model(recording, readings, options, result.message);
  note_cycles(readings, result.message);
  note_springs(readings.cycles, result.message);
  note_memory(readings.cycles, result.message);
  note_gap(recording, result.message);
  return result;
}

}  // namespace stiff
