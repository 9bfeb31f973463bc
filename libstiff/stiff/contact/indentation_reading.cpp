#include "stiff/contact/indentation_reading.h"

#include "stiff/contact/hold_springs.h"
#include "stiff/contact/hold_zero.h"
#include "stiff/contact/ramp_contact.h"
#include "stiff/contact/shared_error.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

// A ramp and a level that the depth keeps to within these is taken for even.
constexpr double kEvenShare = 0.01;
constexpr double kEvenNoises = 5;

using Series = std::span<const double>;

Series part(const std::vector<double>& values, std::size_t from, std::size_t to) {
  return Series(values).subspan(from, to - from);
}

Estimate in_kpa(const Estimate& pa) {
  return scaled_power(pa, 1e-3, 1);
}

LoadingFit fit_in(const IndentationRecording& recording, const IndentationCycle& cycle,
                  const Indenter& indenter, const IndentationOptions& options) {
  const Series time = part(recording.time_s, cycle.begin, cycle.loading_end);
  const Series force = part(recording.force_n, cycle.begin, cycle.loading_end);
  const Series depth = part(recording.depth_m, cycle.begin, cycle.loading_end);
  LoadingFit joint = fit_loading(time, force, depth, indenter, cycle.deepest_m, options.loading);
  const ContactRule rule = options.reading.contact;
  if (rule == ContactRule::joint_fit || !joint.ok() || !joint.contact_depth_m.has_value()) {
    return joint;
  }
  const Estimate contact = contact_point_with_error(rule, time, force, depth, joint, indenter);
  return fit_loading_from(time, force, depth, indenter, cycle.deepest_m, contact, options.loading);
}

// Sums of a work: force over travel below the contact, and what noise does to it.
struct Work {
  double sum = 0, variance = 0, way_m = 0;
};

Work work_of(const IndentationRecording& recording, const LoadingFit& fit, std::size_t from,
             std::size_t to, double depth_noise_m) {
  Work work;
  const double contact = fit.contact_depth_m.value;
  const auto depth = [&](std::size_t i) { return std::max(recording.depth_m[i] - contact, 0.0); };
  const auto force = [&](std::size_t i) {
    return recording.force_n[i] - fit.offset_n(recording.time_s[i]);
  };
  for (std::size_t i = from; i + 1 < to; ++i) {
    const double step = depth(i + 1) - depth(i);
    work.sum += 0.5 * (force(i) + force(i + 1)) * step;
    work.way_m += step;
    if (i == from) continue;
    // Each sample's force counts over half of the way from before it to behind it; its depth by
    // half of the force's change.
    const double way = 0.5 * (depth(i + 1) - depth(i - 1));
    const double change = depth(i) > 0 ? 0.5 * (force(i + 1) - force(i - 1)) : 0;
    work.variance +=
        fit.noise_n * fit.noise_n * way * way + depth_noise_m * depth_noise_m * change * change;
  }
  return work;
}

// Rest, even ramp, level: the depth below the contact at a time.
double even_depth(const IndentationCycle& cycle, double contact_s, double depth_m, double time_s) {
  if (time_s >= cycle.ramp_end_s) return depth_m;
  return std::max(depth_m * (time_s - contact_s) / (cycle.ramp_end_s - contact_s), 0.0);
}

// What the force's zero and the depth do to a hold's moduli.
struct HoldScale {
  double g_m2 = kNaN, slope_per_m = kNaN;  // G at the hold's depth, and d ln G / dw
  double zero_error_n = 0, depth_error_m = 0;

  HoldScale(const Indenter& indenter, double depth_m) {
    g_m2 = indenter.force_over_modulus_m2(depth_m);
    slope_per_m = indenter.slope_m(depth_m) / g_m2;
  }
  /// Relative, of a force over G. A contact that the hold's law gave goes with the force.
  double share(double force_n, double zero_n, double force_with_contact_n_m) const {
    const double of_depth = slope_per_m * depth_error_m, of_zero = zero_n / force_n;
    const double together = 2 * slope_per_m * force_with_contact_n_m / force_n;
    return std::sqrt(std::max(of_depth * of_depth + of_zero * of_zero + together, 0.0));
  }
  Estimate modulus_kpa(const Estimate& force_n, double force_with_contact_n_m) const {
    if (!force_n.has_value()) return no_estimate(force_n.reason);
    const double error = share(force_n.value, zero_error_n, force_with_contact_n_m);
    return with_shared_error(scaled_power(force_n, 1e-3 / g_m2, 1),
                             {1.96 * error, 1.96 * error, error});
  }
};

