#include "stiff/comparison/holm.h"
#include "stiff/core/error.h"
#include "stiff/core/estimate.h"

#include <cmath>
#include <string>
#include <vector>

#include "validation.h"
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_01.hpp>
#include <catch2/catch.hpp>

using stiff::holm_adjusted;
using stiff::kNaN;

TEST_CASE("Holm's adjusted p values by hand") {
  // p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") of R: 4 * 0.005, 3 * 0.01, 2 * 0.03, then the
  // largest so far instead of 1 * 0.04.
  const std::vector<double> p{0.01, 0.04, 0.03, 0.005};
  const std::vector<double> wanted{0.03, 0.06, 0.06, 0.02};
  const std::vector<double> adjusted = holm_adjusted(p);
  for (std::size_t i = 0; i < p.size(); ++i) CHECK(adjusted[i] == Approx(wanted[i]).epsilon(1e-15));
  CHECK(holm_adjusted(std::vector<double>{0.6, 0.7}) == std::vector<double>{1, 1});
  CHECK(holm_adjusted(std::vector<double>{0.2}) == std::vector<double>{0.2});
  CHECK(holm_adjusted(std::vector<double>{}).empty());
}

TEST_CASE("What is no test does not count in the family") {
  const std::vector<double> adjusted = holm_adjusted(std::vector<double>{kNaN, 0.01, kNaN, 0.02});
  CHECK(std::isnan(adjusted[0]));
  CHECK(std::isnan(adjusted[2]));
  CHECK(adjusted[1] == 0.02);
  CHECK(adjusted[3] == 0.02);
}

TEST_CASE("Families are adjusted apart, whatever their order") {
  const std::vector<double> p{0.01, 0.02, 0.03, 0.04};
  const std::vector<std::string> family{"a", "b", "a", "b"};
  CHECK(stiff::holm_within(p, family) == std::vector<double>{0.02, 0.04, 0.03, 0.04});
}

TEST_CASE("A p value that is none, and families that do not fit, are refused") {
  CHECK_THROWS_AS(holm_adjusted(std::vector<double>{1.2}), stiff::Error);
  CHECK_THROWS_AS(holm_adjusted(std::vector<double>{-0.1}), stiff::Error);
  CHECK_THROWS_AS(stiff::holm_within(std::vector<double>{0.1, 0.2}, std::vector<std::string>{"a"}),
                  stiff::Error);
}

TEST_CASE("A family without an effect raises an alarm in 5 % of cases") {
  // Independent tests: the smallest of ten p is below 0.05 / 10 in 1 - 0.995^10 = 4.889 %.
  boost::random::mt19937_64 engine(1);
  boost::random::uniform_01<double> uniform;
  const int families = validation::seeds(2000, 20000);
  int alarms = 0;
  for (int i = 0; i < families; ++i) {
    std::vector<double> p(10);
    for (double& one : p) one = uniform(engine);
    bool any = false;
    for (const double adjusted : holm_adjusted(p)) any = any || adjusted <= 0.05;
    alarms += any;
  }
  CHECK(validation::within_band(alarms, families, 0.048890));
}
