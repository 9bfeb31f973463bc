#include "stiff/report/pixel_outline.h"

#include <random>

#include <catch2/catch.hpp>

using namespace stiff;
using Labels = Picture<std::int32_t>;
using Path = std::vector<PixelCorner>;

namespace {

/// By the winding number of all paths about the pixel's middle.
int winding(const std::vector<Path>& paths, double x, double y) {
  int turns = 0;
  for (const Path& path : paths) {
    for (std::size_t i = 0; i < path.size(); ++i) {
      const PixelCorner a = path[i], b = path[(i + 1) % path.size()];
      if (a.column != b.column || static_cast<double>(a.column) < x) continue;
      const double low = static_cast<double>(std::min(a.row, b.row));
      const double high = static_cast<double>(std::max(a.row, b.row));
      if (y > low && y < high) turns += b.row > a.row ? 1 : -1;
    }
  }
  return turns;
}

double area(const Path& path) {
  double twice = 0;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const PixelCorner a = path[i], b = path[(i + 1) % path.size()];
    twice += static_cast<double>(a.column * b.row - b.column * a.row);
  }
  return twice / 2;
}

}  // namespace

TEST_CASE("One pixel has four corners, clockwise on the screen") {
  Labels labels = Labels::Zero(3, 4);
  labels(1, 2) = 7;
  const auto paths = pixel_outline(labels, 7);
  REQUIRE(paths.size() == 1);
  CHECK(paths[0] == Path{{2, 1}, {3, 1}, {3, 2}, {2, 2}});
  CHECK(pixel_outline(labels, 8).empty());
}

TEST_CASE("A straight edge has no corner within it; the picture's edge closes a path") {
  const Labels labels = Labels::Constant(5, 6, 1);
  const auto paths = pixel_outline(labels, 1);
  REQUIRE(paths.size() == 1);
  CHECK(paths[0] == Path{{0, 0}, {6, 0}, {6, 5}, {0, 5}});
}

TEST_CASE("A ring has a hole, walked the other way") {
  Labels labels = Labels::Ones(3, 3);
  labels(1, 1) = 0;
  const auto paths = pixel_outline(labels, 1);
  REQUIRE(paths.size() == 2);
  CHECK(area(paths[0]) == 9);
  CHECK(area(paths[1]) == -1);
}

TEST_CASE("Pixels that touch by a corner have paths apart") {
  Labels down = Labels::Zero(2, 2), up = Labels::Zero(2, 2);
  down(0, 0) = down(1, 1) = 1;
  up(0, 1) = up(1, 0) = 1;
  for (const Labels& labels : {down, up}) {
    const auto paths = pixel_outline(labels, 1);
    REQUIRE(paths.size() == 2);
    for (const Path& path : paths) CHECK(area(path) == 1);
  }
}

TEST_CASE("Of any picture the outline holds the label's pixels and no others") {
  std::mt19937 bits(2);
  for (int trial = 0; trial < 400; ++trial) {
    Labels labels(1 + static_cast<Index>(bits() % 12), 1 + static_cast<Index>(bits() % 12));
    for (Index i = 0; i < labels.size(); ++i) {
      labels.data()[i] = static_cast<std::int32_t>(bits() % 3);
    }
    const auto paths = pixel_outline(labels, 1);
    double whole = 0;
    for (const Path& path : paths) {
      CHECK(path.size() >= 4);
      CHECK(path.size() % 2 == 0);
      whole += area(path);
    }
    CHECK(whole == static_cast<double>((labels == 1).count()));
    for (Index row = 0; row < labels.rows(); ++row) {
      for (Index column = 0; column < labels.cols(); ++column) {
        CHECK(winding(paths, static_cast<double>(column) + 0.5, static_cast<double>(row) + 0.5) ==
              (labels(row, column) == 1 ? 1 : 0));
      }
    }
  }
}
