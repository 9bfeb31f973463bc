#include "stiff/core/cube.h"

#include <numeric>
#include <type_traits>

#include <catch2/catch.hpp>

using namespace stiff;

TEST_CASE("samples lie axial, lateral, time, with time contiguous") {
  Cube<float> cube(2, 3, 4);
  std::iota(cube.data(), cube.data() + cube.size(), 0.0F);
  CHECK(cube(0, 0, 1) == 1);
  CHECK(cube(0, 1, 0) == 4);
  CHECK(cube(1, 0, 0) == 12);
  const auto trace = cube.trace(1, 2);
  CHECK(trace.size() == 4);
  CHECK(trace[3] == 23);
  CHECK(trace.data() == &cube(1, 2, 0));
}

TEST_CASE("a view writes through, a view of const does not") {
  Cube<float> cube(1, 1, 2, 5.0F);
  cube.view()(0, 0, 1) = 7;
  CHECK(cube(0, 0, 1) == 7);
  const View3<const float> read = cube.view();
  CHECK(read(0, 0, 1) == 7);
  CHECK(std::is_same_v<decltype(read.trace(0, 0)), std::span<const float>>);
}

TEST_CASE("a picture's rows are depths") {
  Picture<int> picture(2, 3);
  std::iota(picture.data(), picture.data() + picture.size(), 0);
  CHECK(picture(1, 0) == 3);
}
