#include "tools/parse.h"

#include <algorithm>
#include <set>

#include "tools/command.h"
#include <boost/program_options.hpp>

namespace stiff::tool {
namespace {

namespace po = boost::program_options;

struct Words {
  std::vector<std::pair<std::string, std::string>> options;
  std::vector<std::string> arguments;
};

/// `--force` as `--force=true`: for Boost, the word behind a switch would be its value.
std::vector<std::string> with_switches_spelt_out(const Job& job, std::vector<std::string> words) {
  const auto end = std::ranges::find(words, "--");
  for (auto word = words.begin(); word != end; ++word) {
    for (const BoundOption& option : job.options) {
      if (option.is_switch && *word == "--" + option.name) *word += "=true";
    }
  }
  return words;
}

/// The words, told apart by Boost; every value stays text, for our own parser knows units and
/// bounds.
Words tell_apart(const Command& command, const Job& job, const std::vector<std::string>& words) {
  po::options_description described;
  auto add = described.add_options();
  add("config", po::value<std::string>(), "");
  for (const BoundOption& option : job.options) {
    add(option.name.c_str(), po::value<std::string>(), "");
  }
  // Positional words are collected under a name that nobody can type as an option.
  const char* const positional_name = " argument";
  add(positional_name, po::value<std::vector<std::string>>(), "");
  po::positional_options_description positional;
  positional.add(positional_name, -1);
  using namespace po::command_line_style;
  Words out;
  try {
    const auto parsed = po::command_line_parser(with_switches_spelt_out(job, words))
                            .options(described)
                            .positional(positional)
                            .style(allow_long | long_allow_adjacent | long_allow_next)
                            .run();
    for (const auto& option : parsed.options) {
      if (option.string_key == positional_name) {
        out.arguments.push_back(option.value.front());
      } else {
        out.options.emplace_back(option.string_key, option.value.front());
      }
    }
  } catch (const po::error& fault) {
    throw Error(ErrorKind::usage,
                std::string(fault.what()) + "; see `stiff help " + std::string(command.name) + "`");
  }
  return out;
}

void set_option(const Command& command, Job& job, const std::string& name,
                const std::string& value) {
  const auto option = std::ranges::find(job.options, name, &BoundOption::name);
  if (option == job.options.end()) {
    throw Error(ErrorKind::usage, "`stiff " + std::string(command.name) + "` has no option '" +
                                      name + "'; see `stiff help " + std::string(command.name) +
                                      "`");
  }
  option->set(value);
}

void check_arguments(const Command& command, const std::vector<std::string>& arguments) {
  std::size_t at_least = 0;
  std::size_t at_most = 0;
  for (const Argument& argument : command.arguments) {
    at_least += argument.at_least;
    at_most = argument.at_most == kAnyNumber || at_most == kAnyNumber ? kAnyNumber
                                                                      : at_most + argument.at_most;
  }
  const std::string see = "; see `stiff help " + std::string(command.name) + "`";
  if (arguments.size() > at_most) {
    throw Error(ErrorKind::usage, "there is one word too many: '" + arguments[at_most] + "'" + see);
  }
  std::size_t needed = 0;
  for (const Argument& argument : command.arguments) {
    needed += argument.at_least;
    if (arguments.size() < needed) {
      throw Error(ErrorKind::usage, std::string(argument.name) + " is missing" + see);
    }
  }
}

}  // namespace

Call parse_call(const Command& command, Job& job, const std::vector<std::string>& words) {
  Words given = tell_apart(command, job, words);
  std::set<std::string> seen;
  for (const auto& [name, value] : given.options) {
    if (!seen.insert(name).second) {
      throw Error(ErrorKind::usage, "--" + name + " is given twice");
    }
  }
  for (const auto& [name, value] : given.options) {
    if (name != "config") continue;
    for (const auto& [key, text] : read_config(value)) {
      set_option(command, job, key, text);
      seen.insert(key);
    }
  }
  for (const auto& [name, value] : given.options) {
    if (name != "config") set_option(command, job, name, value);
  }
  for (const BoundOption& option : job.options) {
    if (option.required && !seen.contains(option.name)) {
      throw Error(ErrorKind::usage, "--" + option.name + " is missing; see `stiff help " +
                                        std::string(command.name) + "`");
    }
  }
  check_arguments(command, given.arguments);
  return {std::move(given.arguments), recorded_options(command.name, job.options)};
}

}  // namespace stiff::tool
