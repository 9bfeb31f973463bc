#include "stiff/wave/wave_line.h"

#include "stiff/core/error.h"
#include "stiff/dsp/band_pass.h"
#include "stiff/dsp/robust_scale.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

struct Columns {
  Index first = 0, count = 0, step = 1;  // in the order of increasing distance
};

Columns columns(const MotionField& field, Travel travel, const WaveLineOptions& options) {
  const double sign = travel == Travel::to_larger ? 1 : -1;
  Columns result;
  result.step = travel == Travel::to_larger ? 1 : -1;
  const Index n = field.lateral_m.size;
  // A nanometre of tolerance: whether an end belongs to the line must not hang on rounding.
  for (Index k = 0; k < n; ++k) {
    const Index x = travel == Travel::to_larger ? k : n - 1 - k;
    const double distance = sign * (field.lateral_m[x] - field.push.lateral_m);
    if (distance >= options.min_distance_m - 1e-9 && distance <= options.max_distance_m + 1e-9) {
      result.first = result.count == 0 ? x : result.first;
      ++result.count;
    }
  }
  return result;
}

// The depth whose motion on the line's columns has most energy, smoothed over the band.
double depth_of_most_energy(const MotionField& field, const Columns& lines, double half_band_m) {
  std::vector<double> energy(static_cast<std::size_t>(field.axial_m.size));
  for (Index z = 0; z < field.axial_m.size; ++z) {
    for (Index k = 0; k < lines.count; ++k) {
      for (const float v : field.value.trace(z, lines.first + k * lines.step)) {
        energy[static_cast<std::size_t>(z)] += static_cast<double>(v) * static_cast<double>(v);
      }
    }
  }
  double best = -1, depth = field.axial_m[0];
  for (Index z = 0; z < field.axial_m.size; ++z) {
    double sum = 0, count = 0;
    for (Index other = 0; other < field.axial_m.size; ++other) {
      if (std::abs(field.axial_m[other] - field.axial_m[z]) <= half_band_m + 1e-9) {
        sum += energy[static_cast<std::size_t>(other)];
        ++count;
      }
    }
    if (sum / count > best) {
      best = sum / count;
      depth = field.axial_m[z];
    }
  }
  return depth;
}

double before_push_std(const WaveLine& line) {
  double squares = 0, n = 0;
  for (Index i = 0; i < line.distance_m.size; ++i) {
    double sum = 0, sum2 = 0, m = 0;
    for (Index t = 0; t < line.time_s.size && line.time_s[t] < 0; ++t) {
      sum += line.value(i, t);
      sum2 += line.value(i, t) * line.value(i, t);
      ++m;
    }
    if (m >= 5) {
      squares += sum2 - sum * sum / m;
      n += m - 1;
    }
  }
  return n > 0 ? std::sqrt(squares / n) : kNaN;
}

// White noise of standard deviation s has third differences of s sqrt(20); a wave of 1/16 of the
// sampling frequency is left with 6 % of its height.
double third_difference_std(const WaveLine& line) {
  std::vector<double> differences;
  for (Index i = 0; i < line.distance_m.size; ++i) {
    for (Index t = 3; t < line.time_s.size; ++t) {
      differences.push_back(line.value(i, t) - 3 * line.value(i, t - 1) + 3 * line.value(i, t - 2) -
                            line.value(i, t - 3));
    }
  }
  return mad_std(differences) / std::sqrt(20.0);
}

double picture_noise(const MotionField& field, const Columns& lines, Index z_first, Index z_last) {
  if (field.noise_std.size() == 0) {
    return kNaN;
  }
  std::vector<double> values;
  for (Index z = z_first; z <= z_last; ++z) {
    for (Index k = 0; k < lines.count; ++k) {
      values.push_back(field.noise_std(z, lines.first + k * lines.step));
    }
  }
  return median(std::move(values));
}

