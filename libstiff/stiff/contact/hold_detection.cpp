#include "stiff/contact/hold_detection.h"

#include "stiff/contact/hold_corners.h"
#include "stiff/dsp/robust_scale.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

constexpr double kSmooth_s = 0.2;
constexpr double kLongestRamp_s = 5;
constexpr double kRest_s = 1;         // fitted before a ramp and after letting go
constexpr double kClear_s = 0.1;      // of ramp and unloading, and
constexpr double kClearOfRamp = 0.1;  // a share of their length: their ends are round

struct Stretch {
  std::size_t first, last;
};

std::vector<double> smoothed(std::span<const double> force, std::size_t width) {
  std::vector<double> sums(force.size() + 1, 0.0), smooth(force.size());
  for (std::size_t i = 0; i < force.size(); ++i) sums[i + 1] = sums[i] + force[i];
  const std::size_t half = width / 2;
  for (std::size_t i = 0; i < force.size(); ++i) {
    const std::size_t from = i > half ? i - half : 0;
    const std::size_t to = std::min(force.size(), i + half + 1);
    smooth[i] = (sums[to] - sums[from]) / static_cast<double>(to - from);
  }
  return smooth;
}

double quantile(std::vector<double> values, double share) {
  const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

std::vector<Stretch> pressed(const std::vector<double>& smooth, double level, std::size_t gap,
                             std::size_t shortest) {
  std::vector<Stretch> stretches;
  for (std::size_t i = 0; i < smooth.size(); ++i) {
    if (!(smooth[i] > level)) continue;
    if (stretches.empty() || i > stretches.back().last + 1 + gap) stretches.push_back({i, i});
    stretches.back().last = i;
  }
  std::erase_if(stretches, [&](const Stretch& s) { return s.last - s.first + 1 < shortest; });
  return stretches;
}

double middle(std::span<const double> force, std::size_t from, std::size_t to) {
  to = std::min(to, force.size());
  if (from >= to) return kNaN;
  return median({force.begin() + static_cast<std::ptrdiff_t>(from),
                 force.begin() + static_cast<std::ptrdiff_t>(to)});
}

// Where the line through the samples of an edge (20 to 80 % of its rise) is at rest and at the
// level.
struct Edge {
  double rest_at = kNaN, level_at = kNaN;  // in samples
  double slope = kNaN;                     // a sample
  double samples = 0;
};

// `inside`: a sample of the hold. `step` -1: the edge before it, +1: behind it.
Edge edge_of(std::span<const double> force, std::size_t inside, int step, double rest,
             double level) {
  const double low = rest + 0.2 * (level - rest), high = rest + 0.8 * (level - rest);
  auto i = static_cast<std::ptrdiff_t>(inside);
  const auto n = static_cast<std::ptrdiff_t>(force.size());
  const auto value = [&](std::ptrdiff_t at) { return force[static_cast<std::size_t>(at)]; };
  while (i >= 0 && i < n && value(i) > low) i += step;  // to the foot of the edge
  std::ptrdiff_t top = i;
  while (top - step >= 0 && top - step < n && value(top) < high) top -= step;
  const std::ptrdiff_t from = std::clamp<std::ptrdiff_t>(std::min(i, top), 0, n - 1);
  const std::ptrdiff_t to = std::clamp<std::ptrdiff_t>(std::max(i, top), 0, n - 1);
  double st = 0, sf = 0, stt = 0, stf = 0;
  Edge edge;
  for (std::ptrdiff_t k = from; k <= to; ++k) {
    const double t = static_cast<double>(k - from);
    st += t, sf += value(k), stt += t * t, stf += t * value(k);
    edge.samples += 1;
  }
  edge.slope = (edge.samples * stf - st * sf) / (edge.samples * stt - st * st);
  const double mean_t = st / edge.samples + static_cast<double>(from), mean_f = sf / edge.samples;
  edge.rest_at = mean_t + (rest - mean_f) / edge.slope;
  edge.level_at = mean_t + (level - mean_f) / edge.slope;
  return edge;
}

double edge_error(const Edge& edge, double noise, double sampling_frequency_hz) {
  // The line is read 0.5 of its rise off its middle, where its error is 2.06 times that at its
  // middle (the 60 % of it that are fitted: 1 + 12 (0.5 / 0.6)^2, over the root of the samples).
  const double line = noise * std::sqrt(1 + 12 * 0.5 * 0.5 / 0.36) / std::sqrt(edge.samples);
  return std::hypot(line / std::abs(edge.slope), 1 / std::sqrt(12.0)) / sampling_frequency_hz;
}

Hold hold_of(std::span<const double> force, const std::vector<double>& smooth,
             const Stretch& stretch, std::size_t rest_from, double sampling_frequency_hz) {
  const double fs = sampling_frequency_hz;
  const auto samples = [&](double seconds) {
    return static_cast<std::size_t>(std::lround(seconds * fs));
  };
  Hold hold;
  // The rest: the second before the crossing's foot, found twice.
  double rest = quantile({smooth.begin() + static_cast<std::ptrdiff_t>(rest_from),
                          smooth.begin() + static_cast<std::ptrdiff_t>(stretch.first)},
                         0.1);
  const std::size_t top_to = std::min(stretch.last, stretch.first + samples(kLongestRamp_s));
  const auto peak = std::max_element(smooth.begin() + static_cast<std::ptrdiff_t>(stretch.first),
                                     smooth.begin() + static_cast<std::ptrdiff_t>(top_to) + 1);
  const auto at_peak = static_cast<std::size_t>(peak - smooth.begin());
  const double level = middle(force, at_peak, at_peak + samples(0.3) + 1);
  Edge edge;
  double noise = 0;
  for (int pass = 0; pass < 2; ++pass) {
    edge = edge_of(force, stretch.first + samples(0.1), -1, rest, level);
    const auto foot = static_cast<std::size_t>(std::max(edge.rest_at - 0.1 * fs, 0.0));
    const std::size_t from = std::max(rest_from, foot > samples(1) ? foot - samples(1) : 0);
    if (foot < from + 3) break;
    rest = middle(force, from, foot);
    noise = mad_std(force.subspan(from, foot - from));
  }
  hold.rest_n = rest;
  hold.ramp_start_s = edge.rest_at / fs;
  const double onset_error = edge_error(edge, noise, fs);
  hold.onset_s =
      make_estimate(edge.level_at / fs, onset_error, kNaN, static_cast<std::int64_t>(edge.samples));
  const double ramp = edge.level_at - edge.rest_at;
  hold.first = static_cast<std::size_t>(
      std::max(std::ceil(edge.level_at + kClear_s * fs + kClearOfRamp * ramp), 0.0));
  double end = static_cast<double>(force.size()), end_error = 0;
  hold.last = force.size() - 1;
  if (stretch.last + samples(kSmooth_s) < force.size()) {
    end = static_cast<double>(stretch.last);
    for (int pass = 0; pass < 6; ++pass) {
      const auto until = static_cast<std::size_t>(std::max(end - kClear_s * fs, 0.0));
      const std::size_t from = until > samples(0.6) ? until - samples(0.6) : 0;
      const double held = middle(force, std::max(from, hold.first), until + 1);
      const std::size_t inside = stretch.last > samples(0.1) ? stretch.last - samples(0.1) : 0;
      edge = edge_of(force, inside, +1, rest, held);
      if (!(edge.level_at < end + fs)) break;
      end = edge.level_at;
    }
    end_error = edge_error(edge, noise, fs);
    hold.let_go_s = edge.rest_at / fs;
    const double clear = kClear_s * fs + kClearOfRamp * (edge.rest_at - edge.level_at);
    hold.last = static_cast<std::size_t>(std::max(std::floor(end - clear), 0.0));
  }
  hold.end_s = end / fs;
  hold.end_error_s = end_error;
  hold.duration_s =
      make_estimate(hold.end_s - hold.onset_s.value, std::hypot(onset_error, end_error), kNaN, 1);
  return hold;
}

// The corners of ramp and unloading again, by the relaxing tissue's own course where that can be
// fitted; between where the force before and behind is at rest.
void refine(std::span<const double> force, double fs, double free_from_s, double free_to_s,
            Hold& hold) {
  const auto sample = [&](double time_s) {
    return static_cast<std::size_t>(
        std::clamp(time_s * fs, 0.0, static_cast<double>(force.size() - 1)));
  };
  double onset_error = hold.onset_s.std_error, end_error = hold.end_error_s;
  const double ramp_s = hold.onset_s.value - hold.ramp_start_s;
  const double held_s = hold.end_s - hold.onset_s.value;
  const double beside_s = std::min(fitted_hold_s(ramp_s), 0.5 * held_s);
  const RampCorners ramp =
      fit_ramp_corners(force, fs,
                       {sample(std::max(hold.ramp_start_s - kRest_s, free_from_s)),
                        sample(hold.onset_s.value + beside_s), hold.ramp_start_s * fs,
                        hold.onset_s.value * fs, false});
  if (ramp.fitted) {
    hold.ramp_start_s = ramp.begin_s;
    onset_error = ramp.end_error_s;
    hold.onset_s = make_estimate(ramp.end_s, onset_error, kNaN,
                                 static_cast<std::int64_t>(std::lround(ramp.dof)), ramp.dof);
    hold.misfit = ramp.misfit;
  }
  if (hold.let_go_s > hold.end_s) {
    const double unloading_s = hold.let_go_s - hold.end_s;
    const double before_s = std::min(fitted_hold_s(unloading_s), 0.5 * held_s);
    const RampCorners end = fit_ramp_corners(
        force, fs,
        {sample(hold.end_s - before_s), sample(std::min(hold.let_go_s + kRest_s, free_to_s)),
         hold.end_s * fs, hold.let_go_s * fs, true});
    if (end.fitted) {
      hold.end_s = end.begin_s;
      hold.let_go_s = end.end_s;
      end_error = end.begin_error_s;
      hold.misfit = std::max(hold.misfit, end.misfit);
    }
  }
  hold.end_error_s = end_error;
  hold.duration_s =
      make_estimate(hold.end_s - hold.onset_s.value, std::hypot(onset_error, end_error), kNaN, 1);
  const double last = static_cast<double>(force.size() - 1);
  const double clear = kClear_s + kClearOfRamp * (hold.onset_s.value - hold.ramp_start_s);
  hold.first =
      static_cast<std::size_t>(std::clamp(std::ceil((hold.onset_s.value + clear) * fs), 0.0, last));
  if (hold.let_go_s > hold.end_s) {
    const double before = kClear_s + kClearOfRamp * (hold.let_go_s - hold.end_s);
    hold.last =
        static_cast<std::size_t>(std::clamp(std::floor((hold.end_s - before) * fs), 0.0, last));
  }
}

}  // namespace

