#include <algorithm>
#include <array>
#include <sstream>

#include "tools/frame.h"
#include "tools/help.h"
#include "toy_command.h"
#include <catch2/catch.hpp>

using namespace stiff::tool;

namespace {

const std::array<const Command*, 1> kCommands{&toy::kToy};

struct Outcome {
  int code;
  std::string out;
  std::string err;
};

Outcome call(const std::vector<std::string>& words) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = run_frame(kCommands, words, out, err);
  return {code, out.str(), err.str()};
}

auto lines(const std::string& text) {
  return std::count(text.begin(), text.end(), '\n');
}

}  // namespace

TEST_CASE("the exit code is the contract's, with one line on standard error") {
  CHECK(call({"toy", "run", "a", "--out", "o"}).code == 0);
  CHECK(call({"toy", "run", "a", "--out", "some-failed"}).code == 1);
  CHECK(call({"toy", "run", "a", "--out", "bug"}).code == 70);
  const Outcome bad = call({"toy", "run", "a", "--out", "bad-data"});
  CHECK(bad.code == 65);
  CHECK(bad.err == "stiff: two lines\n");
  CHECK(bad.out.empty());
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{},
                                             {"unknown"},
                                             {"toy"},
                                             {"toy", "walk"},
                                             {"help", "unknown"},
                                             {"toy", "run", "a"},
                                             {"unknown", "--help"}}) {
    const Outcome outcome = call(words);
    CHECK(outcome.code == 64);
    CHECK(lines(outcome.err) == 1);
    CHECK(outcome.out.empty());
  }
}

TEST_CASE("help is asked for in four ways and shows an example") {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"help", "toy", "run"},
                                             {"toy", "run", "--help"},
                                             {"toy", "run", "a", "-h"},
                                             {"toy", "--help"}}) {
    const Outcome outcome = call(words);
    CHECK(outcome.code == 0);
    CHECK(outcome.err.empty());
    CHECK(outcome.out.find("stiff toy run a.mat --out results") != std::string::npos);
  }
  CHECK(call({"--help"}).out.find("Runs a toy") != std::string::npos);
  CHECK(call({"--version"}).out.starts_with("stiff "));
}

TEST_CASE("the help tells units, bounds and defaults as they were written") {
  const std::string help = help_text(toy::kToy);
  CHECK(help.find("[in m; 0.0001 to 0.01; default 0.001]") != std::string::npos);
  CHECK(help.find("--colour red|green") != std::string::npos);
  CHECK(help.find("--out DIR") != std::string::npos);
  CHECK(help.find("--robust=true|false") != std::string::npos);
  CHECK(reference_page(kCommands).find("## stiff toy run") != std::string::npos);
}

TEST_CASE("standard output that cannot be written is an error of its own") {
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  std::ostringstream err;
  CHECK(run_frame(kCommands, {"--help"}, out, err) == 74);
  CHECK(lines(err.str()) == 1);
}
