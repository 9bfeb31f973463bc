#include "stiff/contact/burst_extent.h"

#include "stiff/dsp/robust_scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <optional>
#include <vector>

#include <boost/math/special_functions/gamma.hpp>

namespace stiff {
namespace {

using Complex = std::complex<double>;

constexpr double kRate_hz = 1000;
constexpr double kHalfBand_hz = 35;
constexpr double kSmooth_s = 0.01;
constexpr double kBelow_s = 0.02;   // below half for this long: the burst has not begun
constexpr double kRoom_s = 0.15;    // of a window, either side of the burst
constexpr double kMargin_s = 0.03;  // round what is seen of a burst
constexpr int kDraws = 40;
constexpr int kFewestDraws = 5;

// The band's analytic signal of all axes over one stretch.
struct Stretch {
  std::vector<std::vector<Complex>> axes;
  std::size_t size() const { return axes.front().size(); }
};

struct Reading {
  double onset = kNaN, duration = kNaN, peak = kNaN;  // in samples, in samples, in the unit
  std::size_t first_seen = 0, last_seen = 0;
};

std::vector<double> smooth_power(const Stretch& z, std::size_t reach) {
  const std::size_t n = z.size();
  std::vector<double> sum(n + 1, 0), smooth(n);
  for (std::size_t i = 0; i < n; ++i) {
    double power = 0;
    for (const auto& axis : z.axes) power += std::norm(axis[i]);
    sum[i + 1] = sum[i] + power;
  }
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t a = i > reach ? i - reach : 0, b = std::min(n, i + reach + 1);
    smooth[i] = (sum[b] - sum[a]) / static_cast<double>(b - a);
  }
  return smooth;
}

// The fractional index between `below` and `above` at which the envelope is at half.
double crossing(const std::vector<double>& envelope, std::size_t below, std::size_t above,
                double half) {
  const double a = envelope[below], b = envelope[above];
  const double share = b > a ? std::clamp((half - a) / (b - a), 0.0, 1.0) : 0.5;
  const auto from = static_cast<double>(below), to = static_cast<double>(above);
  return from + share * (to - from);
}

struct Reader {
  double noise;                        // mean power of it, all axes
  std::size_t reach;                   // of the smoothing
  std::size_t quiet;                   // samples below half that end a burst
  std::size_t first, last;             // where its maximum is sought
  double first_radians, step_radians;  // the turn that makes the band real again

  std::optional<Reading> read(const Stretch& z) const {
    std::vector<double> envelope = smooth_power(z, reach);
    for (double& e : envelope) e = std::sqrt(std::max(e - noise, 0.0));
    const auto begin = envelope.begin();
    const auto top = static_cast<std::size_t>(
        std::max_element(begin + static_cast<Index>(first), begin + static_cast<Index>(last) + 1) -
        begin);
    // At the search's own end, and still rising beyond: the flank of something larger.
    const bool flank = (top == first && top > 0 && envelope[top - 1] > envelope[top]) ||
                       (top == last && top + 1 < z.size() && envelope[top + 1] > envelope[top]);
    if (flank) return std::nullopt;
    const double half = 0.5 * envelope[top];
    if (!(half > 0)) return std::nullopt;
    const std::size_t low = edge(envelope, top, half, -1), high = edge(envelope, top, half, 1);
    if (low == top || high == top) return std::nullopt;
    Reading reading;
    reading.onset = crossing(envelope, low, low + 1, half);
    const double end = crossing(envelope, high, high - 1, half);
    reading.duration = end - reading.onset;
    double most = 0;
    for (std::size_t i = low; i <= high; ++i) {
      double length = 0;
      const Complex turn = std::polar(1.0, first_radians + step_radians * static_cast<double>(i));
      for (const auto& axis : z.axes) length += std::pow((axis[i] * turn).real(), 2);
      most = std::max(most, length);
    }
    reading.peak = std::sqrt(most);
    const double unseen = std::max(0.03 * envelope[top], 1.5 * std::sqrt(noise));
    reading.first_seen = edge(envelope, top, unseen, -1);
    reading.last_seen = edge(envelope, top, unseen, 1);
    return reading;
  }