HoldSearch find_holds(std::span<const double> force_n, double sampling_frequency_hz,
                      const HoldDetectionOptions& options) {
  HoldSearch search;
  const auto refuse = [&](const char* why) {
    search.reason = Reason::no_hold;
    search.message = why;
    return search;
  };
  const double fs = sampling_frequency_hz;
  const auto samples = [&](double seconds) { return static_cast<std::size_t>(seconds * fs); };
  if (force_n.size() < samples(options.shortest_s)) {
    return refuse("the recording is shorter than a hold");
  }
  const std::vector<double> smooth = smoothed(force_n, samples(kSmooth_s));
  const double low = *std::min_element(smooth.begin(), smooth.end());
  const double high = quantile(smooth, 0.95);
  // What is left after smoothing, four times: a force that is noise alone is never held.
  std::vector<double> steps(force_n.size() - 1);
  for (std::size_t i = 0; i < steps.size(); ++i) steps[i] = force_n[i + 1] - force_n[i];
  const double noise = mad_std(steps) / std::sqrt(2.0);
  if (!(high - low > std::max(options.lowest_force_n, 4 * noise))) {
    return refuse("the force never rises: nothing is held");
  }
  if (!(low < 0.5 * high)) {
    return refuse("the force never comes from rest: the ramp onto the hold is missing");
  }
  const double level = low + options.threshold * (high - low);
  const auto stretches = pressed(smooth, level, samples(options.gap_s),
                                 std::max<std::size_t>(samples(options.shortest_s), 16));
  if (stretches.empty()) return refuse("the force is never held as long as a hold must last");
  std::size_t rest_from = 0, first_rest = 0;
  for (const Stretch& stretch : stretches) {
    if (stretch.first <= samples(kSmooth_s)) {
      search.message = "the first hold is left out: the record begins within it, without its ramp";
      first_rest = stretch.last + samples(1);
    } else {
      search.holds.push_back(hold_of(force_n, smooth, stretch, rest_from, fs));
      const Hold& hold = search.holds.back();
      if (!(hold.last > hold.first + 16) || !std::isfinite(hold.onset_s.value)) {
        search.holds.pop_back();
      }
    }
    rest_from = stretch.last;
  }
  for (std::size_t i = 0; i < search.holds.size(); ++i) {
    const double free_from_s =
        i > 0 ? search.holds[i - 1].let_go_s + kClear_s : static_cast<double>(first_rest) / fs;
    const double free_to_s = i + 1 < search.holds.size()
                                 ? search.holds[i + 1].ramp_start_s - kClear_s
                                 : static_cast<double>(force_n.size()) / fs;
    refine(force_n, fs, free_from_s, free_to_s, search.holds[i]);
  }
  if (search.holds.empty()) {
    return refuse("the force is held from the first sample on: the ramp onto the hold is missing");
  }
  return search;
}

}  // namespace stiff
