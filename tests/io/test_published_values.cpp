#include "stiff/core/error.h"
#include "stiff/io/published_values.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using stiff::PublishedValue;

namespace {

const char* const kHeader =
    "muscle,condition,healthy,method,quantity,units,value,sd,n,statistic,population,read_from,"
    "reference,note\n";

const PublishedValue& row_of(const std::vector<PublishedValue>& rows, const std::string& muscle,
                             double value) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const PublishedValue& row) {
    return row.muscle == muscle && row.value == value;
  });
  REQUIRE(found != rows.end());
  return *found;
}

}  // namespace

TEST_CASE("The shipped table is what the papers print") {
  const std::vector<PublishedValue> rows = stiff::published_values();
  CHECK(rows.size() > 90);
  // Ewertsen 2018, abstract: masseter 2.45 (0.25) m/s, 10 people, along the fibres.
  const PublishedValue& ewertsen = row_of(rows, "masseter", 2.45);
  CHECK(ewertsen.sd == 0.25);
  CHECK(ewertsen.n == 10);
  CHECK(ewertsen.units == "m s-1");
  CHECK_THAT(ewertsen.reference, Catch::Contains("10.1055/s-0044-102013"));
  // Arda 2011, abstract: 10.4 +- 3.7 kPa, 127 people.
  CHECK(row_of(rows, "masseter", 10.4).sd == 3.7);
  CHECK(row_of(rows, "masseter", 10.4).read_from == "abstract");
  // Wu 2020, table 3: 277.05 +- 44.70 N/m in 40 healthy people.
  CHECK(row_of(rows, "lumbar extensors L3/4", 277.05).sd == 44.7);
  CHECK(row_of(rows, "lumbar extensors L3/4", 277.05).read_from == "text");
  // Chen 2016, abstract: taut bands 11.5 +- 2.4 kPa, in people with pain.
  CHECK_FALSE(row_of(rows, "upper trapezius", 11.5).healthy);
}

TEST_CASE("People in pain stand apart, behind the healthy, and each row has its source") {
  const std::vector<PublishedValue> rows = stiff::published_values();
  CHECK(std::is_partitioned(rows.begin(), rows.end(),
                            [](const PublishedValue& row) { return row.healthy; }));
  for (const PublishedValue& row : rows) {
    INFO(row.muscle << ' ' << row.value);
    CHECK_FALSE(row.reference.empty());
    for (const char* word : {"trigger point", "pain", "taut band", "MTrP"}) {
      const bool in_pain = row.condition.find(word) != std::string::npos;
      CHECK((!in_pain || !row.healthy));
    }
    CHECK_FALSE(row.sd <= 0);
    CHECK_FALSE(row.n < 1);
  }
}

TEST_CASE("A table with a row that cannot be is refused, with the line") {
  const auto refused = [&](const std::string& row, const std::string& says) {
    CHECK_THROWS_WITH(stiff::parse_published_values(kHeader + row, "table.csv"),
                      Catch::Contains(says));
  };
  const std::string good = "m,rest,yes,SWE,shear_modulus,kPa,5,1,10,mean,healthy,text,Source,\n";
  CHECK(stiff::parse_published_values(kHeader + good, "table.csv").size() == 1);
  refused("m,rest,yes,SWE,stiffness,kPa,5,1,10,mean,healthy,text,Source,\n", "stiffness");
  refused("m,rest,yes,SWE,shear_modulus,Pa,5,1,10,mean,healthy,text,Source,\n", "line 2");
  refused("m,rest,maybe,SWE,shear_modulus,kPa,5,1,10,mean,healthy,text,Source,\n", "maybe");
  refused("m,rest,yes,SWE,shear_modulus,kPa,,1,10,mean,healthy,text,Source,\n", "above 0");
  refused("m,rest,yes,SWE,shear_modulus,kPa,5,1,10,mean,healthy,rumour,Source,\n", "rumour");
  refused("m,rest,yes,SWE,shear_modulus,kPa,5,1,10,mean,healthy,text,,\n", "empty");
  CHECK_THROWS_WITH(stiff::parse_published_values("muscle,value\nm,5\n", "table.csv"),
                    Catch::Contains("is missing"));
}
