#include "stiff/io/checksum.h"

#include "study/study_fixture.h"
#include <catch2/catch.hpp>

using namespace stiff;
using namespace stiff::test;

namespace {

Why why_of(const FakeStudy& study, const Method& method, const fs::path& out, bool force = false) {
  const Plan plan = plan_study(study.found(), method, {out}, force);
  REQUIRE(plan.recordings.size() == 1);
  return plan.recordings.front().why;
}

}  // namespace

TEST_CASE("a plan says why each recording would run, and writes nothing") {
  FakeStudy study(Behaviours{{"a_swe", "ok 3"}});
  TemporaryFolder place;
  const fs::path out = place / "out";
  Method method = fake_method();
  std::string sidecar = "{}";
  method.metadata = [&sidecar](const FoundRecording&) { return ResolvedMetadata{sidecar, {}}; };

  CHECK(why_of(study, method, out) == Why::added);
  CHECK_FALSE(fs::exists(out));
  run_fake(study, method, out);
  CHECK(why_of(study, method, out) == Why::unchanged);
  CHECK(why_of(study, method, out, true) == Why::forced);

  SECTION("a changed file") {
    study.set("a_swe", "ok 4");
    CHECK(why_of(study, method, out) == Why::input_changed);
    study.set("a_swe", "ok 3");  // and back, whatever the file's time says
    CHECK(why_of(study, method, out) == Why::unchanged);
  }
  SECTION("a changed sidecar") {
    sidecar = "{\"SoundSpeed\": 1540}";
    CHECK(why_of(study, method, out) == Why::metadata_changed);
  }
  SECTION("a sidecar that no longer reads") {
    method.metadata = [](const FoundRecording&) -> ResolvedMetadata {
      throw Error(ErrorKind::bad_data, "no JSON");
    };
    CHECK(why_of(study, method, out) == Why::metadata_changed);
  }
  SECTION("a changed option") {
    method.provenance.options[0].second = "0.9";
    CHECK(why_of(study, method, out) == Why::options_changed);
  }
  SECTION("another version of the program") {
    method.version = "1.1";
    CHECK(why_of(study, method, out) == Why::options_changed);
  }
  SECTION("an analyser that gives another number") {
    method.analysers[0].expected.push_back({"young_modulus", "fake"});
    CHECK(why_of(study, method, out) == Why::options_changed);
  }
  SECTION("maps that somebody removed") {
    fs::remove(out / "maps" / "a_swe.h5");
    CHECK(why_of(study, method, out) == Why::maps_missing);
  }
  SECTION("a damaged part") {
    const fs::path part = out / "parts" / "a_swe.part";
    const std::string whole = read_text(part);
    write_text(part, whole.substr(0, whole.size() / 2));
    CHECK(why_of(study, method, out) == Why::damaged);
    write_text(part, "");
    CHECK(why_of(study, method, out) == Why::damaged);
  }
}

TEST_CASE("a refused recording is kept, a failed one is tried again") {
  TemporaryFolder place;
  const Method method = fake_method();
  const FakeStudy refused(Behaviours{{"a_swe", "refuse it is all zeros"}});
  run_fake(refused, method, place / "refused");
  CHECK(why_of(refused, method, place / "refused") == Why::unchanged);
  const FakeStudy failed(Behaviours{{"a_swe", "exit"}});
  run_fake(failed, method, place / "failed");
  CHECK(why_of(failed, method, place / "failed") == Why::failed_before);
}

TEST_CASE("only what a number hangs on is in a key: not the folder, the time or the workers") {
  const Method method = fake_method();
  const FakeStudy here(Behaviours{{"a_swe", "ok 3"}});
  const FakeStudy there(Behaviours{{"a_swe", "ok 3"}});
  TemporaryFolder place;
  const Plan one = plan_study(here.found(), method, {place / "x"}, false);
  const Plan other = plan_study(there.found(), method, {place / "y"}, false);
  CHECK(one.recordings[0].key == other.recordings[0].key);
  CHECK(one.recordings[0].key.input == sha256_of("ok 3"));
  CHECK(one.recordings[0].recording.identity.source_sha256 == sha256_of("ok 3"));
  CHECK(one.recordings[0].provenance.input_sha256 ==
        std::vector<FileChecksum>{{"a_swe.mat", sha256_of("ok 3")}});
}

TEST_CASE("the checksum of several files tells which bytes are whose") {
  const std::vector<FileChecksum> files{{"d/x_IQreal.bin", "11"}, {"d/x_IQimag.bin", "22"}};
  const std::vector<FileChecksum> swapped{{"d/x_IQreal.bin", "22"}, {"d/x_IQimag.bin", "11"}};
  const std::vector<FileChecksum> moved{{"x_IQimag.bin", "22"}, {"x_IQreal.bin", "11"}};
  CHECK(input_checksum(files) != input_checksum(swapped));
  CHECK(input_checksum(files) == input_checksum(moved));
  CHECK(input_checksum({{"d/one.mat", "33"}}) == "33");
}

TEST_CASE("a key's text reads back, and no text is a key by chance") {
  const StoredKey key{{"aa", "bb", "cc"}, true};
  CHECK(key.text() == "input=aa metadata=bb options=cc maps=1");
  CHECK(StoredKey::parse(key.text()).key == key.key);
  CHECK(StoredKey::parse(key.text()).maps);
  CHECK(StoredKey::parse("").key == PartKey{});
  CHECK(StoredKey::parse("nonsense").key == PartKey{});
}
