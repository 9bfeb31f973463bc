#include "stiff/core/error.h"
#include "stiff/core/version.h"

#include <cmath>
#include <filesystem>
#include <fstream>

#include "tools/parse.h"
#include "toy_command.h"
#include <catch2/catch.hpp>

using namespace stiff;
using namespace stiff::tool;
using Words = std::vector<std::string>;

namespace {

/// Parses and runs the toy, and returns what it saw.
const toy::Seen& parsed(const Words& words) {
  const auto job = toy::kToy.job();
  job->run(parse_call(toy::kToy, *job, words));
  return toy::seen();
}

ErrorKind refusal(const Words& words) {
  const auto job = toy::kToy.job();
  try {
    parse_call(toy::kToy, *job, words);
  } catch (const Error& error) {
    UNSCOPED_INFO(error.what());
    return error.kind();
  }
  FAIL("accepted");
  return ErrorKind::io;
}

struct ConfigFile {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() /
      ("stiff test config \xc3\xa9 " + std::to_string(::getpid()) + ".json");
  explicit ConfigFile(const std::string& text) { std::ofstream(path) << text; }
  ~ConfigFile() { std::filesystem::remove(path); }
};

}  // namespace

TEST_CASE("options, arguments and defaults reach the settings") {
  const auto& seen = parsed({"a b.mat", "--out", "r\xc3\xa9sultats", "--window=2mm", "--colour",
                             "green", "--force", "c.mat", "--robust=false", "--repeats", "5"});
  CHECK(seen.call.arguments == Words{"a b.mat", "c.mat"});
  CHECK(seen.settings.out == "r\xc3\xa9sultats");
  CHECK(seen.settings.algorithm.window_m == 0.002);
  CHECK(seen.settings.algorithm.colour == toy::Colour::green);
  CHECK(seen.settings.algorithm.repeats == 5);
  CHECK_FALSE(seen.settings.algorithm.robust);
  CHECK(seen.settings.force);
  CHECK(seen.settings.jobs == 2);
  CHECK(std::isnan(seen.settings.algorithm.limit_hz));
}

TEST_CASE("the provenance holds what can change a number, and says what is default") {
  const auto& provenance =
      parsed({"a.mat", "--out", "/somewhere", "--jobs", "7", "--window", "0.002", "--repeats", "3"})
          .call.provenance;
  using Options = std::vector<std::pair<std::string, std::string>>;
  CHECK(provenance.options == Options{{"window", "0.002"},
                                      {"limit", ""},
                                      {"repeats", "3"},
                                      {"colour", "red"},
                                      {"robust", "true"}});
  CHECK(provenance.defaulted == Words{"limit", "repeats", "colour", "robust"});
  CHECK(provenance.history == "stiff " + std::string(version()) + " toy run --window=0.002");
}

TEST_CASE("a negative number is a value, and `--` ends the options") {
  CHECK(refusal({"a", "--out", "o", "--window", "-1e-3"}) == ErrorKind::usage);
  CHECK(parsed({"--out", "o", "--", "--window"}).call.arguments == Words{"--window"});
}

TEST_CASE("what a command does not take is refused as usage") {
  const Words good{"a", "--out", "o"};
  for (const Words& extra :
       {Words{"--wind", "1mm"}, Words{"--unknown"}, Words{"--window"}, Words{"--window", "1"},
        Words{"--window", "1,5"}, Words{"--repeats", "2.5"}, Words{"--repeats", "11"},
        Words{"--colour", "blue"}, Words{"--robust=perhaps"}, Words{"--out", "twice"},
        Words{"--jobs", "0"}, Words{"--limit", "nan"}, Words{"-x"}}) {
    Words words = good;
    words.insert(words.end(), extra.begin(), extra.end());
    INFO(extra.front());
    if (extra.front() == "-x") {
      CHECK(parsed(words).call.arguments.size() == 2);  // a word, for the command to judge
    } else {
      CHECK(refusal(words) == ErrorKind::usage);
    }
  }
  CHECK(refusal({"--out", "o"}) == ErrorKind::usage);
  CHECK(refusal({"a"}) == ErrorKind::usage);
}

TEST_CASE("a config file gives options, and the command line wins") {
  const ConfigFile config(R"({"window": 0.003, "repeats": 4, "colour": "green", "robust": false,
                              "out": "from config"})");
  const auto& seen = parsed({"a", "--config", config.path.string(), "--repeats", "9"});
  CHECK(seen.settings.algorithm.window_m == 0.003);
  CHECK(seen.settings.algorithm.repeats == 9);
  CHECK(seen.settings.algorithm.colour == toy::Colour::green);
  CHECK_FALSE(seen.settings.algorithm.robust);
  CHECK(seen.settings.out == "from config");
}

TEST_CASE("a config file is refused where it is not what it should be") {
  for (const char* text : {"{\"windw\": 1}", "{\"window\": 5}", "{\"window\": null}",
                           "{\"window\": [0.001]}", "[1]", "{\"window\": 0.001, \"window\": 0.002}",
                           "{\"window\": 0.001", "", "{\"config\": \"x\"}"}) {
    INFO(text);
    const ConfigFile config(text);
    CHECK(refusal({"a", "--out", "o", "--config", config.path.string()}) == ErrorKind::usage);
  }
  CHECK(refusal({"a", "--out", "o", "--config", "/nowhere.json"}) == ErrorKind::no_input);
}
