#include "stiff/contact/compression_analysis.h"

#include "stiff/contact/compression_hold.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

namespace stiff {
namespace {

using Readings = std::vector<HoldReading>;
using Of = std::function<Estimate(const HoldReading&)>;

constexpr const char* kLevel = "force_level";
constexpr const char* kScan = "passive_scan";
constexpr const char* kPeak = "spectral_peak";
constexpr const char* kRatio = "force_displacement";

// A p-value, which has no error of its own.
Estimate plain(double value, Reason otherwise, std::int64_t n = 1) {
  if (!std::isfinite(value)) return no_estimate(otherwise);
  Estimate estimate;
  estimate.value = value;
  estimate.n = n;
  estimate.quality = 1;
  return estimate;
}

Estimate mean_over_holds(const Readings& readings, const Of& of) {
  std::vector<Estimate> values;
  Reason reason = Reason::too_few;
  for (const HoldReading& reading : readings) {
    const Estimate one = of(reading);
    if (one.has_value())
      values.push_back(one);
    else
      reason = one.reason;
  }
  if (values.empty()) return no_estimate(reason);
  if (values.size() == 1) return values.front();
  const auto n = static_cast<double>(values.size());
  double mean = 0, squares = 0, quality = 0;
  for (const Estimate& one : values) {
    mean += one.value / n;
    quality += one.quality / n;
  }
  for (const Estimate& one : values) squares += (one.value - mean) * (one.value - mean);
  return make_estimate(mean, std::sqrt(squares / (n - 1) / n), quality,
                       static_cast<std::int64_t>(values.size()), n - 1);
}

// The rows of a quantity: each hold's, and the recording's.
class Rows {
 public:
  explicit Rows(const Readings& readings) : readings_(readings) {}

  void add(const std::string& quantity, const std::string& method, const Of& of,
           const Estimate& whole, bool primary = true) {
    rows_.push_back({quantity, "all", method, 0, primary, whole});
    int repeat = 0;
    for (const HoldReading& reading : readings_) {
      rows_.push_back({quantity, "all", method, ++repeat, false, of(reading)});
    }
  }
  void add_mean(const std::string& quantity, const std::string& method, const Of& of,
                bool primary = true) {
    add(quantity, method, of, mean_over_holds(readings_, of), primary);
  }
  std::vector<EstimateRow> take() { return std::move(rows_); }

