#include "stiff/dsp/analytic_signal.h"
#include "stiff/dsp/unwrap.h"

#include <cmath>
#include <numbers>
#include <vector>

#include <catch2/catch.hpp>

TEST_CASE("the envelope of a Gaussian pulse is its Gaussian, its phase is the carrier's") {
  // Carrier 0.12 cycles a sample, sigma 12 samples: negative frequencies of the analytic pulse are
  // exp(-(2 pi 0.12 12)^2 / 2) = 1e-18 of its peak; what is left is the cut ends, exp(-64 * 64 /
  // 288) = 7e-7.
  constexpr double kCarrier = 0.12, kSigma = 12, kCentre = 64;
  std::vector<double> pulse(129), truth(129);
  for (std::size_t i = 0; i < pulse.size(); ++i) {
    const double u = static_cast<double>(i) - kCentre;
    truth[i] = std::exp(-u * u / (2 * kSigma * kSigma));
    pulse[i] = truth[i] * std::cos(2 * std::numbers::pi * kCarrier * u + 0.4);
  }
  const auto analytic = stiff::analytic_signal(pulse);
  const auto modulus = stiff::envelope(pulse);
  for (std::size_t i = 0; i < pulse.size(); ++i) {
    CHECK(analytic[i].real() == Approx(pulse[i]).margin(1e-12));
    CHECK(modulus[i] == Approx(truth[i]).margin(2e-6));
  }
  CHECK(std::arg(analytic[64]) == Approx(0.4).margin(1e-5));
  CHECK(stiff::envelope({}).empty());
}

TEST_CASE("unwrapping restores a phase that moves by less than half a turn a sample") {
  std::vector<double> truth, wrapped;
  for (int i = 0; i < 200; ++i) {
    truth.push_back(3.0 * i + 20 * std::sin(0.005 * i));
    wrapped.push_back(stiff::wrap_phase(truth.back()));
  }
  CHECK(std::abs(wrapped[100]) <= std::numbers::pi);
  stiff::unwrap_phase(wrapped);
  for (std::size_t i = 0; i < truth.size(); ++i) {
    CHECK(wrapped[i] - wrapped[0] == Approx(truth[i] - truth[0]).margin(1e-9));
  }
}

TEST_CASE("unwrapping passes over samples that are not finite, and knows other periods") {
  std::vector<float> phase{0.9F, NAN, -0.9F, -0.6F};
  stiff::unwrap_phase(phase, 2.0F);
  CHECK(phase[0] == 0.9F);
  CHECK(std::isnan(phase[1]));
  CHECK(phase[2] == Approx(1.1F));
  CHECK(phase[3] == Approx(1.4F));
  CHECK(stiff::wrap_phase(1.0, 2.0) == Approx(-1.0));
}
