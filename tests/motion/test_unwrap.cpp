#include "stiff/motion/unwrap.h"

#include <cmath>
#include <numbers>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

TEST_CASE("A phase is unwrapped in time, and it is said whether it was wrapped") {
  std::vector<float> phase, truth;
  for (int t = 0; t < 50; ++t) {
    const double full = 0.4 * t - 0.01 * t * t;
    truth.push_back(static_cast<float>(full));
    phase.push_back(static_cast<float>(std::remainder(full, 2 * std::numbers::pi)));
  }
  CHECK(unwrap_in_time(phase));
  for (std::size_t t = 0; t < 50; ++t) CHECK(phase[t] == Approx(truth[t]).margin(1e-5));
  CHECK_FALSE(unwrap_in_time(truth));
}

TEST_CASE("A trace that took a wrong turn is put right by its neighbours, others are left alone") {
  const float turn = 154e-6F;
  Cube<float> field(9, 9, 20);
  for (Index z = 0; z < 9; ++z) {
    for (Index x = 0; x < 9; ++x) {
      for (Index t = 0; t < 20; ++t)
        field(z, x, t) = 2e-5F * static_cast<float>(t) + 1e-6F * static_cast<float>(z);
    }
  }
  const Cube<float> right = field;
  Picture<unsigned char> wrapped = Picture<unsigned char>::Zero(9, 9);
  for (const auto& [z, x] : {std::pair<Index, Index>{4, 4}, {0, 0}, {8, 3}}) {
    wrapped(z, x) = 1;
    for (Index t = 7; t < 20; ++t) field(z, x, t) += (t > 12 ? -2 : 1) * turn;
  }
  field(2, 7, 5) += turn;  // not marked: not touched
  repair_unwrapping(field, wrapped, Picture<float>::Constant(9, 9, -turn), 3, 2);
  CHECK(field(2, 7, 5) == Approx(right(2, 7, 5) + turn));
  field(2, 7, 5) = right(2, 7, 5);
  for (Index i = 0; i < field.size(); ++i)
    REQUIRE(field.data()[i] == Approx(right.data()[i]).margin(1e-9));
}
