#include "stiff/core/error.h"
#include "stiff/io/participants_table.h"
#include "stiff/io/regions_table.h"

#include <cmath>

#include "io/scratch.h"
#include <catch2/catch.hpp>

using namespace stiff;
using stiff_test::Scratch;

TEST_CASE("rois.tsv gives regions in mm to one recording or to all") {
  const Scratch s;
  const auto rows = read_regions_table(s.write(
      "rois.tsv",
      "recording_id\tname\tshape\tnumbers_mm\n*\tcentre\tcircle\t0 15 "
      "5\nsub-01_swe\tcentre\tcircle\t1 15 4\n"
      "sub-01_swe\tleft\tbox\t-8 20 -15 10\nsub-02_swe\tbelly\tpolygon\t-10 10 10 10 0 20.5\n"));
  const auto first = regions_of(rows, "sub-01_swe", {{"left", Circle{}}, {"stated", Circle{}}});
  REQUIRE(first.size() == 3);
  const auto& box = std::get<Box>(first[0].shape);
  CHECK((box.low.lateral_m == Approx(-0.015) && box.low.axial_m == Approx(0.01)));
  CHECK((box.high.lateral_m == Approx(-0.008) && box.high.axial_m == Approx(0.02)));
  CHECK(first[1].name == "stated");
  CHECK(first[2].name == "centre");
  CHECK(std::get<Circle>(first[2].shape).radius_m ==
        Approx(0.004));  // its own row, not that of all
  const auto second = regions_of(rows, "sub-02_swe");
  REQUIRE(second.size() == 2);
  CHECK(std::get<Circle>(second[0].shape).radius_m == Approx(0.005));
  CHECK(std::get<Polygon>(second[1].shape).corners[2].axial_m == Approx(0.0205));
}

TEST_CASE("a row of rois.tsv that is not understood is refused with its line") {
  const Scratch s;
  const auto refused = [&](const std::string& row, const std::string& what) {
    const auto file = s.write("rois.tsv", "recording_id\tname\tshape\tnumbers_mm\n" + row + "\n");
    CHECK_THROWS_WITH(read_regions_table(file),
                      Catch::Contains("rois.tsv, line 2") && Catch::Contains(what));
  };
  refused("*\tall\tcircle\t0 15 5", "'all'");
  refused("*\ta\tcircle\t0 15", "lateral axial radius");
  refused("*\ta\tcircle\t0 15 5mm", "'5mm' is no number");
  refused("*\ta\tcircle\t0 15 0", "not positive");
  refused("*\ta\tbox\t0 15 0 20", "no inside");
  refused("*\ta\tsquare\t0 15 5", "'square'");
  refused("*\ta\tpolygon\t0 15 5 5 1", "polygon");
  refused("\ta\tcircle\t0 15 5", "it is empty");
  const auto twice =
      s.write("rois.tsv",
              "recording_id\tname\tshape\tnumbers_mm\n*\ta\tcircle\t0 1 2\n*\ta\tcircle\t0 1 2\n");
  CHECK_THROWS_WITH(read_regions_table(twice), Catch::Contains("line 3"));
  CHECK_THROWS_WITH(read_regions_table(s.write("rois.tsv", "recording_id\tname\tshape\n")),
                    Catch::Contains("'numbers_mm' is missing"));
}

TEST_CASE("of participants nothing is kept that names a person") {
  const Scratch s;
  const auto p = read_participants_table(
      s.write("participants.tsv",
              "participant_id\tName\tsex\tage\tbirth_year\tgroup\tPhone\theight (m)\tnotes\tBMI\n"
              "sub-01\tJane Doe\tF\t46\t1980\ttreatment\t5551234\t1.7\tcalls "
              "weekly\tn/a\nsub-02\tJohn Roe\tM\t40\t1986\tcontrol\t5559876\t1.8\t\t22.5\n"));
  std::vector<std::string> names;
  for (const Column& column : p.table.columns) names.push_back(column.name);
  CHECK(names ==
        std::vector<std::string>{"participant_id", "sex", "age", "group", "height_(m)", "bmi"});
  CHECK(p.dropped == std::vector<std::string>{"Name", "birth_year", "Phone", "notes"});
  CHECK(std::get<std::vector<std::string>>(p.table.columns[0].values) ==
        std::vector<std::string>{"01", "02"});
  CHECK(std::get<std::vector<double>>(p.table.columns[2].values) == std::vector<double>{46, 40});
  CHECK(std::isnan(std::get<std::vector<double>>(p.table.columns[5].values)[0]));
}

TEST_CASE("participants are there once each") {
  const Scratch s;
  CHECK_THROWS_WITH(read_participants_table(s.write("participants.tsv", "id\tage\n1\t2\n")),
                    Catch::Contains("'participant_id' is missing"));
  CHECK_THROWS_WITH(
      read_participants_table(s.write("participants.tsv", "participant_id\n01\nsub-01\n")),
      Catch::Contains("line 3") && Catch::Contains("twice"));
}
