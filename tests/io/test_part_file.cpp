#include "stiff/io/part_file.h"

#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>
#include <random>

#include "io/samples.h"
#include "io/scratch.h"
#include <catch2/catch.hpp>

using stiff::RecordingResult;
using stiff_test::Scratch;

namespace {

/// Equal to the last bit; both through the tables, which also orders the rows of both alike.
bool same(const RecordingResult& a, const RecordingResult& b) {
  const auto equal = [](const stiff::Table& x, const stiff::Table& y) {
    if (x.columns.size() != y.columns.size()) return false;
    for (std::size_t i = 0; i < x.columns.size(); ++i) {
      const auto& left = x.columns[i].values;
      const auto& right = y.columns[i].values;
      if (const auto* reals = std::get_if<std::vector<double>>(&left)) {
        const auto& others = std::get<std::vector<double>>(right);
        if (reals->size() != others.size()) return false;
        if (std::memcmp(reals->data(), others.data(), reals->size() * sizeof(double)) != 0) {
          return false;
        }
      } else if (left != right) {
        return false;
      }
    }
    return true;
  };
  return equal(stiff::recordings_table({a}), stiff::recordings_table({b})) &&
         equal(stiff::estimates_table({a}), stiff::estimates_table({b}));
}

RecordingResult full_result() {
  RecordingResult result = stiff_test::sample_results(1)[0];
  stiff::RecordingIdentity& identity = result.identity;
  int count = 0;
  for (std::string* text :
       {&identity.participant, &identity.session, &identity.muscle, &identity.side, &identity.site,
        &identity.state, &identity.posture, &identity.probe_direction, &identity.device,
        &identity.run, &identity.modality, &identity.source, &identity.source_sha256}) {
    *text = "text " + std::to_string(count++) + " \xC3\xA4";
  }
  result.status = stiff::Status::refused;
  result.message = "one line; with \"quotes\", \t and \xE2\x82\xAC";
  result.estimates[1].estimate.value = 0.1 + 0.2;
  result.estimates[2].estimate.ci_high = std::numeric_limits<double>::infinity();
  result.estimates[3].estimate.value = -0.0;
  result.estimates[4].repeat = std::numeric_limits<int>::max();
  result.estimates[5].estimate.n = std::numeric_limits<std::int64_t>::max();
  return result;
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("A part comes back to the last bit under its key, and not under another") {
  const Scratch folder;
  const auto path = folder / "sub-01_muscle-trap\xC3\xA8ze swe.h5";
  CHECK_FALSE(stiff::read_part(path, "key"));
  const RecordingResult result = full_result();
  stiff::write_part(path, result, "key");
  const auto read = stiff::read_part(path, "key");
  REQUIRE(read);
  CHECK(same(*read, result));
  CHECK(read->status == stiff::Status::refused);
  CHECK(read->identity.probe_direction == result.identity.probe_direction);
  REQUIRE(stiff::read_part(path));
  CHECK(stiff::read_part(path)->key == "key");
  CHECK_FALSE(stiff::read_part(path, "Key"));
  CHECK_FALSE(stiff::read_part(path, ""));

  RecordingResult none = result;
  none.estimates.clear();
  stiff::write_part(path, none, "key");
  REQUIRE(stiff::read_part(path, "key"));
  CHECK(stiff::read_part(path, "key")->estimates.empty());
}

TEST_CASE("A damaged part is none, whatever bit flips and wherever it is cut") {
  const Scratch folder;
  const auto path = folder / "part.h5";
  const RecordingResult result = full_result();
  stiff::write_part(path, result, "key");
  const std::string good = bytes_of(path);
  std::mt19937 random(1);
  for (int i = 0; i < 300; ++i) {
    std::string bad = good;
    bad[random() % bad.size()] ^= static_cast<char>(1U << (random() % 8));
    std::ofstream(path, std::ios::binary)
        .write(bad.data(), static_cast<std::streamsize>(bad.size()));
    CHECK_FALSE(stiff::read_part(path, "key"));
  }

  for (std::size_t length = 0; length < good.size(); length += good.size() / 50) {
    std::ofstream(path, std::ios::binary).write(good.data(), static_cast<std::streamsize>(length));
    CHECK_FALSE(stiff::read_part(path, "key"));
  }
}
