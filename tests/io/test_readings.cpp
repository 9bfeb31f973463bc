#include "stiff/core/error.h"
#include "stiff/io/readings.h"

#include <cmath>

#include "io/scratch.h"
#include <catch2/catch.hpp>

using namespace stiff;
using stiff_test::Scratch;

namespace {
std::vector<RecordingResult> read(const std::string& text, const ReadingsOptions& options = {}) {
  const Scratch s;
  return read_readings(s.write("r.csv", text), options);
}
void refused(const std::string& text, const std::string& what,
             const ReadingsOptions& options = {}) {
  CHECK_THROWS_WITH(read(text, options), Catch::Contains("r.csv") && Catch::Contains(what));
}
const char* const kHead = "participant,session,muscle,side,quantity,units,value,repeat\n";
}  // namespace

TEST_CASE("repeats become rows of their own and a mean with its standard error") {
  const auto results =
      read(std::string(kHead) +
           "01,pre,soleus,L,young_modulus,kPa,10,1\n01,pre,soleus,L,young_modulus,kPa,12,2\n"
           "01,pre,soleus,L,young_modulus,kPa,14,3\n");
  REQUIRE(results.size() == 1);
  const RecordingResult& r = results[0];
  CHECK(r.identity.recording_id == "sub-01_ses-pre_muscle-soleus_side-left_swe");
  CHECK(r.identity.side == "left");
  CHECK(r.status == Status::ok);
  REQUIRE(r.estimates.size() == 4);
  const EstimateRow& mean = r.estimates[0];
  CHECK(mean.quantity == "young_modulus");
  CHECK(mean.method == "device");
  CHECK(mean.roi == "all");
  CHECK(mean.repeat == 0);
  CHECK(mean.primary);
  // Mean 12, SD 2, standard error 2 / sqrt 3; t(0.975, 2) = 4.302653 (any table of Student's t).
  CHECK(mean.estimate.value == Approx(12));
  CHECK(mean.estimate.std_error == Approx(1.1547005));
  CHECK(mean.estimate.ci_low == Approx(12 - 4.302653 * 1.1547005));
  CHECK(mean.estimate.n == 3);
  for (std::size_t i = 1; i < 4; ++i) {
    CHECK(r.estimates[i].repeat == static_cast<int>(i));
    CHECK_FALSE(r.estimates[i].primary);
    CHECK(r.estimates[i].estimate.value == Approx(8 + 2.0 * static_cast<double>(i)));
    CHECK(std::isnan(r.estimates[i].estimate.std_error));
  }
}

TEST_CASE("the declared quantity is kept, never turned into another; units are") {
  const auto results =
      read("participant;muscle;shear_wave_speed (cm/s);Shear modulus [Pa]\n01;a;250;6250\n");
  REQUIRE(results.size() == 1);
  REQUIRE(results[0].estimates.size() == 2);
  CHECK(results[0].estimates[0].quantity == "shear_modulus");
  CHECK(results[0].estimates[0].estimate.value == Approx(6.25));  // kPa
  CHECK(results[0].estimates[1].quantity == "shear_wave_speed");
  CHECK(results[0].estimates[1].estimate.value == Approx(2.5));  // m/s
  CHECK(results[0].estimates[1].primary);
}

TEST_CASE(
    "quantity and unit come by option or by the table's sidecar, and are asked for where they do "
    "not") {
  const std::string table = "participant,muscle,value\n01,a,9\n";
  refused(table, "quantity is not declared");
  refused(table, "unit is not declared", {.quantity = "speed", .units = "", .device = ""});
  refused(table, "may be any of them", {.quantity = "stiffness", .units = "kPa", .device = ""});
  refused(table, "is no unit", {.quantity = "speed", .units = "kPa", .device = ""});
  const auto by_option = read(table, {.quantity = "E", .units = "kPa", .device = "Scanner 1"});
  CHECK(by_option[0].estimates[0].quantity == "young_modulus");
  CHECK(by_option[0].identity.device == "Scanner 1");
  const Scratch s;
  s.write("r.json", R"({"Quantity": "shear_modulus", "Units": "kPa", "Device": "Scanner 2"})");
  const auto by_sidecar = read_readings(s.write("r.csv", table));
  CHECK(by_sidecar[0].estimates[0].quantity == "shear_modulus");
  CHECK(by_sidecar[0].identity.device == "Scanner 2");
}

