#include "stiff/core/error.h"
#include "stiff/phantom/indentation_phantom.h"
#include "stiff/phantom/layer_punch.h"

#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

IndentationPhantomOptions quiet() {
  IndentationPhantomOptions options;
  options.sensor.force_noise_n = options.sensor.depth_noise_m = 0;
  options.protocol.cycles = 1;
  return options;
}

}  // namespace

TEST_CASE("a flat end on a half space: E 2 a w / (1 - nu^2)") {
  IndentationPhantomOptions options = quiet();
  options.tissue.thickness_m = 0;
  options.tissue.poisson_ratio = 0.4;
  const IndentationPhantom phantom = simulate_indentation(options);
  const IndentationRecording& r = phantom.recording;
  CHECK_NOTHROW(validate(r));
  CHECK(std::isnan(r.thickness_m));
  for (std::size_t i = 0; i < r.time_s.size(); ++i) {
    const double w = std::max(r.depth_m[i] - 0.5e-3, 0.0);
    CHECK(r.force_n[i] == Approx(20e3 * 8e-3 * w / (1 - 0.16)).margin(1e-12));
  }
  CHECK(*std::max_element(r.depth_m.begin(), r.depth_m.end()) == Approx(2e-3));
  CHECK(phantom.truth.ramp_s.front() == Approx(1.5));
}

// Hayes1972, as the facts of the literature have kappa to five figures.
TEST_CASE("a flat end on a layer has the published kappa") {
  struct Row {
    double ratio, nu, kappa;
  };
  for (const Row& row : {Row{0.1, 0.3, 1.0954}, Row{0.2, 0.5, 1.2806}, Row{0.4, 0.45, 1.5993},
                         Row{1.0, 0.35, 2.6075}, Row{2.0, 0.5, 9.1495}, Row{4.0, 0.4, 10.7595}}) {
    const LayerPunch punch(false, 1e-3, row.nu, 1e-3 / row.ratio, 0);
    const double kappa = punch.force_over_modulus_m2(1) * (1 - row.nu * row.nu) / 2e-3;
    CAPTURE(row.ratio, row.nu);
    CHECK(std::abs(kappa - row.kappa) <= 0.5e-4 * (1 + 1e-6));
  }
}

TEST_CASE("a sphere: Hertz on a half space, stiffer on a layer") {
  const LayerPunch hertz(true, 5e-3, 0.3, kNaN, 2e-3);
  const LayerPunch layer(true, 5e-3, 0.3, 8e-3, 2e-3);
  for (const double w : {1e-6, 1e-4, 7e-4, 2e-3}) {
    const double g = 4 / (3 * (1 - 0.09)) * std::sqrt(5e-3) * std::pow(w, 1.5);
    CHECK(hertz.force_over_modulus_m2(w) == Approx(g).epsilon(1e-9));
    CHECK(layer.force_over_modulus_m2(w) > g);
  }
  CHECK(layer.force_over_modulus_m2(0) == 0);
  CHECK(layer.force_over_modulus_m2(-1e-3) == 0);
}

TEST_CASE("ramp and hold of a Prony series in closed form") {
  IndentationPhantomOptions options = quiet();
  options.tissue.prony = "0.3,0.2;0.2,2";
  options.protocol.hold_s = 5;
  options.sensor.time_jitter = 0.7;
  const IndentationPhantom phantom = simulate_indentation(options);
  const IndentationRecording& r = phantom.recording;
  const LayerPunch punch(false, 4e-3, 0.5, 0.02, 0);
  const double rate = 1e-3, ramp_s = 1.5, contact_s = 1.5;  // a rest of 1 s, 0.5 mm of air
  const double slope = 20e3 * punch.force_over_modulus_m2(1) * rate;
  for (std::size_t i = 0; i < r.time_s.size(); ++i) {
    const double t = r.time_s[i] - contact_s;
    if (t > ramp_s + 5) break;
    // g_inf t + sum g tau (1 - e^(-t / tau)) on the ramp; the hold is that less the ramp that ends.
    const auto ramp = [](double s) {
      if (!(s > 0)) return 0.0;
      return 0.5 * s - 0.3 * 0.2 * std::expm1(-s / 0.2) - 0.2 * 2 * std::expm1(-s / 2);
    };
    CHECK(r.force_n[i] == Approx(slope * (ramp(t) - ramp(t - ramp_s))).margin(1e-12));
  }
  // Force over depth at the ramp's end, and the slope there.
  const double secant = (0.5 * 1.5 - 0.06 * std::expm1(-7.5) - 0.4 * std::expm1(-0.75)) / 1.5;
  const double tangent = 0.5 + 0.3 * std::exp(-7.5) + 0.2 * std::exp(-0.75);
  CHECK(phantom.truth.secant_modulus_pa[0] == Approx(20e3 * secant).epsilon(1e-9));
  CHECK(phantom.truth.tangent_modulus_pa[0] == Approx(20e3 * tangent).epsilon(1e-6));
}