  // The first sample below a limit from which on `quiet` samples stay below it (or the stretch
  // ends).
  std::size_t edge(const std::vector<double>& envelope, std::size_t top, double limit,
                   int way) const {
    const auto size = static_cast<std::ptrdiff_t>(envelope.size());
    auto found = static_cast<std::ptrdiff_t>(top);
    std::size_t run = 0;
    for (auto i = found; i >= 0 && i < size; i += way) {
      if (envelope[static_cast<std::size_t>(i)] < limit) {
        if (run++ == 0) found = i;
        if (run >= quiet) break;
      } else {
        run = 0;
        found = i;
      }
    }
    return static_cast<std::size_t>(found);
  }
};

Stretch cut(const std::vector<TwitchSpectrum::Analytic>& all, std::size_t first, std::size_t size) {
  Stretch stretch;
  for (const auto& axis : all) {
    const auto begin = axis.value.begin() + static_cast<Index>(first);
    stretch.axes.emplace_back(begin, begin + static_cast<Index>(size));
  }
  return stretch;
}

// The mean power of the noise: of the median where nothing is known to happen.
double noise_power(const std::vector<TwitchSpectrum::Analytic>& all,
                   const std::vector<unsigned char>& busy) {
  std::vector<double> power;
  for (std::size_t i = 0; i < busy.size(); ++i) {
    if (busy[i]) continue;
    double sum = 0;
    for (const auto& axis : all) sum += std::norm(axis.value[i]);
    power.push_back(sum);
  }
  const auto dof = static_cast<double>(all.size());
  return median(std::move(power)) * dof / boost::math::gamma_p_inv(dof, 0.5);
}

// What was read less what it was read of: onset, duration (both in samples), peak.
using Differences = std::array<std::vector<double>, 3>;

Estimate corrected(double value, const std::vector<double>& differences, double scale) {
  const auto n = static_cast<double>(differences.size());
  if (differences.size() < static_cast<std::size_t>(kFewestDraws)) {
    Estimate known;
    known.value = scale * value;
    known.n = 1;
    return known;
  }
  double mean = 0, square = 0;
  for (const double d : differences) mean += d / n;
  for (const double d : differences) square += (d - mean) * (d - mean);
  return make_estimate(scale * (value - mean), scale * std::sqrt(square / (n - 1)), 1, 1, n - 1);
}

// The record's bands with their clock.
struct Record {
  std::vector<TwitchSpectrum::Analytic> bands;
  SoftBand band;

  Record(const TwitchSpectrum& spectrum, const SoftBand& of) : band(of) {
    for (std::size_t axis = 0; axis < spectrum.axes(); ++axis) {
      bands.push_back(spectrum.analytic(axis, band, kRate_hz, nullptr));
    }
  }
  double step() const { return bands.front().step_s; }
  std::size_t size() const { return bands.front().value.size(); }
  std::size_t sample(double time_s) const {
    return static_cast<std::size_t>(
        std::clamp(std::round(time_s / step()), 0.0, static_cast<double>(size() - 1)));
  }
};

// The fitted shape by itself as a record on the same clock, and what it was made of.
struct Model {
  Record record;
  double peak = 0;
};

Model model_of(const TwitchSpectrum& spectrum, const EventFit<BurstShape>& fit,
               const SoftBand& band) {
  const auto size = static_cast<std::size_t>(spectrum.samples());
  const double step_s = spectrum.duration_s() / static_cast<double>(size);
  std::vector<Complex> shape(size);
  fit.shape.fill(0, step_s, shape);
  std::vector<std::vector<double>> axes(fit.amplitude.size(), std::vector<double>(size));
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    const auto [re, im] = fit.amplitude[axis];
    for (std::size_t i = 0; i < size; ++i) {
      axes[axis][i] = re * shape[i].real() + im * shape[i].imag();
    }
  }
  // Its largest length between the samples: 80 times a period is near enough (0.1 %).
  const BurstShape& b = fit.shape;
  const double fine_s = 2 * std::numbers::pi / (80 * b.omega_per_s);
  std::vector<Complex> fine(static_cast<std::size_t>(2 * b.duration_s / fine_s) + 1);
  b.fill(b.onset_s - 0.5 * b.duration_s, fine_s, fine);
  double most = 0;
  for (const Complex& value : fine) {
    double length = 0;
    for (const auto& [re, im] : fit.amplitude) {
      length += std::pow(re * value.real() + im * value.imag(), 2);
    }
    most = std::max(most, length);
  }
  return {Record(TwitchSpectrum(axes, 1 / step_s), band), std::sqrt(most)};
}

