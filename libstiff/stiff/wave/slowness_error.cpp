#include "stiff/wave/slowness_error.h"

#include "stiff/core/estimate.h"
#include "stiff/dsp/fft.h"
#include "stiff/wave/local_scatter.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <vector>

namespace stiff {
namespace {

// The plane against which errors are correlated is this many neighbourhoods wide: a narrow one
// takes their slow part away, and a region's error would come out too small.
constexpr double kWide = 3;

// sum_i p_i p_(i + lag) for lags within the reach, by FFT; centre at (reach, reach).
Picture<double> autocorrelation(const Picture<float>& picture, Index axial_reach,
                                Index lateral_reach) {
  const Index rows = fast_fft_size(picture.rows() + axial_reach);
  const Index columns = fast_fft_size(picture.cols() + lateral_reach);
  const RealFft<double> fft({.columns = columns, .rows = rows, .count = 1});
  std::vector<double> signal(static_cast<std::size_t>(fft.signal_size()), 0.0);
  std::vector<std::complex<double>> spectrum(static_cast<std::size_t>(fft.spectrum_size()));
  for (Index z = 0; z < picture.rows(); ++z) {
    for (Index x = 0; x < picture.cols(); ++x) {
      signal[static_cast<std::size_t>(z * columns + x)] = static_cast<double>(picture(z, x));
    }
  }
  fft.forward(signal, spectrum);
  for (auto& s : spectrum) s = std::norm(s);
  fft.inverse(spectrum, signal);
  Picture<double> lags(2 * axial_reach + 1, 2 * lateral_reach + 1);
  for (Index z = -axial_reach; z <= axial_reach; ++z) {
    for (Index x = -lateral_reach; x <= lateral_reach; ++x) {
      const Index row = (z + rows) % rows;
      const Index column = (x + columns) % columns;
      lags(z + axial_reach, x + lateral_reach) =
          signal[static_cast<std::size_t>(row * columns + column)];
    }
  }
  return lags;
}

// The errors' correlation by lag: residuals in units of the pixel's scatter, over the pairs there
// are. A residual beyond three of these is structure, or wild, and no sample of it.
Picture<float> error_correlation(const Picture<float>& residual, const Picture<float>& variance,
                                 const Picture<unsigned char>& valid, Index axial_reach,
                                 Index lateral_reach) {
  Picture<float> unit = Picture<float>::Zero(valid.rows(), valid.cols());
  Picture<float> there = unit;
  for (Index i = 0; i < valid.size(); ++i) {
    if (valid.data()[i] == 0 || !(variance.data()[i] > 0)) continue;
    const float scaled = residual.data()[i] / std::sqrt(variance.data()[i]);
    if (!(std::abs(scaled) <= 3.0F)) continue;
    unit.data()[i] = scaled;
    there.data()[i] = 1;
  }
  const auto products = autocorrelation(unit, axial_reach, lateral_reach);
  const auto pairs = autocorrelation(there, axial_reach, lateral_reach);
  Picture<float> rho = Picture<float>::Zero(products.rows(), products.cols());
  const double centre = products(axial_reach, lateral_reach) / pairs(axial_reach, lateral_reach);
  for (Index i = 0; i < rho.size(); ++i) {
    if (pairs.data()[i] > 0.5 && centre > 0) {
      rho.data()[i] =
          static_cast<float>(std::clamp(products.data()[i] / pairs.data()[i] / centre, -1.0, 1.0));
    }
  }
  return rho;
}

// A triangle's overlap: the share of a box's pixels that have a partner at the lag.
double overlap(Index lag, Index half) {
  const double length = 2 * static_cast<double>(half) + 1;
  return std::max(0.0, 1 - std::abs(static_cast<double>(lag)) / length);
}

struct CorrelationSums {
  double squared = 1;   // sum of rho^2 over a box's pairs, per pixel
  double absorbed = 0;  // share of the variance that the plane takes up
};

CorrelationSums correlation_sums(const Picture<float>& rho, Index half_axial, Index half_lateral) {
  const Index mz = (rho.rows() - 1) / 2;
  const Index mx = (rho.cols() - 1) / 2;
  const double pixels =
      (2 * static_cast<double>(half_axial) + 1) * (2 * static_cast<double>(half_lateral) + 1);
  CorrelationSums sums{0, 0};
  for (Index z = -mz; z <= mz; ++z) {
    for (Index x = -mx; x <= mx; ++x) {
      const double r = static_cast<double>(rho(z + mz, x + mx));
      const double oz = overlap(z, half_axial);
      const double ox = overlap(x, half_lateral);
      sums.squared += r * r * oz * ox;
      // Autocorrelation of the normalised ramp of a box: 1 - 3|u| + 2|u|^3 with u = lag / length.
      const double uz = 1 - oz;
      const double ux = 1 - ox;
      const double ramp_z = (1 - 3 * uz + 2 * uz * uz * uz) * ox;
      const double ramp_x = (1 - 3 * ux + 2 * ux * ux * ux) * oz;
      sums.absorbed += r * (oz * ox + ramp_z + ramp_x) / pixels;
    }
  }
  sums.absorbed = std::clamp(sums.absorbed, 0.0, 0.5);
  return sums;
}

}  // namespace

SlownessError slowness_error(const Picture<float>& slowness, const Picture<unsigned char>& valid,
                             const Axis& axial_m, const Axis& lateral_m,
                             const SlownessErrorOptions& options) {
  const auto half = [&](double length_m, double step, Index size) {
    const auto steps = static_cast<Index>(std::lround(length_m / (2 * step)));
    return std::min(std::max<Index>(2, steps), std::max<Index>(1, (size - 1) / 2));
  };
  const Index half_axial = half(options.neighbourhood_m, axial_m.step, slowness.rows());
  const Index half_lateral = half(options.neighbourhood_m, lateral_m.step, slowness.cols());
  const double box = static_cast<double>((2 * half_axial + 1) * (2 * half_lateral + 1));
  const auto least = std::max<Index>(6, static_cast<Index>(options.least_share * box));
  const auto scatter = local_scatter(slowness, valid, half_axial, half_lateral, least);

  SlownessError error;
  const auto near =
      error_correlation(scatter.residual, scatter.variance, valid, half_axial, half_lateral);
  const auto sums = correlation_sums(near, half_axial, half_lateral);
  const auto wide = local_scatter(
      slowness, valid, half(kWide * options.neighbourhood_m, axial_m.step, slowness.rows()),
      half(kWide * options.neighbourhood_m, lateral_m.step, slowness.cols()), least);
  error.correlation =
      error_correlation(wide.residual, scatter.variance, valid,
                        half(2 * options.neighbourhood_m, axial_m.step, slowness.rows()),
                        half(2 * options.neighbourhood_m, lateral_m.step, slowness.cols()));
  error.correlation_variance = sums.squared / std::max<double>(1, valid.cast<double>().sum());
  error.std_error =
      Picture<float>::Constant(slowness.rows(), slowness.cols(), static_cast<float>(kNaN));
  error.dof = error.std_error;
  for (Index i = 0; i < slowness.size(); ++i) {
    const double variance = static_cast<double>(scatter.variance.data()[i]);
    if (valid.data()[i] == 0 || !(variance >= 0)) continue;
    const double dof = static_cast<double>(scatter.count.data()[i]) / sums.squared - 3;
    if (!(dof >= 1)) continue;
    error.std_error.data()[i] = static_cast<float>(std::sqrt(variance / (1 - sums.absorbed)));
    error.dof.data()[i] = static_cast<float>(dof);
  }
  return error;
}

SumVariance variance_of_sum(const Picture<float>& weighted_error, const SlownessError& error) {
  const auto lags = autocorrelation(weighted_error, error.axial_reach(), error.lateral_reach());
  SumVariance sum;
  double positive = 0;
  double uncertainty = 0;
  for (Index i = 0; i < lags.size(); ++i) {
    const double term = lags.data()[i] * static_cast<double>(error.correlation.data()[i]);
    sum.variance += term;
    if (term > 0) positive += term;
    // A lag and its mirror are one estimate.
    uncertainty += 2 * lags.data()[i] * lags.data()[i] * error.correlation_variance;
  }
  // The negative part of an uncertain correlation may outweigh what it should.
  sum.variance = std::max(sum.variance, 0.05 * positive);
  sum.dof = std::max(2.0, 2 * sum.variance * sum.variance / uncertainty);
  return sum;
}

}  // namespace stiff
