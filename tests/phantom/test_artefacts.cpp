#include "stiff/phantom/artefacts.h"
#include "stiff/phantom/speckle.h"

#include <cmath>
#include <complex>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

const Axis kAxial{5e-3, 1e-3, 31};
const Axis kLateral{-10e-3, 1e-3, 21};

std::vector<double> ticks(int count, double step_s) {
  std::vector<double> time;
  for (int n = 0; n < count; ++n) time.push_back(n * step_s);
  return time;
}

MotionGrid at_rest(std::size_t frames) {
  return {kAxial, kLateral, Cube<float>(31, 21, static_cast<Index>(frames))};
}

double power_of_frame(const Cube<std::complex<float>>& iq, Index t) {
  double sum = 0;
  for (Index z = 0; z < iq.axial(); ++z) {
    for (Index x = 0; x < iq.lateral(); ++x) sum += std::norm(iq(z, x, t));
  }
  return sum / static_cast<double>(iq.axial() * iq.lateral());
}

}  // namespace

TEST_CASE(
    "artefacts: the probe's translation has the peak velocity that was asked for, tilt grows with "
    "the side") {
  const auto time = ticks(2001, 1e-4);  // 0.2 s: more than one period of 8 Hz
  MotionGrid shift = at_rest(time.size());
  add_bulk_motion(shift, time, {.bulk_velocity_m_per_s = 10e-3}, 4);
  double fastest = 0;
  for (Index t = 1; t < shift.value.time(); ++t) {
    fastest = std::max(fastest, std::abs(static_cast<double>(shift.value(7, 3, t)) -
                                         static_cast<double>(shift.value(7, 3, t - 1))) /
                                    1e-4);
    CHECK(shift.value(7, 3, t) == shift.value(20, 15, t));
  }
  CHECK(shift.value(7, 3, 0) == 0.f);
  CHECK(fastest == Approx(10e-3).epsilon(1e-2));

  MotionGrid tilt = at_rest(time.size());
  add_bulk_motion(tilt, time, {.tilt_velocity_rad_per_s = 0.5}, 4);
  for (Index t = 1; t < tilt.value.time(); t += 100) {
    CHECK(tilt.value(7, 10, t) == 0.f);  // the middle of the picture
    CHECK(tilt.value(7, 20, t) == Approx(-tilt.value(7, 0, t)));
    CHECK(tilt.value(7, 20, t) == Approx(2 * tilt.value(7, 15, t)));
  }
}

TEST_CASE("artefacts: breathing drifts, in proportion to depth") {
  const auto time = ticks(50, 2e-4);
  MotionGrid grid = at_rest(time.size());
  add_bulk_motion(grid, time, {.breathing_velocity_m_per_s = 5e-3}, 1);
  CHECK(std::abs(grid.value(30, 4, 49)) == Approx(5e-3 * time[49]).epsilon(1e-5));
  CHECK(grid.value(10, 4, 49) == Approx(grid.value(30, 4, 49) * 15.0 / 35.0).epsilon(1e-5));
}

TEST_CASE("artefacts: reverberation begins at the push's end at its power and decays as told") {
  const Axis axial{5e-3, 0.2e-3, 100}, lateral{-10e-3, 0.3e-3, 67};
  const std::vector<double> time = {-2e-4, -1e-4, 0, 1e-4, 2e-4, 3e-4};
  Cube<std::complex<float>> iq(100, 67, 6);
  add_reverberation(iq.view(), axial, lateral, time, {},
                    {.reverberation_db = 30, .reverberation_decay_s = 1e-4}, 2);
  CHECK(power_of_frame(iq, 0) == 0);
  CHECK(power_of_frame(iq, 1) == 0);
  // A picture has about 1000 cells: 3 % of the power is a standard error.
  CHECK(10 * std::log10(power_of_frame(iq, 2)) == Approx(30).margin(0.5));
  for (Index t = 3; t < 6; ++t) {
    CHECK(power_of_frame(iq, t) / power_of_frame(iq, t - 1) ==
          Approx(std::exp(-2.0)).epsilon(1e-3));
  }
}

TEST_CASE("artefacts: thermal noise is white and of its power") {
  Cube<std::complex<float>> iq(50, 40, 30);
  add_thermal_noise(iq.view(), 0.04, 11);
  double power = 0;
  std::complex<double> mean = 0, next = 0;
  for (Index i = 0; i < iq.size(); ++i) {
    power += std::norm(iq.data()[i]);
    mean += std::complex<double>(iq.data()[i]);
    if (i > 0) next += std::complex<double>(iq.data()[i] * std::conj(iq.data()[i - 1]));
  }
  const auto count = static_cast<double>(iq.size());
  // 60000 samples: four standard errors of each.
  CHECK(power / count == Approx(0.04).epsilon(4 / std::sqrt(count)));
  CHECK(std::abs(mean) / count < 4 * 0.2 / std::sqrt(count));
  CHECK(std::abs(next) / count < 4 * 0.04 / std::sqrt(count));
}

TEST_CASE(
    "artefacts: the noise of a field has its standard deviation and the point spread's "
    "smoothness") {
  const Axis axial{5e-3, 0.05e-3, 120}, lateral{-10e-3, 0.1e-3, 120};
  Cube<float> field(120, 120, 20);
  const PhantomEcho echo;
  add_field_noise(field.view(), axial, lateral, echo, 3e-6, 8);
  double power = 0, side = 0, below = 0, later = 0, n = 0;
  for (Index z = 0; z + 1 < 120; ++z) {
    for (Index x = 0; x + 1 < 120; ++x) {
      for (Index t = 0; t + 1 < 20; ++t) {
        const double a = field(z, x, t);
        power += a * a;
        side += a * field(z, x + 1, t);
        below += a * field(z + 1, x, t);
        later += a * field(z, x, t + 1);
        n += 1;
      }
    }
  }
  const PointSpread psf = point_spread(echo);
  // About 20 x 300 cells of noise: 2 % is a standard error of the power.
  CHECK(std::sqrt(power / n) == Approx(3e-6).epsilon(0.04));
  CHECK(side / power ==
        Approx(std::exp(-std::pow(0.1e-3 / psf.lateral_sigma_m, 2) / 4)).margin(0.02));
  CHECK(below / power ==
        Approx(std::exp(-std::pow(0.05e-3 / psf.axial_sigma_m, 2) / 4)).margin(0.02));
  CHECK(std::abs(later / power) < 0.06);
}

TEST_CASE("artefacts: tracking noise is the phase noise of two samples") {
  // 40 dB: 0.01 rad; c/(4 pi f0) = 24.51 um/rad.
  CHECK(tracking_noise_m({.snr_db = 40}) == Approx(0.2451e-6).epsilon(1e-3));
}