// The hold's series with the contact at a travel; whether the way in was even. Too few samples: the
// reason stands in the fit.
bool fit_hold(const IndentationRecording& recording, const Indenter& indenter, double depth_noise_m,
              double contact_m, const IndentationOptions& options, CycleReading& reading,
              HoldSeries& series) {
  const IndentationCycle& cycle = reading.cycle;
  const double depth_m = cycle.deepest_m - contact_m;
  const double contact_s = cycle.ramp_end_s - depth_m / cycle.speed_m_per_s;
  const auto first = std::lower_bound(recording.time_s.begin(), recording.time_s.end(), contact_s);
  auto from = static_cast<std::size_t>(first - recording.time_s.begin());
  from = from > cycle.begin ? from - 1 : cycle.begin;
  reading.relaxation = {};
  reading.relaxation.reason = Reason::too_few;
  if (!(from + 8 < cycle.hold_end)) return false;
  reading.zero = hold_zero(recording, cycle, reading.loading, contact_m, options.loading.drift);
  series = {part(recording.time_s, from, cycle.hold_end), {}, {}, contact_s, cycle.ramp_end_s};
  std::vector<double>& force = series.force_n;
  std::vector<double>& drive = series.drive_m2;
  double strays = 0;
  for (std::size_t i = from; i < cycle.hold_end; ++i) {
    const double time = recording.time_s[i];
    force.push_back(recording.force_n[i] - reading.zero.at(time));
    const double even = even_depth(cycle, contact_s, depth_m, time);
    drive.push_back(indenter.force_over_modulus_m2(even));
    if (even > 0) strays = std::max(strays, std::abs(recording.depth_m[i] - contact_m - even));
  }
  const bool is_even = !(strays > kEvenShare * depth_m + kEvenNoises * depth_noise_m);
  if (!is_even) {
    for (std::size_t i = from; i < cycle.hold_end; ++i) {
      drive[i - from] = indenter.force_over_modulus_m2(recording.depth_m[i] - contact_m);
    }
  }
  drive.front() = 0;
  reading.relaxation_from = from;
  reading.relaxation =
      fit_relaxation(series.time_s, force, drive, contact_s, cycle.ramp_end_s, options.relaxation);
  return is_even;
}

void read_hold(const IndentationRecording& recording, const Indenter& indenter,
               double depth_noise_m, const IndentationOptions& options, CycleReading& reading) {
  const IndentationCycle& cycle = reading.cycle;
  reading.hold_contact_mm = no_estimate(cycle.holds ? Reason::low_signal : Reason::no_hold);
  const auto refuse = [&](Reason reason) {
    reading.relaxation.reason = reason;
    reading.instantaneous_kpa = reading.long_time_kpa = no_estimate(reason);
    reading.springs = no_springs(reason);
  };
  if (!cycle.holds) return refuse(Reason::no_hold);
  if (!reading.loading.ok()) return refuse(reading.loading.reason);
  // In touch from the first sample: there is no telling when the ramp began.
  if (!(reading.contact_s < cycle.ramp_end_s)) return refuse(Reason::no_hold);
  Estimate contact = reading.loading.contact_depth_m;
  HoldSeries series;
  const auto fit = [&] {
    return fit_hold(recording, indenter, depth_noise_m, contact.value, options, reading, series);
  };
  const bool even = fit();
  const bool own = even && indenter.shape() == ProbeShape::flat &&
                   options.reading.contact == ContactRule::joint_fit;
  Eigen::VectorXd with;  // the contact's covariance with the series
  for (int turn = 0; turn < 2 && own; ++turn) {
    // An error of the force's zero is one of what the tissue holds for good.
    RelaxationFit known = reading.relaxation;
    if (known.ok()) known.covariance(0, 0) += std::pow(reading.zero.std_error_n, 2);
    const RampContact law = ramp_contact(part(recording.time_s, cycle.begin, cycle.loading_end),
                                         part(recording.force_n, cycle.begin, cycle.loading_end),
                                         cycle, known, contact.value);
    if (!law.travel_m.has_value()) break;
    contact = law.travel_m;
    with = law.covariance;
    reading.hold_contact_mm = scaled_power(contact, 1e3, 1);
    fit();
  }
  if (!reading.relaxation.ok()) return refuse(reading.relaxation.reason);
  HoldScale scale(indenter, cycle.deepest_m - contact.value);
  scale.zero_error_n = reading.zero.std_error_n;
  scale.depth_error_m = contact.std_error;
  const RelaxationFit& found = reading.relaxation;
  const double with_long = with.size() > 0 ? with[0] : 0;
  const double with_whole = with.size() > 0 ? with.head((with.size() + 1) / 2).sum() : 0;
  reading.instantaneous_kpa = scale.modulus_kpa(found.instantaneous_force_n, with_whole);
  reading.long_time_kpa = scale.modulus_kpa(found.long_time_force_n, with_long);
  const double held = found.value[0], arms = found.value.segment(1, found.terms).sum();
  const HoldErrors errors{scale.share(held, scale.zero_error_n, with_long),
                          arms > 0 ? scale.share(arms, 0, with_whole - with_long) : 0};
  reading.springs = springs_of(series, found, options.relaxation, errors);
}

}  // namespace