// What the low-pass leaves of white noise of standard deviation 1: its standard deviation, and the
// bandwidth of ideally limited noise that has the same standard deviation of its derivative.
struct PassedNoise {
  double std = 1, bandwidth_hz = 0;
};
PassedNoise passed_noise(double nyquist_hz, double low_pass_hz) {
  if (!(low_pass_hz < nyquist_hz)) {
    return {1, nyquist_hz};
  }
  constexpr int kSteps = 2000;
  double power = 0, slope_power = 0;
  for (int i = 0; i < kSteps; ++i) {
    const double f = nyquist_hz * (i + 0.5) / kSteps;
    const double gain = band_pass_gain(f, {.low_hz = 0, .high_hz = low_pass_hz});
    power += gain * gain / kSteps;
    slope_power += gain * gain * f * f / kSteps;
  }
  return {std::sqrt(power), std::sqrt(3 * slope_power / power)};
}

// Motion away from the probe may have either sign in a lab's own file: the first arrival is made
// positive.
void make_positive(WaveLine& line) {
  double sum = 0;
  for (Index i = 0; i < line.distance_m.size; ++i) {
    sum += line.value.row(i).maxCoeff() + line.value.row(i).minCoeff();
  }
  if (sum < 0) {
    line.value = -line.value;
  }
}

}  // namespace

WaveLine wave_line(const MotionField& field, Travel travel, const WaveLineOptions& options) {
  if (!std::isfinite(field.push.lateral_m)) {
    throw Error(ErrorKind::usage, "a group speed needs the lateral position of the push");
  }
  WaveLine line;
  line.kind = field.kind;
  line.travel = travel;
  line.time_s = field.time_s;
  const Columns lines = columns(field, travel, options);
  if (lines.count == 0 || field.axial_m.size == 0 || field.time_s.size < 4) {
    return line;
  }
  const double sign = travel == Travel::to_larger ? 1 : -1;
  line.distance_m = {sign * (field.lateral_m[lines.first] - field.push.lateral_m),
                     field.lateral_m.step, lines.count};
  const bool focus_known = field.push.axial_m >= field.axial_m.first - 1e-9 &&
                           field.push.axial_m <= field.axial_m.last() + 1e-9;
  const double focus =
      focus_known ? field.push.axial_m : depth_of_most_energy(field, lines, options.half_band_m);
  Index z_first = field.axial_m.nearest(focus), z_last = z_first;
  while (z_first > 0 && focus - field.axial_m[z_first - 1] <= options.half_band_m + 1e-9) {
    --z_first;
  }
  while (z_last + 1 < field.axial_m.size &&
         field.axial_m[z_last + 1] - focus <= options.half_band_m + 1e-9) {
    ++z_last;
  }
  line.depth_m = 0.5 * (field.axial_m[z_first] + field.axial_m[z_last]);
  const auto rows = static_cast<double>(z_last - z_first + 1);
  line.value = WaveLine::Matrix::Zero(lines.count, field.time_s.size);
  for (Index z = z_first; z <= z_last; ++z) {
    for (Index k = 0; k < lines.count; ++k) {
      const auto trace = field.value.trace(z, lines.first + k * lines.step);
      for (Index t = 0; t < field.time_s.size; ++t) {
        line.value(k, t) += static_cast<double>(trace[static_cast<std::size_t>(t)]) / rows;
      }
    }
  }
  const double nyquist = 0.5 / field.time_s.step;
  const PassedNoise passed = passed_noise(nyquist, options.low_pass_hz);
  line.noise_bandwidth_hz = passed.bandwidth_hz;
  double noise = before_push_std(line);
  noise = noise == noise ? noise : picture_noise(field, lines, z_first, z_last);
  noise = noise == noise ? noise : third_difference_std(line);
  line.raw_noise_std = noise;
  line.noise_std = noise * passed.std;
  if (options.low_pass_hz < nyquist) {
    const BandPassOptions band{.low_hz = 0, .high_hz = options.low_pass_hz};
    for (Index k = 0; k < lines.count; ++k) {
      band_pass(std::span<double>(line.value.data() + k * line.value.cols(),
                                  static_cast<std::size_t>(line.value.cols())),
                field.time_s.step, band);
    }
  }
  make_positive(line);
  return line;
}

}  // namespace stiff