Differences differences_of(const Reader& reader, const Record& record, const Model& model,
                           const BurstShape& shape, const std::vector<unsigned char>& busy,
                           std::size_t first, std::size_t window) {
  std::vector<std::size_t> open(record.size() + 1, 0);
  for (std::size_t i = 0; i < record.size(); ++i) open[i + 1] = open[i] + busy[i];
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i + window <= record.size(); i += std::max<std::size_t>(1, window / 16)) {
    if (open[i + window] == open[i]) places.push_back(i);
  }
  const double onset = shape.onset_s / record.step() - static_cast<double>(first);
  const double duration = shape.duration_s / record.step();
  Differences differences;
  const int draws = std::min(kDraws, static_cast<int>(places.size()));
  for (int draw = 0; draw < draws; ++draw) {
    const std::size_t place =
        places[static_cast<std::size_t>(draw) * places.size() / static_cast<std::size_t>(draws)];
    // Phases by the golden section: even over the circle, for any number of draws.
    const Complex phase = std::polar(1.0, 2 * std::numbers::pi * 0.6180339887498949 * draw);
    Stretch noisy = cut(model.record.bands, first, window);
    const Stretch noise = cut(record.bands, place, window);
    for (std::size_t axis = 0; axis < noisy.axes.size(); ++axis) {
      for (std::size_t i = 0; i < window; ++i) noisy.axes[axis][i] += phase * noise.axes[axis][i];
    }
    if (const auto read = reader.read(noisy)) {
      differences[0].push_back(read->onset - onset);
      differences[1].push_back(read->duration - duration);
      differences[2].push_back(read->peak - model.peak);
    }
  }
  return differences;
}

}  // namespace

BurstExtent burst_extent(const TwitchSpectrum& spectrum, const TimeSpan& round,
                         const EventFit<BurstShape>& fit, std::span<const TimeSpan> closed) {
  const double frequency_hz = fit.shape.omega_per_s / (2 * std::numbers::pi);
  const SoftBand band{std::max(14.0, frequency_hz - kHalfBand_hz),
                      std::clamp(frequency_hz + kHalfBand_hz, 60.0, 125.0), 4, 10};
  const Record record(spectrum, band);
  std::vector<unsigned char> busy(record.size(), 0);
  const auto close = [&](const TimeSpan& span) {
    for (std::size_t i = record.sample(span.begin_s); i <= record.sample(span.end_s); ++i) {
      busy[i] = 1;
    }
  };
  for (const TimeSpan& span : closed) close(span);
  close({round.begin_s - 0.05, round.end_s + 0.05});

  const double step = record.step();
  const std::size_t first = record.sample(round.begin_s - kRoom_s);
  const std::size_t window = record.sample(round.end_s + kRoom_s) - first + 1;
  const double turn = 2 * std::numbers::pi * record.bands.front().first_hz * step;
  const Reader reader{noise_power(record.bands, busy),
                      static_cast<std::size_t>(0.5 * kSmooth_s / step),
                      static_cast<std::size_t>(kBelow_s / step),
                      record.sample(round.begin_s) - first,
                      record.sample(round.end_s) - first,
                      turn * static_cast<double>(first),
                      turn};
  BurstExtent extent;
  extent.whole = round;
  const auto reading = reader.read(cut(record.bands, first, window));
  if (!reading) {
    extent.onset_s = extent.duration_s = extent.peak = no_estimate(Reason::low_signal);
    return extent;
  }
  Differences differences;
  if (fit.gain > 0) {
    const Model model = model_of(spectrum, fit, band);
    differences = differences_of(reader, record, model, fit.shape, busy, first, window);
  }
  extent.onset_s = corrected(reading->onset + static_cast<double>(first), differences[0], step);
  extent.duration_s = corrected(reading->duration, differences[1], step);
  extent.peak = corrected(reading->peak, differences[2], 1);
  const auto at = [&](std::size_t i) { return step * static_cast<double>(first + i); };
  extent.whole = {at(reading->first_seen) - kMargin_s, at(reading->last_seen) + kMargin_s};
  return extent;
}

}  // namespace stiff