TEST_CASE("a tissue that relaxes lets go of the probe, and is as new after a long rest") {
  IndentationPhantomOptions options = quiet();
  options.tissue.prony = "0.6,0.5";
  options.protocol.cycles = 2;
  options.protocol.rest_s = 20;
  const IndentationRecording r = simulate_indentation(options).recording;
  bool let_go = false;
  for (std::size_t i = 0; i < r.time_s.size(); ++i) {
    CHECK(r.force_n[i] >= 0);
    let_go = let_go || (r.force_n[i] == 0 && r.depth_m[i] > 0.6e-3);
  }
  CHECK(let_go);
  // 20 + 2 + 2 + 20 s: the second cycle's samples are the first one's, 24 s later; e^(-40) is left.
  const std::size_t later = 24 * 200;
  for (std::size_t i = 20 * 200; i < 24 * 200; i += 7) {
    CHECK(r.force_n[i + later] == Approx(r.force_n[i]).margin(1e-9));
  }
}

TEST_CASE("preconditioning, speeds, offset and drift are as asked for") {
  IndentationPhantomOptions options = quiet();
  options.protocol.cycles = 3;
  options.protocol.preconditioning = 0.2;
  options.protocol.speed_growth = 2;
  options.sensor.force_offset_n = 0.1;
  options.sensor.force_drift_n_per_s = 0.01;
  const IndentationPhantom phantom = simulate_indentation(options);
  CHECK(phantom.truth.modulus_pa[0] == Approx(24e3));
  CHECK(phantom.truth.modulus_pa[1] == Approx(20e3 * (1 + 0.2 * std::exp(-1))));
  CHECK(phantom.truth.ramp_s[2] == Approx(1.5 / 4));
  CHECK(phantom.recording.force_n.front() == Approx(0.1));
  const double last_s = phantom.recording.time_s.back();
  CHECK(phantom.recording.force_n.back() == Approx(0.1 + 0.01 * last_s));
}

TEST_CASE("the same seed gives the same indentation, another one another") {
  IndentationPhantomOptions options;
  options.sensor.thickness_std_error_m = 1e-3;
  const IndentationRecording a = simulate_indentation(options).recording;
  const IndentationRecording b = simulate_indentation(options).recording;
  CHECK(a.force_n == b.force_n);
  CHECK(a.thickness_m == b.thickness_m);
  options.seed = 2;
  const IndentationPhantom other = simulate_indentation(options);
  CHECK(a.force_n != other.recording.force_n);
  CHECK(a.thickness_m != other.recording.thickness_m);
  CHECK(other.truth.thickness_m == 0.02);
}

TEST_CASE("an indentation that cannot be is refused") {
  const auto refused = [](auto change) {
    IndentationPhantomOptions options;
    change(options);
    CHECK_THROWS_AS(simulate_indentation(options), Error);
  };
  refused([](auto& o) { o.tissue.modulus_pa = -1; });
  refused([](auto& o) { o.tissue.poisson_ratio = 0.6; });
  refused([](auto& o) { o.tissue.prony = "0.6,1;0.6,2"; });
  refused([](auto& o) { o.tissue.prony = "0.3"; });
  refused([](auto& o) { o.tissue.prony = "0.3,-1"; });
  refused([](auto& o) { o.tissue.prony = "a,b"; });
  refused([](auto& o) { o.protocol.cycles = 0; });
  refused([](auto& o) { o.protocol.speed_m_per_s = kNaN; });
  refused([](auto& o) {
    o.sensor.sampling_frequency_hz = 1e6;
    o.protocol.rest_s = 600;
  });
  refused([](auto& o) {
    o.protocol.shape = ProbeShape::sphere;
    o.tissue.prony = "0.3,1";
  });
  refused([](auto& o) {
    o.protocol.shape = ProbeShape::sphere;
    o.protocol.depth_m = 5e-3;
  });
}
