#include "stiff/candidates/enhancement.h"
#include "stiff/candidates/family_wise.h"

#include <cmath>
#include <limits>
#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <catch2/catch.hpp>

namespace {

using namespace stiff;

constexpr float kOut = -std::numeric_limits<float>::infinity();

/// The integral by steps of h, components by flooding: another way to the same number.
double by_steps(const std::vector<float>& z, Index rows, Index columns, double area, Index pixel,
                double step) {
  double sum = 0;
  for (double h = Enhancement::kFloor + step / 2; h < z[static_cast<std::size_t>(pixel)];
       h += step) {
    std::vector<unsigned char> inside(z.size());
    for (std::size_t i = 0; i < z.size(); ++i) inside[i] = z[i] > h;
    std::vector<int> number;
    connected(rows, columns, inside, number);
    double extent = 0;
    for (const int n : number) extent += n == number[static_cast<std::size_t>(pixel)] ? area : 0;
    sum += std::sqrt(extent) * h * h * step;
  }
  return sum;
}

}  // namespace

TEST_CASE("enhancement: one pixel and two, in closed form") {
  // integral of sqrt(a) h^2 from h0 to z is sqrt(a) (z^3 - h0^3) / 3. Float: 1e-6 of the value.
  const double floor3 = std::pow(Enhancement::kFloor, 3);
  Enhancement one(3, 4, 0.25);
  std::vector<float> z(12, kOut), t(12);
  z[5] = 3;
  CHECK(one.picture(z, t) == Approx(0.5 * (27 - floor3) / 3).epsilon(1e-5));
  CHECK(t[5] == Approx(0.5 * (27 - floor3) / 3).epsilon(1e-5));
  CHECK(t[4] == 0);
  z[10] = 2;  // a neighbour across a corner
  one.picture(z, t);
  const double both = std::sqrt(0.5) * (8 - floor3) / 3;
  CHECK(t[10] == Approx(both).epsilon(1e-5));
  CHECK(t[5] == Approx(both + 0.5 * 19.0 / 3).epsilon(1e-5));
  CHECK(one.largest(z) == t[5]);
}

TEST_CASE("enhancement: by the tree as by steps of h") {
  const Index rows = 12, columns = 15;
  boost::random::mt19937_64 engine(3);
  boost::random::normal_distribution<float> normal(1.0F, 1.2F);
  std::vector<float> z(static_cast<std::size_t>(rows * columns)), t(z.size());
  for (float& v : z) v = normal(engine);
  z[20] = std::numeric_limits<float>::quiet_NaN();
  Enhancement enhancement(rows, columns, 0.36);
  const float most = enhancement.picture(z, t);
  float largest = 0;
  for (Index i = 0; i < rows * columns; i += 7) {
    const auto at = static_cast<std::size_t>(i);
    if (!(z[at] > Enhancement::kFloor)) continue;
    // The steps' error: less than a step at each change of the component, here below 30 sqrt(mm2).
    CHECK(t[at] == Approx(by_steps(z, rows, columns, 0.36, i, 1e-3)).margin(0.03));
  }
  for (const float v : t) largest = std::max(largest, v);
  CHECK(most == largest);
}

TEST_CASE("enhancement: nothing above the floor, nothing that counts") {
  Enhancement enhancement(4, 4, 1);
  CHECK(enhancement.largest(std::vector<float>(16, 1.4F)) == 0);
  CHECK(enhancement.largest(std::vector<float>(16, kOut)) == 0);
  CHECK(enhancement.largest(std::vector<float>(16, std::numeric_limits<float>::quiet_NaN())) == 0);
}

TEST_CASE("enhancement: extents are areas of connected pixels") {
  //  3 3 . .
  //  . . . 3
  //  . . . .
  Enhancement enhancement(3, 4, 0.5);
  std::vector<float> z(12, 0), area(12);
  z[0] = z[1] = z[7] = 3;
  enhancement.extents(z, 2.5F, area);
  CHECK(area[0] == 1.0F);
  CHECK(area[1] == 1.0F);
  CHECK(area[7] == 0.5F);
  CHECK(area[2] == 0.0F);
  CHECK(enhancement.largest_extent(z, 2.5F) == 1.0F);
  CHECK(enhancement.largest_extent(z, 3.5F) == 0.0F);
}
