#include "stiff/wave/guided_wave.h"

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include <catch2/catch.hpp>

namespace {

using Complex = std::complex<double>;
constexpr double kTwoPi = 2 * std::numbers::pi;

// A side as `helmholtz_speed` gives it, whose wave has modulus G(omega) (Pa), density 1000 kg/m3.
template <class Modulus>
stiff::HelmholtzSpeed bulk_wave(Modulus modulus, double from_hz, double to_hz) {
  stiff::HelmholtzSpeed side;
  side.line_first_m = 6e-3;
  side.line_last_m = 30e-3;
  constexpr int kBins = 14;
  side.energy_centroid_hz = 0.5 * (from_hz + to_hz);
  double speed = 0;
  for (int i = 0; i < kBins; ++i) {
    const double f = from_hz + (to_hz - from_hz) * i / (kBins - 1);
    const double omega = kTwoPi * f;
    const Complex k = omega * std::sqrt(1000.0 / modulus(omega));
    speed += omega / k.real() / kBins;
    side.spectrum.push_back({f, omega / k.real(), 0.002, -k.imag(), 1.0 / kBins, 1.0 / kBins});
  }
  side.speed = stiff::make_estimate(speed, 0.01, 1, 40);
  return side;
}

stiff::HelmholtzSpeed plate_wave(double exponent, double std_error) {
  auto side = bulk_wave([](double) { return Complex(16000.0); }, 250, 1000);
  for (auto& at : side.spectrum) {
    at.speed_m_per_s = 4 * std::pow(at.frequency_hz / 700, exponent);
    at.std_error_m_per_s = std_error;
    at.attenuation_np_per_m = 5;
  }
  return side;
}

}  // namespace

TEST_CASE("a thin plate's dispersion without absorption is guided") {
  // The lowest antisymmetric mode of a thin plate: speed as the root of frequency.
  const auto verdict = stiff::guided_wave(std::vector{plate_wave(0.5, 0.05)}, stiff::kNaN);
  CHECK(verdict.guided);
  CHECK(verdict.by_dispersion);
  CHECK_FALSE(verdict.by_thickness);
  CHECK(verdict.dispersion == Approx(0.5).epsilon(1e-6));
  CHECK(std::isnan(verdict.thickness_wavelengths));
}

TEST_CASE(
    "viscous bulk media are not guided: causality explains their dispersion within a factor 2") {
  const double eta = GENERATE(0.3, 1.5, 3.0, 6.0);
  const double mu = GENERATE(2000.0, 4000.0, 16000.0);
  const auto kelvin_voigt = [&](double omega) { return Complex(mu, omega * eta); };
  const auto zener = [&](double omega) {
    // Springs G_inf = mu, G0 = 5 mu, relaxing at beta = (G0 - G_inf) / eta.
    const double beta = 4 * mu / eta;
    return mu + 4 * mu * Complex(0, omega) / (Complex(0, omega) + beta);
  };
  // The band in which the wave lives: loss factors up to 1.
  const double to_hz = std::min(600.0, mu / eta / kTwoPi);
  const double from_hz = 0.4 * to_hz;
  for (const auto& side :
       {bulk_wave(kelvin_voigt, from_hz, to_hz), bulk_wave(zener, from_hz, to_hz)}) {
    const auto verdict = stiff::guided_wave(std::vector{side}, stiff::kNaN);
    CHECK_FALSE(verdict.guided);
    if (verdict.dispersion == verdict.dispersion) {
      CHECK(verdict.dispersion < 2 * verdict.causal_dispersion);
    }
  }
}

TEST_CASE("a layer thinner than a wavelength guides, a thick one does not") {
  const auto side =
      bulk_wave([](double) { return Complex(9000.0); }, 200, 400);  // 3 m/s: 10 mm at 300 Hz
  const auto thin = stiff::guided_wave(std::vector{side}, 8e-3);
  CHECK(thin.guided);
  CHECK(thin.by_thickness);
  CHECK(thin.thickness_wavelengths == Approx(0.8).epsilon(1e-6));
  CHECK_FALSE(stiff::guided_wave(std::vector{side}, 12e-3).guided);
  CHECK_FALSE(stiff::guided_wave(std::vector{side}, stiff::kNaN).guided);
}

TEST_CASE("dispersion within its own error, or one that only scatters, is no verdict") {
  CHECK_FALSE(stiff::guided_wave(std::vector{plate_wave(0.5, 4.0)}, stiff::kNaN).guided);
  auto scattered = plate_wave(0.3, 0.02);
  for (std::size_t i = 0; i < scattered.spectrum.size(); i += 2) {
    scattered.spectrum[i].speed_m_per_s *= 1.5;
  }
  CHECK_FALSE(stiff::guided_wave(std::vector{scattered}, stiff::kNaN).guided);
}

TEST_CASE("one side is enough, a side without a value is passed over, none says nothing") {
  const auto elastic = bulk_wave([](double) { return Complex(9000.0); }, 250, 1000);
  const auto both = stiff::guided_wave(std::vector{elastic, plate_wave(0.4, 0.05)}, stiff::kNaN);
  CHECK(both.by_dispersion);
  CHECK(both.dispersion == Approx(0.4).epsilon(1e-6));
  auto empty = plate_wave(0.5, 0.05);
  empty.speed = stiff::no_estimate(stiff::Reason::low_signal);
  CHECK_FALSE(stiff::guided_wave(std::vector{empty}, 1e-3).guided);
  // 2026-11-21: a plate of known thickness whose push was put in the wrong place came back as 4.0
  // for 5 m/s, since no group speed told the wavelength; the map's does.
  CHECK(stiff::guided_wave(std::vector{empty}, 4e-3, {}, 5e-3).by_thickness);
  CHECK_FALSE(stiff::guided_wave(std::vector{empty}, 6e-3, {}, 5e-3).guided);
}
