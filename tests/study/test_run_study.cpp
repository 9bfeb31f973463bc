#include "stiff/io/part_file.h"

#include "study/study_fixture.h"
#include <catch2/catch.hpp>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace stiff;
using namespace stiff::test;

namespace {

RecordingResult part_of(const fs::path& out, const std::string& id) {
  const auto part = read_part(out / "parts" / (id + ".part"));
  REQUIRE(part);
  return part->result;
}

Behaviours many(int count) {
  Behaviours behaviours;
  for (int i = 0; i < count; ++i) {
    behaviours["sub-" + std::to_string(100 + i) + "_swe"] = "ok " + std::to_string(i);
  }
  return behaviours;
}

}  // namespace

TEST_CASE("one recording's fault is its own row and stops no other") {
  const FakeStudy study(Behaviours{{"a_swe", "ok 3"},
                                   {"b_swe", "crash"},
                                   {"c_swe", "refuse its frames are all zeros"},
                                   {"d_swe", "throw"},
                                   {"e_swe", "exit"},
                                   {"f_swe", "io"},
                                   {"g_other", "ok 5"},
                                   {"h_swe", "ok 4"}});
  TemporaryFolder place;
  const fs::path out = place / "out";
  const Method method = fake_method();
  std::vector<std::string> done;
  RunCalls calls;
  calls.done = [&](const RecordingDone& one) {
    done.push_back(one.recording_id);
    CHECK(one.done == done.size());
    CHECK(one.total == 8);
  };
  const RunSummary summary = run_fake(study, method, out, quick_options(), false, calls).summary;
  CHECK(done.size() == 8);
  CHECK(summary.ok == 2);
  CHECK(summary.refused == 2);
  CHECK(summary.failed == 4);
  CHECK_FALSE(summary.all_ok());
  CHECK(fs::exists(out / "results.h5"));

  const RecordingResult good = part_of(out, "h_swe");
  CHECK(good.status == Status::ok);
  CHECK(good.estimates.front().estimate.value == 4);

  const RecordingResult refused = part_of(out, "c_swe");
  CHECK(refused.status == Status::refused);
  CHECK(refused.message == "its frames are all zeros");
  REQUIRE(refused.estimates.size() == 2);
  for (const EstimateRow& row : refused.estimates) {
    CHECK_FALSE(row.estimate.has_value());
    CHECK(row.estimate.reason == Reason::bad_input);
  }
  if (!built_with_sanitizer()) {
    CHECK(part_of(out, "b_swe").message == "its worker crashed (SIGSEGV)");
  }
  CHECK(part_of(out, "b_swe").status == Status::failed);
  CHECK(part_of(out, "b_swe").estimates.size() == 2);
  CHECK(part_of(out, "b_swe").estimates.front().estimate.reason == Reason::failed);
  CHECK(part_of(out, "d_swe").message == "its worker stopped: an index went astray");
  CHECK(part_of(out, "e_swe").status == Status::failed);
  CHECK(part_of(out, "f_swe").status == Status::failed);
  CHECK(part_of(out, "g_other").status == Status::refused);
  CHECK(part_of(out, "g_other").message.find("'other'") != std::string::npos);
  CHECK(hidden_files(out).empty());
}

TEST_CASE("a recording over its limits fails and the study goes on") {
  if (built_with_sanitizer()) {
    WARN("built with a sanitizer: workers have no limits");
    return;
  }
  const Method method = fake_method();
  TemporaryFolder place;
  RunOptions options = quick_options();
  SECTION("of time") {
    const FakeStudy study(Behaviours{{"a_swe", "hang"}, {"c_swe", "ok 1"}});
    options.limits = {.memory_gib = 1, .time_s = 2};
    const RunSummary summary = run_fake(study, method, place / "out", options).summary;
    CHECK(summary.failed == 1);
    CHECK(summary.ok == 1);
    CHECK(part_of(place / "out", "a_swe").message == "took longer than its time limit of 2 s");
  }
  SECTION("of memory") {
    const FakeStudy study(Behaviours{{"b_swe", "memory"}, {"c_swe", "ok 1"}});
    options.limits = {.memory_gib = 0.5, .time_s = 60};
    const RunSummary summary = run_fake(study, method, place / "out", options).summary;
    CHECK(summary.failed == 1);
    CHECK(summary.ok == 1);
    CHECK(part_of(place / "out", "b_swe").message ==
          "needed more than its memory limit of 0.500 GiB");
  }
}