Estimate hysteresis_ratio(const IndentationRecording& recording, const IndentationCycle& cycle,
                          const LoadingFit& loading, double depth_noise_m) {
  if (!loading.ok()) return no_estimate(loading.reason);
  if (!loading.contact_depth_m.has_value()) return no_estimate(loading.contact_depth_m.reason);
  if (!cycle.unloads) return no_estimate(Reason::too_few);
  const Work in = work_of(recording, loading, cycle.begin, cycle.hold_end, depth_noise_m);
  const Work out = work_of(recording, loading, cycle.hold_end - 1, cycle.end, depth_noise_m);
  if (!(in.sum > 4 * std::sqrt(in.variance))) return no_estimate(Reason::low_signal);
  const double ratio = 1 + out.sum / in.sum;  // out is negative: the probe goes back
  const double zero_n = std::sqrt(loading.covariance(1, 1));
  const double of_zero = zero_n * (out.way_m - out.sum / in.sum * in.way_m);
  const double back = out.sum / in.sum;
  const double variance = out.variance + back * back * in.variance + of_zero * of_zero;
  return make_estimate(ratio, std::sqrt(variance) / in.sum, 1,
                       static_cast<std::int64_t>(cycle.end - cycle.begin));
}

CycleReading read_cycle(const IndentationRecording& recording, const IndentationCycle& cycle,
                        double depth_noise_m, const Indenter& indenter,
                        const IndentationOptions& options) {
  CycleReading reading;
  reading.cycle = cycle;
  reading.loading = fit_in(recording, cycle, indenter, options);
  const LoadingFit& fit = reading.loading;
  const Estimate& contact = fit.contact_depth_m;
  reading.rate_mm_per_s = make_estimate(cycle.speed_m_per_s * 1e3, kNaN, 1, fit.n);
  if (contact.has_value()) {
    reading.depth_m = cycle.deepest_m - contact.value;
    reading.contact_s = cycle.ramp_end_s - reading.depth_m / cycle.speed_m_per_s;
    reading.contact_depth_mm = scaled_power(contact, 1e3, 1);
    reading.depth_mm =
        make_estimate(reading.depth_m * 1e3, contact.std_error * 1e3, 1, fit.n, fit.dof);
  } else {
    reading.contact_depth_mm = reading.depth_mm = no_estimate(contact.reason);
  }
  if (fit.ok()) {
    reading.secant_kpa = in_kpa(fit.secant_pa);
    reading.tangent_kpa = in_kpa(fit.tangent_pa);
    reading.contact_tangent_kpa = in_kpa(fit.contact_tangent_pa);
  } else {
    reading.secant_kpa = reading.tangent_kpa = reading.contact_tangent_kpa =
        no_estimate(fit.reason);
  }
  reading.hysteresis = hysteresis_ratio(recording, cycle, fit, depth_noise_m);
  read_hold(recording, indenter, depth_noise_m, options, reading);
  return reading;
}

}  // namespace stiff
