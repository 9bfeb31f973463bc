#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <vector>

#include <catch2/catch.hpp>

#include "stiff/phantom/shear_wave_solver.h"

using namespace stiff;

namespace {
double worst(const Cube<float>& a, const Cube<double>& b) {
  double peak = 0, w = 0;
  for (Index i = 0; i < a.size(); ++i) {
    peak = std::max(peak, std::abs(b.data()[i]));
    w = std::max(w, std::abs(a.data()[i] - b.data()[i]));
  }
  return w / peak;
}
double rms(const Cube<float>& a, const Cube<float>& b) {
  double p = 0, w = 0;
  for (Index i = 0; i < a.size(); ++i) {
    p += b.data()[i] * b.data()[i];
    w += std::pow(a.data()[i] - b.data()[i], 2);
  }
  return std::sqrt(w / p);
}
}  // namespace

TEST_CASE("scratch solver") {
#define QUICK 0
  GaussianPush push{.lateral_m = -8e-3, .axial_m = 15e-3, .lateral_sigma_m = .5e-3, .elevational_sigma_m = kUniform, .axial_sigma_m = 3e-3, .duration_s = .3e-3};
  Axis axial{5e-3, .4e-3, 51}, lateral{-12e-3, .4e-3, 61};
  std::vector<double> time;
  for (int n = 0; n < 50; ++n) time.push_back((n - 2) * .2e-3);
  for (double eta : {0., 0.5}) {
    KelvinVoigtSolid kv{.speed_m_per_s = 2, .viscosity_pa_s = eta};
    auto g = green_wave(kv, push, axial, lateral, time, {.box_factor = 2});
    auto g1 = green_wave(kv, push, axial, lateral, time, {.box_factor = 1});
    Cube<float> g1f(g1.axial(), g1.lateral(), g1.time());
    std::copy(g1.data(), g1.data() + g1.size(), g1f.data());
    std::printf("green box %g\n", worst(g1f, g));
    auto t0 = std::chrono::steady_clock::now();
    auto s = solve_shear_wave({[](Point) { return 2.; }, eta}, push, axial, lateral, time, {});
    std::printf("hom %g  %g s\n", worst(s, g), std::chrono::duration<double>(std::chrono::steady_clock::now() - t0).count());
    // kicks do all the work: the reference speed taken elsewhere
    for (double courant : {.2, .1, .05}) {
      t0 = std::chrono::steady_clock::now();
      s = solve_shear_wave({[&](Point p) { return p.lateral_m == push.lateral_m && p.axial_m == push.axial_m ? 1.5 : 2.; }, eta}, push, axial, lateral, time, {.step_share = 0.8, .courant = courant});
      std::printf("kick %g: %g  %g s\n", courant, worst(s, g), std::chrono::duration<double>(std::chrono::steady_clock::now() - t0).count());
    }
  }
  if (QUICK) return;
  auto disc = [](Point p) {
    double r = std::hypot(p.lateral_m, p.axial_m - 15e-3);
    double s = .5 * (1 + std::tanh((5e-3 - r) / .3e-3));
    return std::sqrt(4 + s * (12.25 - 4));
  };
  std::vector<Cube<float>> runs;
  auto ref = solve_shear_wave({disc}, push, axial, lateral, time, {.step_share = .4, .courant = .02 * 2});
  for (double c : {.4, .2, .1, .05}) {
    auto t0 = std::chrono::steady_clock::now();
    auto s = solve_shear_wave({disc}, push, axial, lateral, time, {.step_share = .4, .courant = c});
    std::printf("disc dt %g: %g  %g s\n", c, rms(s, ref), std::chrono::duration<double>(std::chrono::steady_clock::now() - t0).count());
  }
  for (double h : {.8, .4, .2667}) {
    auto s = solve_shear_wave({disc}, push, axial, lateral, time, {.step_share = h, .courant = .04 * .4 / h});
    std::printf("disc dx %g: %g\n", h, rms(s, ref));
  }
}
