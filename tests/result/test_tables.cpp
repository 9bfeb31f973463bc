#include "stiff/core/error.h"
#include "stiff/result/estimates.h"
#include "stiff/result/quantity.h"

#include <algorithm>
#include <random>
#include <set>

#include <catch2/catch.hpp>

using stiff::EstimateRow;
using stiff::RecordingResult;
using stiff::Table;

namespace {

template <class T>
std::vector<T> column(const Table& table, std::string_view name) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const stiff::Column& column) { return column.name == name; });
  REQUIRE(found != table.columns.end());
  return std::get<std::vector<T>>(found->values);
}

EstimateRow row(std::string quantity, bool primary, std::string roi, std::string method,
                int repeat) {
  return {.quantity = std::move(quantity),
          .roi = std::move(roi),
          .method = std::move(method),
          .repeat = repeat,
          .primary = primary,
          .estimate = stiff::make_estimate(2, 0.1, 0.5, 3)};
}

/// In the order that a results file has.
std::vector<EstimateRow> ordered_rows() {
  return {row("shear_modulus", true, "all", "radon", 0),
          row("shear_modulus", false, "all", "correlation", 0),
          row("shear_modulus", false, "all", "correlation", 1),
          row("shear_modulus", false, "all", "correlation", 2),
          row("shear_modulus", false, "all", "correlation", 10),
          row("shear_modulus", false, "all", "radon", 1),
          row("shear_modulus", false, "nodule", "correlation", 0),
          row("shear_wave_speed", true, "zone", "radon", 3)};
}

}  // namespace

TEST_CASE("Every quantity of the contract has one name, one unit and words for it") {
  // The units as DESIGN's contract, and so every reader of a file, has them.
  const std::pair<const char*, const char*> expected[] = {{"shear_wave_speed", "m s-1"},
                                                          {"shear_modulus", "kPa"},
                                                          {"young_modulus", "kPa"},
                                                          {"phase_velocity", "m s-1"},
                                                          {"shear_storage_modulus", "kPa"},
                                                          {"shear_loss_modulus", "kPa"},
                                                          {"viscosity", "Pa s"},
                                                          {"oscillation_frequency", "Hz"},
                                                          {"dynamic_stiffness", "N m-1"},
                                                          {"log_decrement", "1"},
                                                          {"myoton_relaxation_time", "ms"},
                                                          {"myoton_creep_ratio", "1"},
                                                          {"apparent_punch_modulus", "kPa"},
                                                          {"instantaneous_modulus", "kPa"},
                                                          {"long_time_modulus", "kPa"},
                                                          {"prony_time_constant", "s"},
                                                          {"strain", "1"},
                                                          {"strain_ratio", "1"}};
  for (const auto& [name, units] : expected) CHECK(stiff::quantity(name).units == units);
  std::set<std::string_view> names;
  for (const stiff::Quantity& quantity : stiff::all_quantities()) {
    CHECK(names.insert(quantity.name).second);
    CHECK_FALSE(quantity.long_name.empty());
  }
  CHECK_THROWS_AS(stiff::quantity("stiffness"), stiff::Error);
}

TEST_CASE("A status and its name are one") {
  for (const auto status : {stiff::Status::ok, stiff::Status::refused, stiff::Status::failed}) {
    CHECK(stiff::status_from_string(stiff::to_string(status)) == status);
  }
  CHECK(stiff::to_string(stiff::Status::refused) == "refused");
  CHECK_THROWS_AS(stiff::status_from_string("done"), stiff::Error);
}

TEST_CASE("Rows are ordered by recording, quantity, primary first, roi, method, repeat") {
  std::vector<RecordingResult> results(3);
  const char* ids[] = {"sub-10", "sub-2", "sub-2_run-1"};  // byte order
  std::mt19937 random(3);
  for (std::size_t i = 0; i < results.size(); ++i) {
    results[i].identity.recording_id = ids[i];
    results[i].estimates = ordered_rows();
    std::shuffle(results[i].estimates.begin(), results[i].estimates.end(), random);
  }
  std::reverse(results.begin(), results.end());
  const Table table = stiff::estimates_table(results);

  const auto id = column<std::string>(table, "recording_id");
  REQUIRE(id.size() == 24);
  const std::vector<EstimateRow> expected = ordered_rows();
  for (std::size_t i = 0; i < id.size(); ++i) {
    CHECK(id[i] == ids[i / 8]);
    CHECK(column<std::string>(table, "quantity")[i] == expected[i % 8].quantity);
    CHECK(column<std::string>(table, "roi")[i] == expected[i % 8].roi);
    CHECK(column<std::string>(table, "method")[i] == expected[i % 8].method);
    CHECK(column<std::int64_t>(table, "repeat")[i] == expected[i % 8].repeat);
    CHECK(column<std::int64_t>(table, "primary")[i] == (expected[i % 8].primary ? 1 : 0));
  }
  const Table recordings = stiff::recordings_table(results);
  CHECK(column<std::string>(recordings, "recording_id") ==
        std::vector<std::string>(std::begin(ids), std::end(ids)));
}

TEST_CASE("A row has its quantity's unit, and a reason where it has no value") {
  RecordingResult result;
  result.estimates = {row("shear_modulus", true, "all", "m", 0)};
  EstimateRow none = row("viscosity", true, "all", "m", 0);
  none.estimate = stiff::no_estimate(stiff::Reason::no_wave);
  result.estimates.push_back(none);
  const Table table = stiff::estimates_table({result});
  CHECK(column<std::string>(table, "units") == std::vector<std::string>{"kPa", "Pa s"});
  CHECK(column<std::string>(table, "reason") == std::vector<std::string>{"none", "no_wave"});
  CHECK(column<double>(table, "value")[0] == 2);
  CHECK(std::isnan(column<double>(table, "value")[1]));
  CHECK(std::isnan(column<double>(table, "ci_high")[1]));

  result.estimates[0].quantity = "stiffness";
  CHECK_THROWS_AS(stiff::estimates_table({result}), stiff::Error);
}

TEST_CASE("No recordings give tables without rows, with all their columns") {
  CHECK(stiff::recordings_table({}).columns.size() == 16);
  const Table table = stiff::estimates_table({});
  CHECK(table.columns.size() == 14);
  for (const stiff::Column& column : table.columns) CHECK(column.size() == 0);
}