TEST_CASE(
    "rows that are alike but for the value are repeats; the only region is primary, of several "
    "none") {
  const ReadingsOptions speed{.quantity = "speed", .units = "m/s", .device = ""};
  const auto alike = read("participant,muscle,value\n01,a,2\n01,a,3\n", speed);
  REQUIRE(alike[0].estimates.size() == 3);
  CHECK(alike[0].estimates[0].estimate.value == Approx(2.5));
  CHECK(alike[0].estimates[2].repeat == 2);

  const auto one = read("participant,muscle,region,value\n01,a,belly,2\n", speed);
  REQUIRE(one[0].estimates.size() == 1);
  CHECK(one[0].estimates[0].roi == "belly");
  CHECK(one[0].estimates[0].primary);
  const auto two = read("participant,muscle,region,value\n01,a,belly,2\n01,a,edge,3\n", speed);
  CHECK_FALSE(two[0].estimates[0].primary);
  CHECK_FALSE(two[0].estimates[1].primary);
}

TEST_CASE("a reading that the scanner did not give has a reason; a recording of none is refused") {
  const auto results =
      read(std::string(kHead) +
           "01,pre,a,L,speed,m/s,2,1\n01,pre,a,L,speed,m/s,n/a,2\n02,pre,a,L,speed,m/s,,1\n");
  REQUIRE(results.size() == 2);
  CHECK(results[0].estimates[0].estimate.n == 1);
  CHECK(results[0].estimates[2].estimate.reason == Reason::too_few);
  CHECK(results[1].status == Status::refused);
  CHECK_FALSE(results[1].estimates[0].estimate.has_value());
}

TEST_CASE(
    "what no tissue has, one reading twice, and two muscles of one id are refused with their "
    "line") {
  refused(std::string(kHead) + "01,pre,a,L,speed,m/s,250,1\n", "line 2");
  refused(std::string(kHead) + "01,pre,a,L,speed,m/s,-2,1\n", "line 2");
  refused(std::string(kHead) + "01,pre,a,L,speed,m/s,0,1\n",
          "is no shear_wave_speed of any tissue");
  refused(std::string(kHead) + "01,pre,a,L,young_modulus,Pa,2e8,1\n", "line 2");
  refused(std::string(kHead) + "01,pre,a,L,speed,m/s,2,1\n01,pre,a,L,speed,m/s,3,1\n",
          "line 3: repeat 1");
  refused(std::string(kHead) + "01,pre,a,L,speed,m/s,2,1.5\n", "whole numbers");
  refused(
      "participant,muscle,quantity,units,value\n01,up trap,speed,m/s,2\n01,uptrap,speed,m/s,2\n",
      "line 3");
  refused("participant,stiffness\n01,2\n", "no column 'value'");
}

TEST_CASE("no other column of a table of readings is kept") {
  const auto results = read(
      "participant,Name,birth date,operator,muscle,quantity,units,value\n01,JANE "
      "DOE,1990-01-01,OP,a,speed,m/s,2\n");
  const RecordingIdentity& id = results[0].identity;
  for (const std::string& text :
       {id.recording_id, id.participant, id.session, id.muscle, id.side, id.site, id.state,
        id.posture, id.device, id.run, id.source, results[0].message}) {
    CHECK(text.find("JANE") == std::string::npos);
    CHECK(text.find("1990") == std::string::npos);
  }
}