TEST_CASE("what is unchanged is kept, what changed is done again, nothing else") {
  FakeStudy study(many(6));
  TemporaryFolder place;
  const fs::path out = place / "out";
  const Method method = fake_method();
  CHECK(run_fake(study, method, out).summary.computed == 6);
  const auto first = visible_files(out);
  const RunSummary again = run_fake(study, method, out).summary;
  CHECK(again.computed == 0);
  CHECK(again.ok == 6);
  CHECK(visible_files(out) == first);

  study.set("sub-102_swe", "ok 17");
  CHECK(run_fake(study, method, out).summary.computed == 1);
  CHECK(part_of(out, "sub-102_swe").estimates.front().estimate.value == 17);
  CHECK(run_fake(study, method, out, quick_options(), true).summary.computed == 6);
}

TEST_CASE("maps of an answer that is gone go with it") {
  FakeStudy study(Behaviours{{"a_swe", "ok 3"}});
  TemporaryFolder place;
  const Method method = fake_method();
  run_fake(study, method, place / "out");
  CHECK(fs::exists(place / "out" / "maps" / "a_swe.h5"));
  study.set("a_swe", "refuse it was clipped");
  run_fake(study, method, place / "out");
  CHECK_FALSE(fs::exists(place / "out" / "maps" / "a_swe.h5"));
}

TEST_CASE("a recording that leaves the study leaves the results") {
  FakeStudy study(many(3));
  TemporaryFolder place;
  const Method method = fake_method();
  run_fake(study, method, place / "out");
  study.remove("sub-101_swe");
  run_fake(study, method, place / "out");
  TemporaryFolder fresh;
  run_fake(study, method, fresh / "out");
  CHECK(read_text(place / "out" / "results.h5") == read_text(fresh / "out" / "results.h5"));
}

TEST_CASE("equal input gives equal bytes for any number of workers") {
  auto behaviours = many(12);
  behaviours["sub-103_swe"] = "refuse no";
  behaviours["sub-104_swe"] = "exit";
  behaviours["sub-100_swe"] = "sleep 60";  // ends after those behind it
  const FakeStudy study(behaviours);
  TemporaryFolder place;
  const Method method = fake_method();
  run_fake(study, method, place / "one", quick_options(1));
  run_fake(study, method, place / "two", quick_options(2));
  run_fake(study, method, place / "five", quick_options(5));
  CHECK(visible_files(place / "one").size() == 12 + 10 + 2);
  CHECK(visible_files(place / "one") == visible_files(place / "two"));
  CHECK(visible_files(place / "one") == visible_files(place / "five"));
}

TEST_CASE("shards with collect give what the whole run gives") {
  auto behaviours = many(11);
  behaviours["sub-103_swe"] = "refuse no";
  const FakeStudy study(behaviours);
  TemporaryFolder place;
  const Method method = fake_method();
  const RunSummary whole = run_fake(study, method, place / "whole").summary;
  std::size_t computed = 0;
  for (int index = 1; index <= 3; ++index) {
    if (index == 3) {
      const OutputFolder folder = OutputFolder::existing(place / "shards");
      CHECK_THROWS_WITH(collect_study(folder), Catch::Contains("3 of 11 recordings"));
    }
    RunOptions options = quick_options();
    options.shard = {index, 3};
    computed += run_fake(study, method, place / "shards", options).summary.computed;
    CHECK_FALSE(fs::exists(place / "shards" / "results.h5"));
  }
  CHECK(computed == 11);
  const RunSummary collected = collect_study(OutputFolder::existing(place / "shards"));
  CHECK(collected.ok == whole.ok);
  CHECK(collected.refused == 1);
  CHECK(visible_files(place / "shards") == visible_files(place / "whole"));
}

