#pragma once

#include "stiff/io/provenance.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/bound_option.h"

namespace stiff::tool {

inline constexpr std::size_t kAnyNumber = static_cast<std::size_t>(-1);

/// A word of the command line that is no option.
struct Argument {
  std::string_view name;  ///< as the help shows it: "STUDY"
  std::string_view help;
  std::size_t at_least = 1;
  std::size_t at_most = 1;
};

struct Example {
  std::string_view line;
  std::string_view what;
};

/// How a command was called.
struct Call {
  std::vector<std::string> arguments;
  /// What can change a number, for the files: `history` ("stiff 0.1.0 run --isotropic=true"),
  /// `options` in order of description, `defaulted`. No path, no worker count. Inputs and
  /// references are the command's to add.
  Provenance provenance;
};

/// A command's settings with the options bound to them; lives for one call.
class Job {
 public:
  Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  virtual ~Job() = default;
  virtual int run(const Call& call) const = 0;
  std::vector<BoundOption> options;
};

/// A command, declared as data: the parser, the help and the page in COMMANDS.md are made of this.
/// It reads, calls the library and writes; it computes nothing itself.
///
///     struct InfoSettings { bool json = false; template <...> static void describe(...); };
///     int info(const InfoSettings& settings, const Call& call);
///     const Command kInfo{.name = "info", .summary = "Says what a file is", ..., .job =
///     job<InfoSettings, info>};
///
/// A name of two words ("simulate swe") makes a family; `stiff simulate` lists it.
struct Command {
  std::string_view name;
  std::string_view summary;         ///< one line, no full stop
  std::string_view description;     ///< paragraphs, separated by an empty line
  std::vector<Argument> arguments;  ///< only the last may take more than one word
  std::vector<Example> examples;
  std::unique_ptr<Job> (*job)() = nullptr;
};

/// What `Command::job` holds: fresh settings, their options, and the function that runs on them.
/// The function returns the exit code 0, or 1 where some recording is not ok; faults are thrown as
/// Error.
template <class Settings, int (*function)(const Settings&, const Call&)>
std::unique_ptr<Job> job() {
  class Bound final : public Job {
   public:
    Bound() { options = bind_options(settings_); }
    int run(const Call& call) const override { return function(settings_, call); }

   private:
    Settings settings_;
  };
  return std::make_unique<Bound>();
}

}  // namespace stiff::tool
