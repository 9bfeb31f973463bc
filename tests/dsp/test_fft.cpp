#include "stiff/core/error.h"
#include "stiff/dsp/fft.h"

#include <cmath>
#include <complex>
#include <numbers>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

namespace {

using Complex = std::complex<double>;
using stiff::Index;
constexpr double kTwoPi = 2 * std::numbers::pi;

// Samples without symmetry, the same on every machine.
std::vector<double> samples(std::size_t n) {
  std::vector<double> values(n);
  for (std::size_t i = 0; i < n; ++i) {
    values[i] = std::sin(1.7 * static_cast<double>(i * i + 1)) + 0.1 * static_cast<double>(i % 5);
  }
  return values;
}

// The definition itself, O(N^2): rows x columns samples, full spectrum.
std::vector<Complex> by_definition(const std::vector<Complex>& signal, int rows, int columns) {
  std::vector<Complex> spectrum(signal.size());
  for (int p = 0; p < rows; ++p) {
    for (int q = 0; q < columns; ++q) {
      Complex sum = 0;
      for (int r = 0; r < rows; ++r) {
        for (int c = 0; c < columns; ++c) {
          sum += signal[static_cast<std::size_t>(r * columns + c)] *
                 std::polar(1.0, -kTwoPi * (static_cast<double>(p * r) / rows +
                                            static_cast<double>(q * c) / columns));
        }
      }
      spectrum[static_cast<std::size_t>(p * columns + q)] = sum;
    }
  }
  return spectrum;
}

}  // namespace

TEST_CASE("the real transform is the sum that defines it, in one and two dimensions") {
  const auto [rows, columns] =
      GENERATE(std::pair{1, 12}, std::pair{1, 7}, std::pair{5, 6}, std::pair{4, 9});
  const auto n = static_cast<std::size_t>(rows * columns);
  const std::vector<double> signal = samples(2 * n);
  const stiff::RealFft<double> fft({.columns = columns, .rows = rows, .count = 2});
  std::vector<Complex> spectrum(static_cast<std::size_t>(fft.spectrum_size()));
  fft.forward(signal, spectrum);
  const int half = columns / 2 + 1;
  for (std::size_t block = 0; block < 2; ++block) {
    const auto from = signal.begin() + static_cast<std::ptrdiff_t>(block * n);
    const auto truth = by_definition({from, from + static_cast<std::ptrdiff_t>(n)}, rows, columns);
    for (int r = 0; r < rows; ++r) {
      for (int c = 0; c < half; ++c) {
        const Complex got = spectrum[block * static_cast<std::size_t>(rows * half) +
                                     static_cast<std::size_t>(r * half + c)];
        // Rounding grows with n times the largest sample (1.4): 1e-12 is 100 times that.
        CHECK(std::abs(got - truth[static_cast<std::size_t>(r * columns + c)]) < 1e-12);
      }
    }
  }
  std::vector<double> back(signal.size());
  const std::vector<Complex> before = spectrum;
  fft.inverse(spectrum, back);
  CHECK(spectrum == before);  // the input is left alone
  for (std::size_t i = 0; i < back.size(); ++i) {
    CHECK(std::abs(back[i] - signal[i]) < 1e-14);
  }
}

TEST_CASE("the complex transform is the sum that defines it") {
  const auto [rows, columns] = GENERATE(std::pair{1, 10}, std::pair{3, 8});
  const std::vector<double> parts = samples(static_cast<std::size_t>(2 * rows * columns));
  std::vector<Complex> signal;
  for (std::size_t i = 0; i < parts.size(); i += 2) {
    signal.emplace_back(parts[i], parts[i + 1]);
  }
  const stiff::ComplexFft<double> fft({.columns = columns, .rows = rows});
  std::vector<Complex> spectrum(signal.size()), back(signal.size());
  fft.forward(signal, spectrum);
  fft.inverse(spectrum, back);
  const auto truth = by_definition(signal, rows, columns);
  for (std::size_t i = 0; i < signal.size(); ++i) {
    CHECK(std::abs(spectrum[i] - truth[i]) < 1e-12);
    CHECK(std::abs(back[i] - signal[i]) < 1e-14);
  }
}

TEST_CASE("data that are not aligned give the same bits") {
  const stiff::RealFft<float> fft({.columns = 30});
  std::vector<float> room(32);
  std::vector<std::complex<float>> aligned(16), shifted_room(17);
  std::vector<float> first(30);
  for (std::size_t i = 0; i < 30; ++i) {
    first[i] = room[i + 1] = std::cos(static_cast<float>(i * i));
  }
  fft.forward(first, aligned);
  const std::span<std::complex<float>> shifted(shifted_room.data() + 1, 16);
  fft.forward(std::span<const float>(room.data() + 1, 30), shifted);
  CHECK(std::equal(aligned.begin(), aligned.end(), shifted.begin()));
}

TEST_CASE("plans are made and executed from several threads at once") {
  const std::vector<double> signal = samples(360);
  const stiff::RealFft<double> fft({.columns = 360});
  std::vector<Complex> truth(181);
  fft.forward(signal, truth);
  std::vector<int> equal(4, 0);
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < equal.size(); ++t) {
      threads.emplace_back([&, t] {
        int good = 0;
        for (int turn = 0; turn < 50; ++turn) {
          const stiff::RealFft<double> own({.columns = 360});
          std::vector<Complex> a(181), b(181);
          own.forward(signal, a);
          fft.forward(signal, b);
          good += (a == truth && b == truth) ? 1 : 0;
        }
        equal[t] = good;
      });
    }
  }
  CHECK(equal == std::vector<int>(4, 50));
}

TEST_CASE("a wrong size is refused, not read past") {
  const stiff::RealFft<double> fft({.columns = 8});
  std::vector<double> signal(8);
  std::vector<Complex> spectrum(8);
  CHECK_THROWS_AS(fft.forward(signal, spectrum), stiff::Error);
  CHECK_THROWS_AS(stiff::RealFft<double>({.columns = 0}), stiff::Error);
}

TEST_CASE("fast sizes and frequencies") {
  CHECK(stiff::fast_fft_size(1) == 1);
  CHECK(stiff::fast_fft_size(11) == 12);
  CHECK(stiff::fast_fft_size(211) == 216);
  CHECK(stiff::fast_fft_size(1024) == 1024);
  CHECK(stiff::fft_frequency(1, 8, 0.5) == Approx(0.25));
  CHECK(stiff::fft_frequency(4, 8, 0.5) == Approx(-1.0));
  CHECK(stiff::fft_frequency(2, 5, 1) == Approx(0.4));
  CHECK(stiff::fft_frequency(3, 5, 1) == Approx(-0.4));
}
