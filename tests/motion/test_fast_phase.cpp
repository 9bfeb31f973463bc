#include "stiff/motion/fast_phase.h"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

TEST_CASE("The fast phase is atan2 within a millionth of a radian all round") {
  const int count = 200003;
  std::vector<float> re, im;
  for (const float radius : {1e-12F, 1.0F, 3e9F}) {
    for (int i = 0; i < count; ++i) {
      const double angle = 2 * 3.14159265358979 * i / count - 3.14159265358979;
      re.push_back(radius * static_cast<float>(std::cos(angle)));
      im.push_back(radius * static_cast<float>(std::sin(angle)));
    }
  }
  std::vector<float> phase(re.size());
  stiff::fast_phase(re, im, phase);
  double worst = 0;
  for (std::size_t i = 0; i < re.size(); ++i) {
    const double truth = std::atan2(static_cast<double>(im[i]), static_cast<double>(re[i]));
    worst = std::max(worst, std::abs(static_cast<double>(phase[i]) - truth));
  }
  CHECK(worst < 1e-6);
}

TEST_CASE("The fast phase on the axes, at nothing and at what is not a number") {
  const std::vector<float> re{1, 0, -1, 0, 0, std::nanf("")};
  const std::vector<float> im{0, 1, 0, -1, 0, 1};
  std::vector<float> phase(re.size());
  stiff::fast_phase(re, im, phase);
  CHECK(phase[0] == 0.0F);
  CHECK(phase[1] == Approx(1.5707963));
  CHECK(phase[2] == Approx(3.1415927));
  CHECK(phase[3] == Approx(-1.5707963));
  CHECK(phase[4] == 0.0F);
}
