#pragma once

#include "stiff/core/estimate.h"

#include <array>
#include <span>
#include <stdexcept>
#include <string>

#include "tools/command.h"

/// A command that stands for all others in the tests of the frame: it has an option of each kind.
namespace toy {

enum class Colour { red, green };
inline std::span<const stiff::Choice<Colour>> choices(Colour) {
  static constexpr std::array<stiff::Choice<Colour>, 2> all{
      {{Colour::red, "red"}, {Colour::green, "green"}}};
  return all;
}

struct Algorithm {
  double window_m = 1e-3;
  double limit_hz = stiff::kNaN;
  int repeats = 3;
  Colour colour = Colour::red;
  bool robust = true;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    using stiff::Option;
    visit(Option{"window", "m", "Length of the window", 1e-4, 1e-2}, self.window_m);
    visit(Option{"limit", "Hz", "Upper frequency", 0, 1e4}, self.limit_hz);
    visit(Option{"repeats", "1", "How often", 1, 10}, self.repeats);
    visit(Option{"colour", "", "Which colour"}, self.colour);
    visit(Option{"robust", "", "Whether outliers are dropped"}, self.robust);
  }
};

struct Settings {
  std::string out;
  int jobs = 2;
  bool force = false;
  Algorithm algorithm;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(stiff::tool::RequiredOption{{"out", "DIR", "Where the results go"}}, self.out);
    visit(stiff::Option{"jobs", "1", "Workers", 1, 64}, self.jobs);
    visit(stiff::Option{"force", "", "Redo everything"}, self.force);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("The algorithm", self.algorithm);
  }
};

/// What the last run was given.
struct Seen {
  Settings settings;
  stiff::tool::Call call;
};
inline Seen& seen() {
  static Seen last;
  return last;
}

inline int run(const Settings& settings, const stiff::tool::Call& call) {
  seen() = {settings, call};
  if (settings.out == "bad-data") throw stiff::Error(stiff::ErrorKind::bad_data, "two\nlines");
  if (settings.out == "bug") throw std::logic_error("a bug");
  return settings.out == "some-failed" ? 1 : 0;
}

inline const stiff::tool::Command kToy{
    .name = "toy run",
    .summary = "Runs a toy",
    .description = "It does nothing.\n\nReally nothing.",
    .arguments = {{"FILE", "A file", 1, stiff::tool::kAnyNumber}},
    .examples = {{"stiff toy run a.mat --out results", "One file"}},
    .job = stiff::tool::job<Settings, run>};

}  // namespace toy
