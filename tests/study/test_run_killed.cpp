#include "study/study_fixture.h"
#include <catch2/catch.hpp>

using namespace stiff;
using namespace stiff::test;

namespace {

FakeStudy study_of(int count) {
  Behaviours behaviours;
  for (int i = 0; i < count; ++i) {
    behaviours["sub-" + std::to_string(100 + i) + "_swe"] = "sleep " + std::to_string(3 + i % 4);
  }
  behaviours["sub-110_swe"] = "refuse it was clipped";
  behaviours["sub-111_swe"] = "exit";
  return FakeStudy(behaviours);
}

}  // namespace

TEST_CASE("a run killed at any point leaves no half file, and the next gives the same bytes") {
  const FakeStudy study = study_of(24);
  const Method method = fake_method();
  TemporaryFolder place;
  const auto begin = std::chrono::steady_clock::now();
  run_fake(study, method, place / "undisturbed");
  const auto whole_run = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - begin);
  const auto expected = visible_files(place / "undisturbed");

  constexpr int kPoints = 20;
  int killed_at_work = 0;
  for (int point = 0; point < kPoints; ++point) {
    INFO("point " << point);
    const fs::path out = place / ("out-" + std::to_string(point));
    if (killed_after(whole_run * (2 * point + 1) / (2 * kPoints),
                     [&] { run_fake(study, method, out); })) {
      ++killed_at_work;
    }
    // What stands under its own name is whole: it is what the undisturbed run wrote, byte for byte.
    if (fs::exists(out)) {
      for (const auto& [name, bytes] : visible_files(out)) {
        INFO(name);
        REQUIRE(expected.count(name) == 1);
        CHECK(bytes == expected.at(name));
      }
    }
    const RunSummary rest = run_fake(study, method, out).summary;
    CHECK(rest.ok + rest.refused + rest.failed == 24);
    CHECK(visible_files(out) == expected);
    CHECK(hidden_files(out).empty());
  }
  CHECK(killed_at_work >= kPoints / 2);  // else the test did not test
}
