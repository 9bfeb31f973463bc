#include "stiff/core/error.h"
#include "stiff/io/baseline_file.h"
#include "stiff/io/results_file.h"

#include <cmath>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "io/samples.h"
#include "io/scratch.h"
#include <catch2/catch.hpp>

using stiff::BaselineEntry;
using stiff::HealthyBaseline;
using stiff::PersonSummary;
using stiff_test::Scratch;

namespace {

HealthyBaseline sample_baseline() {
  HealthyBaseline baseline;
  baseline.content = 0.9;
  baseline.confidence = 0.99;
  BaselineEntry entry;
  entry.key.muscle = "trap\xC3\xA8ze";
  entry.key.quantity = "shear_modulus";
  entry.key.units = "kPa";
  entry.key.method = "correlation_2d";
  entry.log_scale = true;
  PersonSummary person;
  person.n = 2;
  person.mean = 1.0 / 3;
  person.sum_squares = 1e-3;
  person.error_variance = 1e-5;
  person.sex = "female";
  person.age = 33;
  entry.people.push_back(person);
  person.age = person.error_variance = stiff::kNaN;
  person.sex.clear();
  entry.people.push_back(person);
  baseline.entries.push_back(entry);
  entry.key.side = "left";
  entry.key.device = "scanner";
  entry.log_scale = false;
  entry.people.pop_back();
  baseline.entries.push_back(entry);
  return baseline;
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool equal(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

}  // namespace

TEST_CASE("A baseline's keys and people come back as they were written") {
  const Scratch folder;
  const HealthyBaseline written = sample_baseline();
  stiff::write_baseline_file(folder / "healthy.h5", written, stiff_test::sample_provenance());
  const stiff::BaselineFile file = stiff::read_baseline_file(folder / "healthy.h5");
  CHECK(file.baseline.content == 0.9);
  CHECK(file.baseline.confidence == 0.99);
  CHECK(file.provenance.input_sha256 == stiff_test::sample_provenance().input_sha256);
  REQUIRE(file.baseline.entries.size() == written.entries.size());
  for (std::size_t i = 0; i < written.entries.size(); ++i) {
    const BaselineEntry& a = written.entries[i];
    const BaselineEntry& b = file.baseline.entries[i];
    CHECK(a.key == b.key);
    CHECK(a.log_scale == b.log_scale);
    REQUIRE(a.people.size() == b.people.size());
    for (std::size_t p = 0; p < a.people.size(); ++p) {
      CHECK(a.people[p].n == b.people[p].n);
      CHECK(a.people[p].mean == b.people[p].mean);
      CHECK(a.people[p].sum_squares == b.people[p].sum_squares);
      CHECK(equal(a.people[p].error_variance, b.people[p].error_variance));
      CHECK(a.people[p].sex == b.people[p].sex);
      CHECK(equal(a.people[p].age, b.people[p].age));
    }
  }
  stiff::write_baseline_file(folder / "again.h5", written, stiff_test::sample_provenance());
  CHECK(bytes_of(folder / "again.h5") == bytes_of(folder / "healthy.h5"));
  stiff::write_baseline_file(folder / "empty.h5", {}, {});
  CHECK(stiff::read_baseline_file(folder / "empty.h5").baseline.entries.empty());
}

TEST_CASE("A file that is no baseline, or not whole, is refused") {
  const Scratch folder;
  CHECK_THROWS_AS(stiff::read_baseline_file(folder / "absent.h5"), stiff::Error);
  folder.write("text.h5", "not HDF5");
  CHECK_THROWS_AS(stiff::read_baseline_file(folder / "text.h5"), stiff::Error);
  stiff::write_results(folder / "results.h5", stiff_test::sample_results(1), {});
  CHECK_THROWS_WITH(stiff::read_baseline_file(folder / "results.h5"),
                    Catch::Contains("stiff baseline"));

  stiff::write_baseline_file(folder / "healthy.h5", sample_baseline(), {});
  const std::string good = bytes_of(folder / "healthy.h5");
  folder.write("cut.h5", good.substr(0, good.size() / 2));
  CHECK_THROWS_AS(stiff::read_baseline_file(folder / "cut.h5"), stiff::Error);
  // A letter of a text: only the group's checksum knows.
  std::string edited = good;
  const std::size_t at = edited.find("correlation_2d");
  REQUIRE(at != std::string::npos);
  edited[at] = 'k';
  folder.write("edited.h5", edited);
  CHECK_THROWS_WITH(stiff::read_baseline_file(folder / "edited.h5"), Catch::Contains("edited"));
}

TEST_CASE("Numbers that no person can have are refused") {
  const Scratch folder;
  const auto refused = [&](auto change) {
    HealthyBaseline baseline = sample_baseline();
    change(baseline);
    stiff::write_baseline_file(folder / "bad.h5", baseline, {});
    CHECK_THROWS_AS(stiff::read_baseline_file(folder / "bad.h5"), stiff::Error);
  };
  refused([](HealthyBaseline& b) { b.entries[0].people[0].n = 0; });
  refused([](HealthyBaseline& b) { b.entries[0].people[0].mean = stiff::kNaN; });
  refused([](HealthyBaseline& b) { b.entries[0].people[0].sum_squares = -1; });
  refused([](HealthyBaseline& b) { b.entries[0].people[0].error_variance = -1; });
  refused([](HealthyBaseline& b) { b.entries[1].people.clear(); });
  refused([](HealthyBaseline& b) { b.content = 1; });
}
