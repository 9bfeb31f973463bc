#include "stiff/wave/vector_correlation_map.h"

#include "stiff/core/error.h"
#include "stiff/core/estimate.h"
#include "stiff/wave/lag_search.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace stiff {
namespace {

using Complex = std::complex<float>;

// One kind of pair: the two points lie at (z, x) -+ (half_axial, half_lateral).
struct PairOffset {
  Index half_axial = 0;
  Index half_lateral = 0;
};

// Sums of cross-spectra over windows, for one row of pixels after the other. Sums are taken anew in
// each window: running sums in float would carry a strong wave's rounding into weak places.
class CrossSpectra {
 public:
  CrossSpectra(const WaveSpectrum& wave, std::span<const double> weight, Index first, Index last,
               PairOffset offset, const CorrelationWindow& window)
      : wave_(wave),
        offset_(offset),
        window_(window),
        first_(first),
        columns_(last - first + 1),
        products_(static_cast<std::size_t>(wave.axial_m.size * columns_ * wave.bins())),
        column_sums_(static_cast<std::size_t>(columns_ * wave.bins())) {
    std::vector<float> factor(weight.begin(), weight.end());
    const Index low = std::max(first, offset.half_lateral);
    const Index high = std::min(last, wave.lateral_m.size - 1 - offset.half_lateral);
    for (Index z = offset.half_axial; z < wave.axial_m.size - offset.half_axial; ++z) {
      for (Index x = low; x <= high; ++x) {
        const Complex* a = wave.pixel(z - offset.half_axial, x - offset.half_lateral);
        const Complex* b = wave.pixel(z + offset.half_axial, x + offset.half_lateral);
        Complex* product = products_.data() + (z * columns_ + x - first) * wave.bins();
        for (Index f = 0; f < wave.bins(); ++f) {
          const float w = factor[static_cast<std::size_t>(f)];
          product[f] = {w * (a[f].real() * b[f].real() + a[f].imag() * b[f].imag()),
                        w * (a[f].real() * b[f].imag() - a[f].imag() * b[f].real())};
        }
      }
    }
  }

  void row(Index z, std::vector<Complex>& sums) {
    const Index bins = wave_.bins();
    const Index top = std::max<Index>(0, z - window_.half_axial_window);
    const Index bottom = std::min(wave_.axial_m.size - 1, z + window_.half_axial_window);
    std::fill(column_sums_.begin(), column_sums_.end(), Complex{});
    for (Index row = top; row <= bottom; ++row) {
      add(products_.data() + row * columns_ * bins, column_sums_.data(), columns_ * bins);
    }
    std::fill(sums.begin(), sums.end(), Complex{});
    for (Index x = 0; x < columns_; ++x) {
      const Index low = std::max<Index>(0, x - window_.half_lateral_window);
      const Index high = std::min(columns_ - 1, x + window_.half_lateral_window);
      for (Index column = low; column <= high; ++column) {
        add(column_sums_.data() + column * bins, sums.data() + x * bins, bins);
      }
    }
  }

 private:
  static void add(const Complex* from, Complex* to, Index count) {
    const auto* source = reinterpret_cast<const float*>(from);
    auto* target = reinterpret_cast<float*>(to);
    for (Index i = 0; i < 2 * count; ++i) target[i] += source[i];
  }

  const WaveSpectrum& wave_;
  PairOffset offset_;
  CorrelationWindow window_;
  Index first_;
  Index columns_;
  std::vector<Complex> products_;
  std::vector<Complex> column_sums_;
};

// The weighted power of each pixel, summed over the correlation's window.
Picture<float> window_power(const WaveSpectrum& wave, std::span<const double> weight,
                            const CorrelationWindow& window) {
  const Index rows = wave.axial_m.size;
  const Index columns = wave.lateral_m.size;
  Picture<float> power(rows, columns);
  for (Index z = 0; z < rows; ++z) {
    for (Index x = 0; x < columns; ++x) {
      const Complex* pixel = wave.pixel(z, x);
      double sum = 0;
      for (Index f = 0; f < wave.bins(); ++f) {
        sum += weight[static_cast<std::size_t>(f)] * static_cast<double>(std::norm(pixel[f]));
      }
      power(z, x) = static_cast<float>(sum);
    }
  }
  Picture<float> across(rows, columns);
  for (Index x = 0; x < columns; ++x) {
    const Index low = std::max<Index>(0, x - window.half_lateral_window);
    const Index high = std::min(columns - 1, x + window.half_lateral_window);
    across.col(x) = power.middleCols(low, high - low + 1).rowwise().sum();
  }
  for (Index z = 0; z < rows; ++z) {
    const Index low = std::max<Index>(0, z - window.half_axial_window);
    const Index high = std::min(rows - 1, z + window.half_axial_window);
    power.row(z) = across.middleRows(low, high - low + 1).colwise().sum();
  }
  return power;
}

Index half_steps(double length_m, double step_m, Index least) {
  return std::max(least, static_cast<Index>(std::lround(length_m / (2 * step_m))));
}

}  // namespace

SlownessMap::SlownessMap(Index axial, Index lateral)
    : lateral_s_per_m(Picture<float>::Constant(axial, lateral, static_cast<float>(kNaN))),
      axial_s_per_m(lateral_s_per_m),
      correlation(lateral_s_per_m),
      systematic_s_per_m(Picture<float>::Zero(axial, lateral)),
      power(Picture<float>::Zero(axial, lateral)),
      reason(Picture<std::int8_t>::Constant(axial, lateral,
                                            static_cast<std::int8_t>(Reason::outside_field))) {}

