#include "stiff/wave/helmholtz_speed.h"

#include "stiff/dsp/fft.h"
#include "stiff/wave/arrival_correlation.h"
#include "stiff/wave/group_speed_line.h"
#include "stiff/wave/local_wavenumber.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>

namespace stiff {
namespace {

using Complex = std::complex<double>;
constexpr double kTwoPi = 2 * std::numbers::pi;
constexpr std::size_t kBlocks = LocalWavenumber::kBlocks;

// Differences in time of every pixel of the region, transformed: (depth, distance, frequency).
struct RegionSpectrum {
  WaveGrid grid;
  std::vector<std::size_t> in_band;  // rows of the line itself
  std::size_t bins = 0;
  double bin_hz = 0;
  std::vector<Complex> value;

  const Complex& at(std::size_t z, std::size_t x, std::size_t bin) const {
    return value[(z * grid.distance_m.size() + x) * bins + bin];
  }
};

RegionSpectrum region_spectrum(const MotionField& field, const WaveLine& line, double half_height_m,
                               double half_band_m) {
  RegionSpectrum region;
  for (Index i = 0; i < line.distance_m.size; ++i) {
    region.grid.distance_m.push_back(line.distance_m[i]);
  }
  const double sign = line.travel == Travel::to_larger ? 1 : -1;
  const Index first_time =
      std::max<Index>(0, static_cast<Index>(std::ceil(field.time_s.index_of(0) - 1e-9)));
  const Index differences = field.time_s.size - first_time - 1;
  const Index columns = line.distance_m.size;
  const RealFft<double> fft({.columns = differences, .count = columns});
  region.bins = static_cast<std::size_t>(fft.spectrum_columns());
  region.bin_hz = 1 / (static_cast<double>(differences) * field.time_s.step);
  std::vector<double> signal(static_cast<std::size_t>(fft.signal_size()));
  std::vector<Complex> spectrum(static_cast<std::size_t>(fft.spectrum_size()));
  for (Index z = 0; z < field.axial_m.size; ++z) {
    const double depth = field.axial_m[z] - line.depth_m;
    if (std::abs(depth) > std::max(half_height_m, half_band_m) + 1e-9) {
      continue;
    }
    if (std::abs(depth) <= half_band_m + 1e-9) {
      region.in_band.push_back(region.grid.depth_m.size());
    }
    region.grid.depth_m.push_back(depth);
    for (Index i = 0; i < columns; ++i) {
      const Index x = field.lateral_m.nearest(field.push.lateral_m + sign * line.distance_m[i]);
      const auto trace = field.value.trace(z, x);
      for (Index t = 0; t < differences; ++t) {
        const auto from = static_cast<std::size_t>(first_time + t);
        signal[static_cast<std::size_t>(i * differences + t)] =
            static_cast<double>(trace[from + 1]) - static_cast<double>(trace[from]);
      }
    }
    fft.forward(signal, spectrum);
    region.value.insert(region.value.end(), spectrum.begin(), spectrum.end());
  }
  return region;
}

// Energy of the line's differences by frequency, each distance's scaled to 1: the weight of a lag.
std::vector<double> line_weights(const RegionSpectrum& region) {
  std::vector<double> weights(region.bins, 0.0);
  for (std::size_t x = 0; x < region.grid.distance_m.size(); ++x) {
    std::vector<double> energy(region.bins, 0.0);
    double total = 0;
    for (std::size_t bin = 1; bin < region.bins; ++bin) {
      Complex sum = 0;
      for (const std::size_t z : region.in_band) {
        sum += region.at(z, x, bin);
      }
      energy[bin] = std::norm(sum);
      total += energy[bin];
    }
    for (std::size_t bin = 1; bin < region.bins && total > 0; ++bin) {
      weights[bin] += energy[bin] / total;
    }
  }
  return weights;
}

std::vector<std::size_t> usable_bins(std::span<const double> weight,
                                     const HelmholtzOptions& options) {
  const auto power = [&](std::size_t bin) { return weight[bin] / static_cast<double>(bin * bin); };
  double most_weight = 0, most_power = 0;
  for (std::size_t bin = 1; bin < weight.size(); ++bin) {
    most_weight = std::max(most_weight, weight[bin]);
    most_power = std::max(most_power, power(bin));
  }
  std::vector<std::size_t> bins;
  for (std::size_t bin = 1; bin < weight.size(); ++bin) {
    if (weight[bin] > options.min_weight * most_weight &&
        power(bin) > options.min_power * most_power) {
      bins.push_back(bin);
    }
  }
  return bins;
}

struct Slowness {
  double all = 0;
  std::vector<double> excess;  // of its square, by distance
  std::array<double, kBlocks> without{};

