#include "stiff/wave/radon_speed.h"

#include "stiff/dsp/peak.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

struct Trajectory {
  double start = kNaN;     // s
  double slowness = kNaN;  // s/m
  bool ok() const { return slowness == slowness; }
};

// The traces that stand out of the noise, each divided by its peak.
class Sum {
 public:
  Sum(const WaveLine& line, double min_snr) : time_(line.time_s) {
    for (Index i = 0; i < line.distance_m.size; ++i) {
      const auto trace = line.trace(i);
      const Index at =
          largest(trace, std::max<Index>(0, static_cast<Index>(std::ceil(time_.index_of(0)))),
                  time_.size - 1);
      const double height = at < 0 ? 0.0 : trace[static_cast<std::size_t>(at)];
      if (height > min_snr * line.noise_std && height > 0) {
        std::vector<double> scaled(trace.begin(), trace.end());
        for (double& v : scaled) {
          v /= height;
        }
        traces_.push_back(std::move(scaled));
        distance_.push_back(line.distance_m[i]);
      }
    }
  }

  std::size_t size() const { return traces_.size(); }
  double nearest() const { return distance_.front(); }
  double farthest() const { return distance_.back(); }
  const Axis& time() const { return time_; }

  // Linear interpolation: enough to find the trajectory that Newton starts from.
  double coarse(double time_near, double time_far) const {
    double sum = 0;
    for (std::size_t i = 0; i < traces_.size(); ++i) {
      const double share = (distance_[i] - nearest()) / (farthest() - nearest());
      const double position = time_.index_of(time_near + share * (time_far - time_near));
      const double base = std::floor(position);
      if (base < 0 || base + 1 >= static_cast<double>(time_.size)) {
        continue;
      }
      const auto k = static_cast<std::size_t>(base);
      sum += traces_[i][k] + (position - base) * (traces_[i][k + 1] - traces_[i][k]);
    }
    return sum;
  }

  // Newton's method on the sum over all traces but those of [skip_first, skip_last).
  Trajectory refine(Trajectory from, std::size_t skip_first, std::size_t skip_last) const {
    constexpr double kStep = 0.25;  // samples; the traces are smooth over several
    const double middle = 0.5 * (nearest() + farthest());
    // Time at the middle and slowness are all but independent; start and slowness are not.
    double at_middle = from.start + from.slowness * middle, slowness = from.slowness;
    for (int turn = 0; turn < 30; ++turn) {
      double g0 = 0, g1 = 0, h00 = 0, h01 = 0, h11 = 0;
      for (std::size_t i = 0; i < traces_.size(); ++i) {
        if (i >= skip_first && i < skip_last) {
          continue;
        }
        const double arm = distance_[i] - middle;
        const double position = time_.index_of(at_middle + slowness * arm);
        const double a = band_limited_value(traces_[i], position - kStep);
        const double b = band_limited_value(traces_[i], position);
        const double c = band_limited_value(traces_[i], position + kStep);
        const double first = (c - a) / (2 * kStep * time_.step);
        const double second = (a - 2 * b + c) / (kStep * kStep * time_.step * time_.step);
        g0 += first;
        g1 += first * arm;
        h00 += second;
        h01 += second * arm;
        h11 += second * arm * arm;
      }
      const double determinant = h00 * h11 - h01 * h01;
      if (!(h00 < 0) || !(determinant > 0)) {
        return {};
      }
      const double d0 = -(h11 * g0 - h01 * g1) / determinant;
      const double d1 = -(h00 * g1 - h01 * g0) / determinant;
      // No farther than half a frame at the line's ends in one turn.
      const double reach = std::abs(d0) + std::abs(d1) * 0.5 * (farthest() - nearest());
      const double scale = std::min(1.0, 0.5 * time_.step / std::max(reach, 1e-300));
      at_middle += scale * d0;
      slowness += scale * d1;
      if (reach < 1e-6 * time_.step) {
        return {at_middle - slowness * middle, slowness};
      }
    }
    return {};
  }