double SlownessMap::slowness(Index z, Index x) const {
  return std::hypot(static_cast<double>(lateral_s_per_m(z, x)),
                    static_cast<double>(axial_s_per_m(z, x)));
}

CorrelationWindow correlation_window(const Axis& axial_m, const Axis& lateral_m,
                                     const VectorCorrelationOptions& options) {
  return {.half_lateral_baseline = half_steps(options.lateral_baseline_m, lateral_m.step, 1),
          .half_axial_baseline = half_steps(options.axial_baseline_m, axial_m.step, 1),
          .half_lateral_window =
              half_steps(options.lateral_window_m - lateral_m.step, lateral_m.step, 0),
          .half_axial_window = half_steps(options.axial_window_m - axial_m.step, axial_m.step, 0)};
}

double longest_lag_s(const Axis& axial_m, const Axis& lateral_m,
                     const VectorCorrelationOptions& options) {
  const auto window = correlation_window(axial_m, lateral_m, options);
  return 2 *
         std::max(static_cast<double>(window.half_lateral_baseline) * lateral_m.step,
                  static_cast<double>(window.half_axial_baseline) * axial_m.step) /
         options.slowest_m_per_s;
}

SlownessMap vector_correlation_map(const WaveSpectrum& outgoing, int direction, Index first_column,
                                   Index last_column, std::span<const double> weight,
                                   const VectorCorrelationOptions& options) {
  const Index rows = outgoing.axial_m.size;
  const Index columns = outgoing.lateral_m.size;
  if (static_cast<Index>(weight.size()) != outgoing.bins() || (direction != 1 && direction != -1)) {
    throw Error(ErrorKind::usage,
                "vector correlation: one weight a frequency and direction 1 or -1 are needed");
  }
  const auto window = correlation_window(outgoing.axial_m, outgoing.lateral_m, options);
  SlownessMap map(rows, columns);
  first_column = std::max(first_column, window.half_lateral_baseline);
  last_column = std::min(last_column, columns - 1 - window.half_lateral_baseline);
  if (last_column < first_column || rows <= 2 * window.half_axial_baseline) return map;

  const Index count = last_column - first_column + 1;
  const double width =
      2 * static_cast<double>(window.half_lateral_baseline) * outgoing.lateral_m.step;
  const double height = 2 * static_cast<double>(window.half_axial_baseline) * outgoing.axial_m.step;
  const double longest_x = width / options.slowest_m_per_s;
  const double longest_z = height / options.slowest_m_per_s;
  // A little of the wrong side is searched too: a lag of about 0 is then seen as such.
  const double wrong_side = 0.1 * longest_x;
  const LagSearch lateral_search(outgoing.frequency_hz, direction > 0 ? -wrong_side : -longest_x,
                                 direction > 0 ? longest_x : wrong_side);
  const LagSearch axial_search(outgoing.frequency_hz, -longest_z, longest_z);
  CrossSpectra lateral_pairs(outgoing, weight, first_column, last_column,
                             {0, window.half_lateral_baseline}, window);
  CrossSpectra axial_pairs(outgoing, weight, first_column, last_column,
                           {window.half_axial_baseline, 0}, window);
  const double tangent = std::tan(options.widest_angle_deg * std::numbers::pi / 180);
  map.power = window_power(outgoing, weight, window);

  std::vector<Complex> sums(static_cast<std::size_t>(count * outgoing.bins()));
  std::vector<LagSearch::Lag> across(static_cast<std::size_t>(count));
  std::vector<LagSearch::Lag> down(static_cast<std::size_t>(count));
  const Index a = window.half_axial_baseline;
  const Index l = window.half_lateral_baseline;
  for (Index z = a; z < rows - a; ++z) {
    lateral_pairs.row(z, sums);
    lateral_search.find(sums, across);
    axial_pairs.row(z, sums);
    axial_search.find(sums, down);
    for (Index i = 0; i < count; ++i) {
      const Index x = first_column + i;
      const auto& tx = across[static_cast<std::size_t>(i)];
      const auto& tz = down[static_cast<std::size_t>(i)];
      const double power_x = std::sqrt(static_cast<double>(map.power(z, x - l)) *
                                       static_cast<double>(map.power(z, x + l)));
      const double power_z = std::sqrt(static_cast<double>(map.power(z - a, x)) *
                                       static_cast<double>(map.power(z + a, x)));
      const double correlation = std::min(tx.correlation / power_x, tz.correlation / power_z);
      const double sx = direction * tx.lag_s / width;
      const double sz = tz.lag_s / height;
      const double slowness = std::hypot(sx, sz);
      map.lateral_s_per_m(z, x) = static_cast<float>(sx);
      map.axial_s_per_m(z, x) = static_cast<float>(sz);
      map.correlation(z, x) = static_cast<float>(correlation);
      Reason reason = Reason::none;
      if (!(correlation >= options.min_correlation)) {
        reason = Reason::low_correlation;
      } else if (!tx.inside || !tz.inside || !(slowness * options.slowest_m_per_s < 1) ||
                 !(slowness * options.fastest_m_per_s > 1)) {
        reason = Reason::out_of_range;
      } else if (!(std::abs(sz) <= tangent * sx)) {
        reason = Reason::no_wave;
      }
      map.reason(z, x) = static_cast<std::int8_t>(reason);
    }
  }
  return map;
}

}  // namespace stiff
