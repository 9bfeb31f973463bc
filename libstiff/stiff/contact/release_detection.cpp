#include "stiff/contact/release_detection.h"

#include "stiff/contact/passive_basis.h"
#include "stiff/contact/step_significance.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

namespace stiff {
namespace {

constexpr Eigen::Index kFewestSamples = 40;
constexpr Eigen::Index kMostSamples = 2300;  // 90 s at 25 Hz; a longer hold is thinned further
constexpr double kBelowTremor = 1.2;         // rate over the tremor's frequency
constexpr double kReach_s = 3;               // about the best match, where its time is looked for

double search_rate_hz(std::size_t samples, double sampling_frequency_hz, double tremor_hz,
                      const ReleaseOptions& options) {
  const double length_s = static_cast<double>(samples) / sampling_frequency_hz;
  double rate = std::min(options.rate_hz, sampling_frequency_hz / 2);
  if (tremor_hz > 0) rate = std::min(rate, kBelowTremor * tremor_hz);
  return std::min(rate, static_cast<double>(kMostSamples) / length_s);
}

std::uint64_t seed_of(const Eigen::VectorXd& force_n, int seed) {
  std::uint64_t hash = 0x9e3779b97f4a7c15ULL + static_cast<std::uint64_t>(seed);
  for (const double value : force_n) {
    hash = (hash ^ std::bit_cast<std::uint64_t>(value)) * 0x100000001b3ULL;
    hash ^= hash >> 29;
  }
  return hash;
}

std::vector<double> scan_widths(const ReleaseOptions& options) {
  if (options.longest_s > 0) return {0, options.longest_s};
  return {0};
}

const StepMatch& clearer(const ReleaseScanResult& result) {
  return std::abs(result.drop.t) > std::abs(result.rise.t) ? result.drop : result.rise;
}

// The basis follows the amplitude and the noise, which follow from a fit with a basis. What the
// noise may hide of the amplitude, two standard deviations of it, counts as there.
ReleaseScan scan_of(const SlowForce& slow, double rate_hz, const ReleaseOptions& options) {
  const Eigen::Index order = options.noise_order;
  ColouredNoise noise = coloured_noise(Eigen::VectorXd::Zero(order));
  double amplitude = slow.force_n.maxCoeff() - slow.force_n.minCoeff();
  double innovation = amplitude / 30;
  for (int pass = 0;; ++pass) {
    ReleaseScan scan(slow.time_s, passive_basis(slow.time_s, amplitude, noise, innovation), rate_hz,
                     scan_widths(options), order);
    if (pass == 3) return scan;
    const ReleaseScanResult fit = scan.run(slow.force_n);
    if (!(fit.innovation_std > 0)) return scan;
    const Eigen::VectorXd passive = scan.passive(slow.force_n, fit.noise, clearer(fit));
    const Eigen::VectorXd rest = slow.force_n - passive - scan.response(clearer(fit));
    amplitude = passive.maxCoeff() - passive.minCoeff() +
                2 * std::sqrt(rest.squaredNorm() / static_cast<double>(rest.size()));
    noise = fit.noise;
    innovation = fit.innovation_std;
  }
}

// The time below which a share of the weight lies, each weight spread over its stretch of the grid.
double quantile(const std::vector<double>& times, const std::vector<double>& weights, double step,
                double share) {
  double left = share * std::accumulate(weights.begin(), weights.end(), 0.0);
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (weights[i] > 0 && left <= weights[i]) return times[i] + (left / weights[i] - 0.5) * step;
    left -= weights[i];
  }
  return times.back() + step / 2;
}

// The best time and width off the grid; time and size by how likely each time and width is, all of
// them and all sizes being as likely beforehand.
StepMatch locate(const ReleaseScan& scan, const Eigen::VectorXd& force_n,
                 const ReleaseScanResult& found, const StepMatch& coarse,
                 const ReleaseOptions& options, StepVerdict& verdict) {
  const double step = (scan.time_s()[1] - scan.time_s()[0]) / 2;
  std::vector<double> times, widths = scan_widths(options);
  if (options.longest_s > 0) widths.insert(widths.begin() + 1, options.longest_s / 2);
  const double reach = std::max(kReach_s, options.longest_s);
  const double low = scan.time_s()[scan.first(0)], high = scan.time_s()[scan.last(0)];
  for (double at = coarse.time_s - reach; at <= coarse.time_s + reach + step / 4; at += step) {
    if (at >= low && at <= high) times.push_back(at);
  }
  const auto matches = scan.match(force_n, found.noise, found.innovation_std, times, widths);
  const StepMatch* best = &coarse;
  for (const StepMatch& one : matches) {
    if (one.t * coarse.t > 0 && std::abs(one.t) > std::abs(best->t)) best = &one;
  }
  std::vector<double> weights(times.size(), 0.0);
  double sum = 0, size = 0, time = 0;
  const auto weight_of = [&](const StepMatch& one) {
    if (!(one.t * coarse.t > 0)) return 0.0;
    return std::exp(0.5 * (one.t * one.t - best->t * best->t)) *
           std::sqrt(best->information / one.information);
  };
  for (const StepMatch& one : matches) {
    const double weight = weight_of(one);
    weights[static_cast<std::size_t>(std::lround((one.time_s - times[0]) / step))] += weight;
    sum += weight;
    size += weight * one.size_n;
    time += weight * one.time_s;
  }
  size /= sum;
  time /= sum;
  double size_variance = 0, time_variance = step * step / 12;
  for (const StepMatch& one : matches) {
    const double share = weight_of(one) / sum;
    const double variance = found.innovation_std * found.innovation_std / one.information;
    size_variance += share * (variance + (one.size_n - size) * (one.size_n - size));
    time_variance += share * (one.time_s - time) * (one.time_s - time);
  }
  const auto samples = static_cast<std::int64_t>(scan.samples());
  verdict.width_s = best->width_s;
  verdict.time_s =
      make_estimate(quantile(times, weights, step, 0.5), std::sqrt(time_variance), kNaN, samples);
  verdict.time_s.ci_low = quantile(times, weights, step, 0.025);
  verdict.time_s.ci_high = quantile(times, weights, step, 0.975);
  verdict.size_n =
      make_estimate(std::abs(size), std::sqrt(size_variance), kNaN, samples, found.dof);
  return *best;
}

// The scan again, with a step that is there among what is no step of interest; and its derivative
// by time, so that what its time is off does not look like a step beside it.
ReleaseScan scan_beside(const ReleaseScan& scan, const StepMatch& step, double rate_hz,
                        const ReleaseOptions& options) {
  StepMatch early = step, late = step;
  early.time_s -= 0.25 / rate_hz;
  late.time_s += 0.25 / rate_hz;
  PassiveBasis basis = scan.basis();
  const Eigen::Index directions = scan.directions();
  basis.columns.conservativeResize(Eigen::NoChange, directions + 2);
  basis.columns.col(directions) = scan.response(step).normalized();
  basis.columns.col(directions + 1) = (scan.response(late) - scan.response(early)).normalized();
  basis.precision = Eigen::MatrixXd::Zero(directions + 2, directions + 2);
  basis.precision.topLeftCorner(directions, directions) = scan.basis().precision;
  return ReleaseScan(scan.time_s(), std::move(basis), rate_hz, scan_widths(options),
                     options.noise_order);
}

// Two steps that share their time are one, seen twice.
bool apart(const StepMatch& a, const StepMatch& b) {
  return std::abs(a.time_s - b.time_s) > 0.3 + (a.width_s + b.width_s) / 2;
}

double between(const Eigen::VectorXd& time_s, const Eigen::VectorXd& values, double at_s) {
  const double place = (at_s - time_s[0]) / (time_s[1] - time_s[0]);
  const Eigen::Index last = time_s.size() - 1;
  if (!(place > 0)) return values[0];
  const auto before = static_cast<Eigen::Index>(place);
  if (before >= last) return values[last];
  const double part = place - static_cast<double>(before);
  return values[before] + part * (values[before + 1] - values[before]);
}

}  // namespace