  double mean_height(const Trajectory& trajectory) const {
    double sum = 0;
    for (std::size_t i = 0; i < traces_.size(); ++i) {
      sum += band_limited_value(
          traces_[i], time_.index_of(trajectory.start + trajectory.slowness * distance_[i]));
    }
    return sum / static_cast<double>(traces_.size());
  }

 private:
  Axis time_;
  std::vector<std::vector<double>> traces_;
  std::vector<double> distance_;
};

struct Best {
  Trajectory trajectory;
  bool at_border = false;
};

Best search(const Sum& sum, const RadonOptions& options) {
  const double span = sum.farthest() - sum.nearest();
  const double shortest = span / options.fastest_m_per_s, longest = span / options.slowest_m_per_s;
  const Axis& time = sum.time();
  Best best;
  double best_value = 0;
  for (Index a = 0; a < time.size; ++a) {
    if (time[a] < 0) {
      continue;
    }
    for (Index b = a; b < time.size; ++b) {
      const double duration = time[b] - time[a];
      if (duration < shortest || duration > longest) {
        continue;
      }
      const double slowness = duration / span;
      const double start = time[a] - slowness * sum.nearest();
      if (start > options.latest_start_s || start < -options.latest_start_s) {
        continue;
      }
      const double value = sum.coarse(time[a], time[b]);
      if (value > best_value) {
        best_value = value;
        best.trajectory = {start, slowness};
        best.at_border = duration - time.step < shortest || duration + time.step > longest;
      }
    }
  }
  return best;
}

}  // namespace

RadonSpeed radon_speed(const WaveLine& line, const RadonOptions& options) {
  RadonSpeed result;
  const auto refuse = [&](Reason reason) {
    result.speed = no_estimate(reason);
    return result;
  };
  if (line.distance_m.size < options.min_lines) {
    return refuse(Reason::too_few);
  }
  const Sum sum(line, options.min_snr);
  if (sum.size() < static_cast<std::size_t>(options.min_lines) ||
      2 * static_cast<Index>(sum.size()) < line.distance_m.size) {
    return refuse(Reason::low_signal);
  }
  const Best best = search(sum, options);
  if (!best.trajectory.ok()) {
    return refuse(Reason::no_wave);
  }
  const Trajectory full = sum.refine(best.trajectory, 0, 0);
  const bool inside =
      full.slowness > 1 / options.fastest_m_per_s && full.slowness < 1 / options.slowest_m_per_s;
  if (best.at_border || (full.ok() && !inside)) {
    return refuse(Reason::out_of_range);
  }
  if (!full.ok()) {
    return refuse(Reason::not_converged);
  }
  result.start_s = full.start;
  result.coherence = sum.mean_height(full);
  if (!(result.coherence >= options.min_coherence)) {
    return refuse(Reason::low_correlation);
  }
  constexpr std::size_t kBlocks = 8;
  std::vector<double> without;
  for (std::size_t block = 0; block < kBlocks; ++block) {
    const Trajectory t =
        sum.refine(full, block * sum.size() / kBlocks, (block + 1) * sum.size() / kBlocks);
    if (t.ok()) {
      without.push_back(t.slowness);
    }
  }
  if (without.size() < kBlocks) {
    return refuse(Reason::not_converged);
  }
  double mean = 0, squares = 0;
  for (const double s : without) {
    mean += s / kBlocks;
  }
  for (const double s : without) {
    squares += (s - mean) * (s - mean);
  }
  const double slowness_error = std::sqrt(squares * (kBlocks - 1) / kBlocks);
  result.speed = make_estimate(1 / full.slowness, slowness_error / (full.slowness * full.slowness),
                               std::clamp(result.coherence, 0.0, 1.0),
                               static_cast<std::int64_t>(sum.size()), kBlocks - 1);
  return result;
}

}  // namespace stiff