TEST_CASE("a run that is stopped writes no results, and the next goes on") {
  const FakeStudy study(many(10));
  TemporaryFolder place;
  const Method method = fake_method();
  std::size_t seen = 0;
  RunCalls calls;
  calls.done = [&](const RecordingDone&) { ++seen; };
  calls.stop = [&] { return seen >= 4; };
  const RunSummary stopped =
      run_fake(study, method, place / "out", quick_options(), false, calls).summary;
  CHECK(stopped.stopped);
  CHECK(stopped.computed >= 4);
  CHECK_FALSE(fs::exists(place / "out" / "results.h5"));
  CHECK(hidden_files(place / "out").empty());
  const RunSummary rest = run_fake(study, method, place / "out").summary;
  CHECK(rest.computed <= 10 - stopped.computed);
  CHECK(rest.ok == 10);
  run_fake(study, method, place / "undisturbed");
  CHECK(visible_files(place / "out") == visible_files(place / "undisturbed"));
}

TEST_CASE("a full disk is an error, leaves nothing half written, and the next run goes on") {
  const FakeStudy study(many(4));
  TemporaryFolder place;
  const fs::path out = place / "out";
  const Method method = fake_method();
  run_fake(study, method, place / "undisturbed");
  // A file size limit stands in for the disk; a child takes it, since it cannot be given back. The
  // maps (200 kB) do not fit, everything else does.
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{.rlim_cur = 150'000, .rlim_max = 150'000};
    setrlimit(RLIMIT_FSIZE, &limit);
    try {
      run_fake(study, method, out);
    } catch (const Error& error) {
      _exit(error.exit_code());
    }
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 74);
  CHECK(hidden_files(out).empty());
  CHECK_FALSE(fs::exists(out / "results.h5"));
  run_fake(study, method, out);
  CHECK(visible_files(out) == visible_files(place / "undisturbed"));
}

TEST_CASE("a recording that cannot be read fails and is tried again") {
  const FakeStudy study(Behaviours{{"a_swe", "ok 3"}, {"b_swe", "ok 4"}});
  fs::remove(study.folder() / "a_swe.mat");  // between the search and the run
  TemporaryFolder place;
  const Method method = fake_method();
  const RunSummary summary = run_fake(study, method, place / "out").summary;
  CHECK(summary.ok == 1);
  CHECK(summary.failed == 1);
  write_text(study.folder() / "a_swe.mat", "ok 3");
  CHECK(run_fake(study, method, place / "out").summary.computed == 1);
}

TEST_CASE("small text recordings share processes, and each comes to what it comes to alone") {
  Behaviours behaviours = many(60);
  behaviours["sub-103_swe"] = "crash";
  behaviours["sub-117_swe"] = "refuse its columns are missing";
  behaviours["sub-131_swe"] = "throw";
  behaviours["sub-132_swe"] = "exit";
  const FakeStudy study(behaviours, ".csv");
  const Method method = fake_method();
  TemporaryFolder place;
  const RunSummary summary = run_fake(study, method, place / "one", quick_options(1)).summary;
  CHECK(summary.ok == 56);
  CHECK(summary.refused == 1);
  CHECK(summary.failed == 3);
  CHECK(part_of(place / "one", "sub-104_swe").estimates.front().estimate.value == 4);
  CHECK(part_of(place / "one", "sub-131_swe").message ==
        "its worker stopped: an index went astray");
  run_fake(study, method, place / "three", quick_options(3));
  CHECK(visible_files(place / "one") == visible_files(place / "three"));
  // As each in a process of its own, but for the name of the file that the numbers come from.
  const FakeStudy alone(behaviours, ".mat");
  run_fake(alone, method, place / "alone", quick_options(2));
  for (const auto& [id, what] : behaviours) {
    const RecordingResult shared = part_of(place / "one", id);
    const RecordingResult own = part_of(place / "alone", id);
    CHECK(shared.status == own.status);
    CHECK(shared.message == own.message);
    CHECK(shared.estimates.size() == own.estimates.size());
  }
}