double ReleaseDetection::passive_at(double at_s) const {
  return time_s.size() > 1 ? between(time_s, passive_n, at_s) : kNaN;
}

double ReleaseDetection::steps_at(double at_s) const {
  double sum = 0;
  for (const StepMatch& step : steps) {
    const double since = at_s - step.time_s;
    const double done = step.width_s > 0 ? std::clamp(since / step.width_s + 0.5, 0.0, 1.0)
                                         : static_cast<double>(since >= 0);
    sum -= step.size_n * done;
  }
  return sum;
}

ReleaseDetection detect_release(std::span<const double> force_n, double sampling_frequency_hz,
                                double tremor_hz, const ReleaseOptions& options) {
  ReleaseDetection result;
  result.rate_hz = search_rate_hz(force_n.size(), sampling_frequency_hz, tremor_hz, options);
  SlowForce slow = slow_force(force_n, sampling_frequency_hz, result.rate_hz);
  if (slow.force_n.size() < kFewestSamples + 4 * options.noise_order) {
    result.reason = Reason::too_few;
    return result;
  }
  const ReleaseScan scan = scan_of(slow, result.rate_hz, options);
  const ReleaseScanResult found = scan.run(slow.force_n);
  if (!found.drop.found() && !found.rise.found()) {
    result.reason = Reason::too_few;
    return result;
  }
  const std::uint64_t seed = seed_of(slow.force_n, options.seed);
  StepSignificance chance{1, 1, 0};
  if (found.innovation_std > 0) chance = step_significance(scan, found, options.draws, seed);
  result.draws = chance.draws;
  result.release.p_value = chance.drop_p;
  result.guarding.p_value = chance.rise_p;
  const auto significant = [&](double p) { return p <= options.alpha; };
  result.release.found = significant(chance.drop_p);
  result.guarding.found = significant(chance.rise_p);
  StepMatch drop = found.drop, rise = found.rise;
  if (result.release.found) {
    drop = locate(scan, slow.force_n, found, drop, options, result.release);
  }
  if (result.guarding.found) {
    rise = locate(scan, slow.force_n, found, rise, options, result.guarding);
  }
  // The clearer of two may have brought the other with it, and may hide it: the other again beside.
  const bool falls = found.drop.t > -found.rise.t;
  if (falls ? result.release.found : result.guarding.found) {
    const ReleaseScan beside = scan_beside(scan, falls ? drop : rise, result.rate_hz, options);
    const ReleaseScanResult again = beside.run(slow.force_n);
    const StepSignificance second = step_significance(beside, again, options.draws, seed + 1);
    StepVerdict& other = falls ? result.guarding : result.release;
    StepMatch& step = falls ? rise : drop;
    step = falls ? again.rise : again.drop;
    other.p_value = falls ? second.rise_p : second.drop_p;
    other.found = significant(other.p_value) && apart(drop, rise);
    if (other.found) step = locate(beside, slow.force_n, again, step, options, other);
  }
  if (result.release.found && result.guarding.found &&
      result.guarding.time_s.value < result.release.time_s.value) {
    const Estimate& up = result.guarding.size_n;
    const Estimate& down = result.release.size_n;
    result.guarding_ended = !(down.value > up.value + 2 * std::hypot(down.std_error, up.std_error));
    if (result.guarding_ended) {
      result.release.found = false;
      result.release.time_s = result.release.size_n = no_estimate(Reason::no_release);
    }
  }
  if (!result.release.found) {
    result.release.time_s = result.release.size_n = no_estimate(Reason::no_release);
  }
  if (!result.guarding.found) {
    result.guarding.time_s = result.guarding.size_n = no_estimate(Reason::no_release);
  }
  // The course with every step that is there, the ended guarding's fall too.
  if (result.release.found || result.guarding_ended) result.steps.push_back(drop);
  if (result.guarding.found) result.steps.push_back(rise);
  Eigen::VectorXd steps = Eigen::VectorXd::Zero(slow.force_n.size());
  for (const StepMatch& step : result.steps) steps += scan.response(step);
  result.passive_n = scan.passive(slow.force_n - steps, found.noise, {});
  result.model_n = result.passive_n + steps;
  const Eigen::VectorXd rest = slow.force_n - result.model_n;
  result.noise_std_n = std::sqrt(rest.squaredNorm() / static_cast<double>(rest.size()));
  const double slow_std = found.innovation_std / std::max(1 - found.noise.phi.sum(), 1e-3);
  result.mean_std_error_n = slow_std / std::sqrt(static_cast<double>(rest.size()));
  result.basis = scan.basis().columns.leftCols(scan.basis().seen);
  result.noise = found.noise;
  result.time_s = std::move(slow.time_s);
  result.force_n = std::move(slow.force_n);
  return result;
}

}  // namespace stiff
