#include "stiff/phantom/swe_phantom.h"

#include <chrono>
#include <cstdio>
#include <numbers>

#include <catch2/catch.hpp>

using namespace stiff;

TEST_CASE("swe_phantom: scratch") {
  SwePhantomOptions o;
  auto t0 = std::chrono::steady_clock::now();
  auto lap = [&](const char* w) {
    auto t = std::chrono::steady_clock::now();
    std::printf("%s %g s\n", w, std::chrono::duration<double>(t - t0).count());
    t0 = t;
  };
  PhantomMotion m = simulate_motion(o);
  lap("motion");
  SwePhantom p = image_motion(m, o);
  lap("image");
  const auto& iq = p.recording.acquisitions[0].iq;
  double power = 0;
  for (Index i = 0; i < iq.size(); ++i) power += std::norm(iq.data()[i]);
  std::printf("%ld %ld %ld power %g\n", iq.axial(), iq.lateral(), iq.time(),
              power / (double)iq.size());
  for (double x : {-11., -8., -4., 0., 5., 10.}) {
    Index j = p.recording.lateral_m.nearest(x * 1e-3);
    for (Index t : {10, 20, 40, 60}) {
      std::complex<float> sum = 0;
      double u = 0;
      int n = 0;
      for (Index z = 70; z < 80; ++z)
        for (Index k = j - 1; k <= j + 1; ++k) {
          sum += iq(z, k, t) * std::conj(iq(z, k, 0));
          auto& f = m.fields[0];
          u += f.value(f.axial_m.nearest(p.recording.axial_m[z]),
                       f.lateral_m.nearest(p.recording.lateral_m[k]), t);
          ++n;
        }
      std::printf("x %g t %g  tracked %.3f true %.3f um\n", x, m.time_s[t] * 1e3,
                  -std::arg(sum) * 1540 / (4 * std::numbers::pi * 5e6) * 1e6, u / n * 1e6);
    }
  }
}
