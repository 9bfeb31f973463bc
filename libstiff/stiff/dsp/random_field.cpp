#include "stiff/dsp/random_field.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <span>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>

namespace stiff {

namespace {

constexpr double kStrongShare = 1e-4;

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::usage, "random field: " + what);
}

/// Far apart for neighbouring pairs and seeds (splitmix64's finaliser, twice).
std::uint64_t pair_seed(std::uint64_t seed, std::uint64_t pair) {
  const auto finalise = [](std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  };
  return finalise(finalise(seed + 0x9E3779B97F4A7C15ull) + 0x9E3779B97F4A7C15ull * (pair + 1));
}

/// The largest lag along one direction at which the correlation still counts.
Index reach(Index size, double tolerance, const std::function<double(double)>& correlation) {
  Index last = 0;
  for (Index lag = 0; lag < size; ++lag) {
    const double value = correlation(static_cast<double>(lag));
    if (!std::isfinite(value)) refuse("the correlation is not finite");
    if (std::abs(value) >= tolerance) last = lag;
  }
  return last;
}

/// Two numbers, mean 0 and variance 1: each the sum of four of a word's eight bytes.
std::complex<float> nearly_normal(std::uint64_t word) {
  constexpr std::uint64_t kEven = 0x00FF00FF00FF00FFull;
  const auto sum = [](std::uint64_t bytes) {
    const std::uint64_t pairs = bytes + (bytes >> 32);
    return static_cast<float>(static_cast<std::int32_t>((pairs + (pairs >> 16)) & 0xFFFF));
  };
  // Four uniform bytes: mean 4 x 127.5, variance 4 (256^2 - 1)/12.
  constexpr float kScale = 0.0067658751F;
  return {kScale * (sum(word & kEven) - 510), kScale * (sum((word >> 8) & kEven) - 510)};
}

/// to[j, i] = from[i, j] of the first `columns` columns, in blocks that stay in the cache.
template <class Store>
void transposed(std::span<const std::complex<float>> from, Index row_size, Index rows,
                Index columns, Store&& store) {
  constexpr Index kBlock = 8;
  for (Index first = 0; first < columns; first += kBlock) {
    const Index end = std::min(first + kBlock, columns);
    for (Index i = 0; i < rows; ++i) {
      for (Index j = first; j < end; ++j) {
        store(j, i, from[static_cast<std::size_t>(i * row_size + j)]);
      }
    }
  }
}

}  // namespace

FieldCorrelation powered_exponential(double row_length, double column_length, double exponent) {
  if (!(row_length > 0 && column_length > 0)) refuse("a correlation length is not above 0");
  if (!(exponent > 0 && exponent <= 2)) refuse("the correlation's exponent is not in (0, 2]");
  return [=](double row_lag, double column_lag) {
    return std::exp(
        -std::pow(std::hypot(row_lag / row_length, column_lag / column_length), exponent));
  };
}

RandomField::RandomField(Index rows, Index columns, const FieldCorrelation& correlation,
                         const RandomFieldOptions& options)
    : rows_(rows), columns_(columns) {
  if (!(rows > 0 && columns > 0)) refuse("the grid is empty");
  if (!(std::abs(correlation(0, 0) - 1) < 1e-9)) refuse("the correlation at no lag is not 1");
  const double wrap = options.wrap_tolerance;
  Index row_pad = reach(rows, wrap, [&](double lag) { return correlation(lag, 0); });
  Index column_pad = reach(columns, wrap, [&](double lag) { return correlation(0, lag); });
  for (;;) {
    embed(correlation, fast_fft_size(rows + row_pad), fast_fft_size(columns + column_pad));
    if (clipped_share_ <= options.clip_tolerance) break;
    if (row_pad > 7 * rows && column_pad > 7 * columns) {
      refuse("the correlation is too long for the grid, or is none");
    }
    row_pad = 2 * row_pad + 1;
    column_pad = 2 * column_pad + 1;
  }
  along_rows_ = ComplexFft<float>({.columns = column_period_, .rows = 1, .count = row_period_});
  along_columns_ = ComplexFft<float>({.columns = row_period_, .rows = 1, .count = columns_});
}

void RandomField::embed(const FieldCorrelation& correlation, Index row_period,
                        Index column_period) {
  row_period_ = row_period;
  column_period_ = column_period;
  const auto count = static_cast<std::size_t>(row_period * column_period);
  std::vector<std::complex<double>> round(count), eigenvalues(count);
  for (Index i = 0; i < row_period; ++i) {
    for (Index j = 0; j < column_period; ++j) {
      round[static_cast<std::size_t>(i * column_period + j)] =
          correlation(static_cast<double>(std::min(i, row_period - i)),
                      static_cast<double>(std::min(j, column_period - j)));
    }
  }
  ComplexFft<double>({.columns = column_period, .rows = row_period, .count = 1})
      .forward(round, eigenvalues);
  double kept = 0, cut = 0;
  for (const auto& value : eigenvalues) (value.real() > 0 ? kept : cut) += std::abs(value.real());
  clipped_share_ = cut / (kept + cut);
  amplitude_.resize(count);
  for (std::size_t k = 0; k < count; ++k) {
    amplitude_[k] = static_cast<float>(std::sqrt(std::max(eigenvalues[k].real(), 0.0) / kept));
  }
  strong_.clear();
  for (std::size_t k = 0; k < count; ++k) {
    if (eigenvalues[k].real() >= kStrongShare * kept) strong_.push_back(k);
  }
}

void RandomField::draw(std::uint64_t seed, std::uint64_t pair, RandomFieldPair& result) const {
  const auto size = [](Index a, Index b) { return static_cast<std::size_t>(a * b); };
  result.by_row.resize(amplitude_.size());
  result.row_spectra.resize(amplitude_.size());
  result.by_column.resize(size(columns_, row_period_));
  result.column_spectra.resize(size(columns_, row_period_));
  result.first.resize(rows_, columns_);
  result.second.resize(rows_, columns_);

  boost::random::mt19937_64 random(pair_seed(seed, pair));
  for (std::size_t k = 0; k < amplitude_.size(); ++k) {
    result.by_row[k] = amplitude_[k] * nearly_normal(random());
  }
  boost::random::normal_distribution<float> normal;
  for (const std::size_t k : strong_) {
    const float re = normal(random);
    const float im = normal(random);
    result.by_row[k] = {amplitude_[k] * re, amplitude_[k] * im};
  }
  along_rows_.forward(result.by_row, result.row_spectra);
  transposed(result.row_spectra, column_period_, row_period_, columns_,
             [&](Index j, Index i, std::complex<float> value) {
               result.by_column[size(j, row_period_) + static_cast<std::size_t>(i)] = value;
             });
  along_columns_.forward(result.by_column, result.column_spectra);
  transposed(result.column_spectra, row_period_, columns_, rows_,
             [&](Index i, Index j, std::complex<float> value) {
               result.first(i, j) = value.real();
               result.second(i, j) = value.imag();
             });
}

}  // namespace stiff
