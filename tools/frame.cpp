#include "tools/frame.h"

#include "stiff/core/error.h"
#include "stiff/core/version.h"

#include <algorithm>
#include <exception>
#include <new>
#include <ostream>
#include <system_error>

#include "tools/help.h"
#include "tools/option_text.h"
#include "tools/parse.h"

namespace stiff::tool {
namespace {

/// A fault of ours: none of the contract's codes, which all say what the caller can mend.
constexpr int kInternalFault = 70;

using Words = std::vector<std::string>;
using Commands = std::span<const Command* const>;

std::size_t words_in(std::string_view name) {
  return 1 + static_cast<std::size_t>(std::count(name.begin(), name.end(), ' '));
}

/// The command whose name the first words are, or null.
const Command* find_command(Commands commands, const Words& words) {
  for (const Command* command : commands) {
    const std::size_t count = words_in(command->name);
    if (words.size() < count) continue;
    std::string name = words[0];
    for (std::size_t i = 1; i < count; ++i) name += " " + words[i];
    if (name == command->name) return command;
  }
  return nullptr;
}

/// The commands of a family: `simulate` for `simulate swe`.
std::vector<const Command*> family(Commands commands, const std::string& word) {
  std::vector<const Command*> members;
  for (const Command* command : commands) {
    if (command->name.starts_with(word + " ")) members.push_back(command);
  }
  return members;
}

bool asks_for_help(const Words& words) {
  // Behind `--`, words are arguments.
  const auto end = std::find(words.begin(), words.end(), "--");
  return std::any_of(words.begin(), end,
                     [](const std::string& word) { return word == "--help" || word == "-h"; });
}

[[noreturn]] void refuse_command(Commands commands, const Words& words) {
  const auto members = family(commands, words.front());
  if (members.empty()) {
    throw Error(ErrorKind::usage,
                "there is no command '" + words.front() + "'; see `stiff --help`");
  }
  std::string names;
  for (const Command* member : members) {
    names += (names.empty() ? "`stiff " : ", `stiff ") + std::string(member->name) + "`";
  }
  throw Error(ErrorKind::usage, "`stiff " + words.front() + "` is one of: " + names);
}

/// `stiff help [COMMAND]`, `stiff --help`, `stiff COMMAND --help`.
void print_help(Commands commands, const Words& words, std::ostream& out) {
  if (words.empty()) {
    out << overview(commands);
  } else if (words.front() == "--reference") {
    out << reference_page(commands);
  } else if (const Command* command = find_command(commands, words)) {
    out << help_text(*command);
  } else if (const auto members = family(commands, words.front()); !members.empty()) {
    for (const Command* member : members) out << help_text(*member) << "\n";
  } else {
    refuse_command(commands, words);
  }
}

int dispatch(Commands commands, const Words& words, std::ostream& out) {
  if (words.empty()) {
    throw Error(ErrorKind::usage, "a command is missing; see `stiff --help`");
  }
  const std::string& first = words.front();
  if (first == "--version") {
    out << "stiff " << version() << "\n";
    return 0;
  }
  if (first == "help" || first == "--help" || first == "-h") {
    print_help(commands, {words.begin() + 1, words.end()}, out);
    return 0;
  }
  const Command* command = find_command(commands, words);
  if (asks_for_help(words)) {
    print_help(commands, words, out);
    return 0;
  }
  if (!command) refuse_command(commands, words);
  const auto job = command->job();
  const auto behind = words.begin() + static_cast<std::ptrdiff_t>(words_in(command->name));
  const Call call = parse_call(*command, *job, {behind, words.end()});
  return job->run(call);
}

int report(std::ostream& err, int code, std::string_view message) {
  err << "stiff: " << one_line(message) << std::endl;
  return code;
}

}  // namespace

int run_frame(Commands commands, const Words& words, std::ostream& out, std::ostream& err) {
  try {
    const int code = dispatch(commands, words, out);
    out.flush();
    if (!out) return report(err, static_cast<int>(ErrorKind::io), "cannot write standard output");
    return code;
  } catch (const Error& error) {
    return report(err, error.exit_code(), error.what());
  } catch (const std::bad_alloc&) {
    return report(err, static_cast<int>(ErrorKind::io), "there is not enough memory");
  } catch (const std::system_error& error) {
    return report(err, static_cast<int>(ErrorKind::io), error.what());
  } catch (const std::exception& error) {
    return report(err, kInternalFault,
                  std::string("a fault of stiff itself, please report it: ") + error.what());
  }
}

}  // namespace stiff::tool