 private:
  const Readings& readings_;
  std::vector<EstimateRow> rows_;
};

// A verdict over holds: the smallest p of all, corrected for their number, and whose it is.
struct Smallest {
  double p = kNaN;
  const HoldReading* whose = nullptr;
};

Smallest smallest(const Readings& readings, const std::function<double(const HoldReading&)>& p_of,
                  const std::function<bool(const HoldReading&)>& may) {
  Smallest result;
  int tested = 0;
  double least = kNaN;
  for (const HoldReading& reading : readings) {
    const double p = p_of(reading);
    if (std::isnan(p)) continue;
    ++tested;
    if (!(p >= least)) least = p;
    if (may(reading) && (!result.whose || p < p_of(*result.whose))) result.whose = &reading;
  }
  const auto together = [&](double p) { return -std::expm1(tested * std::log1p(-p)); };
  if (tested > 0) result.p = tested == 1 ? least : together(least);
  return result;
}

void add_levels(Rows& rows, const Readings& readings, double area_m2) {
  rows.add(
      "hold_onset", kLevel, [](const HoldReading& r) { return r.hold.onset_s; },
      readings.front().hold.onset_s);
  rows.add_mean("hold_duration", kLevel, [](const HoldReading& r) { return r.hold.duration_s; });
  rows.add_mean("hold_force", kLevel, [](const HoldReading& r) { return r.force_n; });
  rows.add_mean("hold_pressure", kLevel, [area_m2](const HoldReading& r) {
    return area_m2 > 0 ? scaled_power(r.force_n, 1e-3 / area_m2, 1)
                       : no_estimate(Reason::missing_metadata);
  });
  rows.add_mean("hold_unsteadiness", kLevel, [](const HoldReading& r) { return r.unsteadiness; });
}

// How many terms most holds' series have, the fewer where two are as many; 0 without a fit.
std::size_t usual_terms(const Readings& readings) {
  std::size_t usual = 0;
  std::ptrdiff_t most = 0;
  for (std::size_t terms = 1; terms <= 3; ++terms) {
    const auto count = std::count_if(readings.begin(), readings.end(), [&](const HoldReading& r) {
      return r.relaxation.fit.ok() && r.relaxation.fit.tau_s.size() == terms;
    });
    if (count > most) most = count, usual = terms;
  }
  return usual;
}

void add_relaxation(Rows& rows, const Readings& readings) {
  rows.add_mean("relaxed_share", "prony_fit",
                [](const HoldReading& r) { return r.relaxation.relaxed_share; });
  const std::size_t usual = usual_terms(readings);
  std::size_t terms = 1;
  for (const HoldReading& r : readings) terms = std::max(terms, r.relaxation.fit.tau_s.size());
  for (std::size_t term = 0; term < terms; ++term) {
    const std::string method = "prony_term_" + std::to_string(term + 1);
    const auto of = [term](const std::vector<Estimate> RelaxationFit::*which) {
      return [term, which](const HoldReading& r) {
        const RelaxationFit& fit = r.relaxation.fit;
        const std::vector<Estimate>& values = fit.*which;
        if (term < values.size()) return values[term];
        return no_estimate(fit.ok() ? Reason::low_signal : fit.reason);
      };
    };
    // A term of two is not that of three: the mean is of the series that are alike.
    const auto add = [&](const char* quantity, const std::vector<Estimate> RelaxationFit::*which) {
      const Of one = of(which);
      rows.add(quantity, method, one,
               mean_over_holds(readings,
                               [&](const HoldReading& r) {
                                 const RelaxationFit& fit = r.relaxation.fit;
                                 if (!fit.ok() || fit.tau_s.size() == usual) return one(r);
                                 return no_estimate(Reason::low_signal);
                               }),
               term == 0);
    };
    add("prony_time_constant", &RelaxationFit::tau_s);
    add("prony_amplitude", &RelaxationFit::g);
  }
}

// A p-value, the holds' in their rows, and rows that the hold with the smallest answers for.
void add_verdicts(Rows& rows, const Readings& readings, const CompressionOptions& options) {
  const auto p_row = [](double StepVerdict::*p, StepVerdict ReleaseDetection::*which) {
    return [p, which](const HoldReading& r) {
      return plain(r.release.*which.*p, r.release.reason, r.release.draws);
    };
  };
  const auto whole_of = [&](const Smallest& least, double alpha, const Of& of, Reason otherwise) {
    if (least.whose && least.p <= alpha) return of(*least.whose);
    return no_estimate(std::isnan(least.p) ? Reason::too_few : otherwise);
  };
  const double alpha = options.release.alpha;
  const Smallest release = smallest(
      readings, [](const HoldReading& r) { return r.release.release.p_value; },
      [](const HoldReading& r) { return r.release.release.found; });
  rows.add("release_p_value", kScan, p_row(&StepVerdict::p_value, &ReleaseDetection::release),
           plain(release.p, Reason::too_few));
  const auto add_release = [&](const char* quantity, const Of& of) {
    rows.add(quantity, kScan, of, whole_of(release, alpha, of, Reason::no_release));
  };
  add_release("release_time", [](const HoldReading& r) { return r.release_time_s; });
  add_release("release_drop", [](const HoldReading& r) {
    return r.release.reason == Reason::none ? r.release.release.size_n
                                            : no_estimate(r.release.reason);
  });
  add_release("release_share", [](const HoldReading& r) { return r.release_share; });
  add_release("hold_share_after_release", [](const HoldReading& r) { return r.share_after; });
  const Smallest guarding = smallest(
      readings, [](const HoldReading& r) { return r.release.guarding.p_value; },
      [](const HoldReading& r) { return r.release.guarding.found; });
  rows.add("guarding_p_value", kScan, p_row(&StepVerdict::p_value, &ReleaseDetection::guarding),
           plain(guarding.p, Reason::too_few));
  const auto add_guarding = [&](const char* quantity, const Of& of) {
    rows.add(quantity, kScan, of, whole_of(guarding, alpha, of, Reason::low_signal));
  };
  add_guarding("guarding_rise", [](const HoldReading& r) {
    if (r.release.guarding.found) return r.release.guarding.size_n;
    return no_estimate(r.release.reason == Reason::none ? Reason::low_signal : r.release.reason);
  });
  add_guarding("guarding_time", [](const HoldReading& r) { return r.guarding_time_s; });
  const Smallest tremor = smallest(
      readings, [](const HoldReading& r) { return r.tremor.p_value; },
      [](const HoldReading& r) { return r.tremor.found(); });
  const Reason no_tremor = readings.front().tremor.frequency_hz.reason;
  rows.add(
      "tremor_p_value", kPeak,
      [](const HoldReading& r) { return plain(r.tremor.p_value, r.tremor.frequency_hz.reason); },
      plain(tremor.p, no_tremor));
  const auto add_tremor = [&](const char* quantity, const Of& of) {
    rows.add(quantity, kPeak, of,
             std::isnan(tremor.p) ? no_estimate(no_tremor)
                                  : whole_of(tremor, options.tremor.alpha, of, Reason::low_signal));
  };
  add_tremor("tremor_frequency", [](const HoldReading& r) { return r.tremor.frequency_hz; });
  add_tremor("tremor_amplitude", [](const HoldReading& r) { return r.tremor.amplitude_n; });
}

void add_stiffness(Rows& rows) {
  rows.add_mean("compression_stiffness_before", kRatio,
                [](const HoldReading& r) { return r.stiffness.before; });
  rows.add_mean("compression_stiffness_in_hold", kRatio,
                [](const HoldReading& r) { return r.stiffness.in_hold; });
  rows.add_mean("compression_stiffness_after", kRatio,
                [](const HoldReading& r) { return r.stiffness.after; });
}

void note(std::string& message, const std::string& what) {
  message += (message.empty() ? "" : "; ") + what;
}

void add_notes(const Readings& readings, const CompressionRecording& recording,
               std::string& message) {
  if (!(recording.probe_area_m2 > 0)) {
    note(message, "no pressure: 'ProbeArea' or 'ProbeDiameter' is not given");
  }
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const HoldReading& r = readings[i];
    const std::string hold = "hold " + std::to_string(i + 1) + ": ";
    if (r.release.guarding_ended) {
      note(message, hold + "the force rises and falls back: guarding that went, no release");
    }
    // Drawing back by what the ramp's stiffness makes half of the drop explains the drop.
    const double retreat = r.stiffness.retreat_m * r.stiffness.before.value;
    if (r.release.release.found && retreat > 0.5 * r.release.release.size_n.value) {
      note(message,
           hold + "the probe draws back at the release, which explains half of it or more");
    }
    if (r.release.reason != Reason::none) note(message, hold + "too short for a release");
    if (!(r.hold.let_go_s > 0)) note(message, hold + "the record ends before it is let go");
  }
}

// A quantity that there is none of, without a single hold.
ContactResult without_hold(const CompressionRecording& recording, const HoldSearch& search) {
  ContactResult result;
  result.status = Status::refused;
  result.message = search.message;
  const std::vector<std::pair<const char*, std::vector<const char*>>> expected{
      {kLevel, {"hold_onset", "hold_duration", "hold_force", "hold_pressure", "hold_unsteadiness"}},
      {"prony_fit", {"relaxed_share"}},
      {"prony_term_1", {"prony_time_constant", "prony_amplitude"}},
      {kScan,
       {"release_p_value", "release_time", "release_drop", "release_share",
        "hold_share_after_release", "guarding_p_value", "guarding_rise", "guarding_time"}},
      {kPeak, {"tremor_p_value", "tremor_frequency", "tremor_amplitude"}},
      {kRatio,
       {"compression_stiffness_before", "compression_stiffness_in_hold",
        "compression_stiffness_after"}}};
  for (const auto& [method, quantities] : expected) {
    for (const char* quantity : quantities) {
      result.estimates.push_back({quantity, "all", method, 0, true, no_estimate(search.reason)});
    }
  }
  result.traces.push_back(compression_trace(recording));
  return result;
}

}  // namespace

ContactResult analyse_compression(const CompressionRecording& recording,
                                  const CompressionOptions& options,
                                  const RelaxationOptions& relaxation) {
  const HoldSearch search =
      find_holds(recording.force_n, recording.sampling_frequency_hz, options.hold);
  if (search.reason != Reason::none) return without_hold(recording, search);
  Readings readings;
  for (const Hold& hold : search.holds) {
    readings.push_back(read_hold(recording, hold, options, relaxation));
  }
  ContactResult result;
  result.message = search.message;
  add_notes(readings, recording, result.message);
  Rows rows(readings);
  add_levels(rows, readings, recording.probe_area_m2);
  add_relaxation(rows, readings);
  add_verdicts(rows, readings, options);
  add_stiffness(rows);
  result.estimates = rows.take();
  result.traces.push_back(compression_trace(recording));
  for (std::size_t i = 0; i < readings.size(); ++i) {
    result.traces.push_back(hold_trace(recording, readings[i], i + 1));
  }
  return result;
}

}  // namespace stiff