  double std_error() const {
    double mean = 0, squares = 0;
    for (const double s : without) {
      mean += s / kBlocks;
    }
    for (const double s : without) {
      squares += (s - mean) * (s - mean);
    }
    return std::sqrt(squares * (kBlocks - 1) / kBlocks);
  }
};

Slowness slowness_of(const LocalWavenumber& k, double omega) {
  Slowness s;
  s.all = k.all.real() / omega;
  s.excess = k.excess;
  for (double& excess : s.excess) {
    excess /= omega * omega;
  }
  for (std::size_t block = 0; block < kBlocks; ++block) {
    s.without[block] = k.without[block].real() / omega;
  }
  return s;
}

// The wave at each frequency; those whose speed the line does not determine are left out.
std::vector<PhaseSpeed> phase_speeds(const RegionSpectrum& region, std::span<const double> weight,
                                     std::span<const std::size_t> bins, double lag_slowness,
                                     const HelmholtzOptions& options,
                                     std::vector<Slowness>& slowness) {
  std::vector<PhaseSpeed> spectrum;
  std::vector<Complex> wave(region.grid.depth_m.size() * region.grid.distance_m.size());
  for (const std::size_t bin : bins) {
    for (std::size_t i = 0; i < wave.size(); ++i) {
      wave[i] = region.value[i * region.bins + bin];
    }
    const double frequency = static_cast<double>(bin) * region.bin_hz;
    const double omega = kTwoPi * frequency;
    const LocalWavenumber k = local_wavenumber(region.grid, wave, omega * lag_slowness,
                                               options.spreading == Spreading::point);
    const Slowness s = slowness_of(k, omega);
    if (s.std_error() <= options.max_frequency_error * s.all) {
      const double used = k.misfit <= options.max_misfit ? weight[bin] : 0.0;
      slowness.push_back(s);
      spectrum.push_back({frequency, 1 / s.all, s.std_error() / (s.all * s.all), -k.all.imag(),
                          used, weight[bin]});
    }
  }
  return spectrum;
}

// The mean slowness with the spectrum's weights, which become shares.
Slowness mean_slowness(std::vector<PhaseSpeed>& spectrum, std::span<const Slowness> slowness) {
  double total = 0;
  for (const PhaseSpeed& at : spectrum) {
    total += at.weight;
  }
  Slowness mean;
  for (std::size_t i = 0; i < spectrum.size(); ++i) {
    spectrum[i].weight /= total;
    mean.all += spectrum[i].weight * slowness[i].all;
    mean.excess.resize(slowness[i].excess.size());
    for (std::size_t x = 0; x < mean.excess.size(); ++x) {
      mean.excess[x] += spectrum[i].weight * slowness[i].excess[x];
    }
    for (std::size_t block = 0; block < kBlocks; ++block) {
      mean.without[block] += spectrum[i].weight * slowness[i].without[block];
    }
  }
  return mean;
}

// The weights are the energy of the traces' derivative: of displacement that is the kinetic energy,
// of velocity it is omega^2 times it.
void set_centroids(MotionKind kind, HelmholtzSpeed& result) {
  double total = 0;
  result.centroid_hz = 0;
  for (PhaseSpeed& at : result.spectrum) {
    if (kind == MotionKind::velocity) {
      at.energy /= at.frequency_hz * at.frequency_hz;
    }
    result.centroid_hz += at.weight * at.frequency_hz;
    total += at.energy;
  }
  result.energy_centroid_hz = 0;
  for (PhaseSpeed& at : result.spectrum) {
    at.energy /= total;
    result.energy_centroid_hz += at.energy * at.frequency_hz;
  }
}

}  // namespace

std::span<const Choice<Spreading>> choices(Spreading) {
  static constexpr std::array<Choice<Spreading>, 2> kChoices{
      {{Spreading::point, "point"}, {Spreading::sheet, "sheet"}}};
  return kChoices;
}

HelmholtzSpeed helmholtz_speed(const MotionField& field, Travel travel,
                               const WaveLineOptions& where, const HelmholtzOptions& options) {
  HelmholtzSpeed result;
  const auto refuse = [&](Reason reason) {
    result.speed = no_estimate(reason);
    result.spectrum.clear();
    result.slowness_excess.clear();
    return result;
  };
  const WaveLine line = wave_line(field, travel, where);
  if (line.distance_m.size < static_cast<Index>(kBlocks) || !(line.distance_m.first > 0) ||
      !(line.time_s.last() > 8 * line.time_s.step)) {
    return refuse(Reason::too_few);
  }
  result.line_first_m = line.distance_m.first;
  result.line_last_m = line.distance_m.last();
  const Arrivals lags = arrival_correlation(line, {.slowest_m_per_s = options.slowest_m_per_s});
  const GroupSpeed lag_line = group_speed_line(lags, {.slowest_m_per_s = options.slowest_m_per_s,
                                                      .fastest_m_per_s = options.fastest_m_per_s});
  if (!lag_line.speed.has_value()) {
    return refuse(lag_line.speed.reason);
  }
  result.lateral_speed_m_per_s = lag_line.speed.value;
  const RegionSpectrum region =
      region_spectrum(field, line, options.half_height_m, where.half_band_m);
  const std::vector<double> weight = line_weights(region);
  const std::vector<std::size_t> bins = usable_bins(weight, options);
  if (bins.empty()) {
    return refuse(Reason::low_signal);
  }
  std::vector<Slowness> slowness;
  result.spectrum = phase_speeds(region, weight, bins, 1 / lag_line.speed.value, options, slowness);
  if (std::none_of(result.spectrum.begin(), result.spectrum.end(),
                   [](const PhaseSpeed& at) { return at.weight > 0; })) {
    return refuse(Reason::low_signal);
  }
  const Slowness mean = mean_slowness(result.spectrum, slowness);
  result.slowness_excess = mean.excess;
  const double speed = 1 / mean.all;
  if (!std::isfinite(speed) || !std::isfinite(mean.std_error())) {
    return refuse(Reason::not_converged);
  }
  if (!(speed >= options.slowest_m_per_s && speed <= options.fastest_m_per_s)) {
    return refuse(Reason::out_of_range);
  }
  if (!(std::abs(speed / result.lateral_speed_m_per_s - 1) <= options.max_correction)) {
    return refuse(Reason::low_correlation);
  }
  set_centroids(field.kind, result);
  result.speed = make_estimate(speed, mean.std_error() * speed * speed, lag_line.speed.quality,
                               lag_line.speed.n, kBlocks - 1);
  return result;
}

}  // namespace stiff
