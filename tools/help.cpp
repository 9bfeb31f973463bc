#include "tools/help.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace stiff::tool {
namespace {

constexpr std::size_t kWidth = 96;

std::string usage_line(const Command& command) {
  std::string line = "stiff " + std::string(command.name);
  for (const Argument& argument : command.arguments) {
    std::string word(argument.name);
    if (argument.at_most != 1) word += "...";
    line += argument.at_least == 0 ? " [" + word + "]" : " " + word;
  }
  const auto job = command.job();
  for (const BoundOption& option : job->options) {
    if (option.required) line += " --" + option.name + " " + option.unit;
  }
  return line + " [options]";
}

/// The option as it is typed: `--jobs NUMBER`.
std::string spelling(const BoundOption& option) {
  std::string text = "--" + option.name;
  if (option.is_switch) return option.default_text == "true" ? text + "=true|false" : text;
  if (!option.choices.empty()) {
    std::string all;
    for (const std::string& choice : option.choices) all += (all.empty() ? "" : "|") + choice;
    return text + " " + all;
  }
  if (option.is_number) return text + " NUMBER";
  return text + " " + (option.unit.empty() ? "TEXT" : option.unit);
}

/// Unit, bounds and default, in brackets.
std::string terms(const BoundOption& option) {
  std::string text;
  const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  if (option.is_number && !option.unit.empty() && option.unit != "1") add("in " + option.unit);
  // The bounds of an integer's own type tell nobody anything.
  const bool has_low = option.is_number && option.low > -1e9;
  const bool has_high = option.is_number && option.high < 1e9 + 1;
  if (has_low && has_high) {
    add(number_text(option.low) + " to " + number_text(option.high));
  } else if (has_low) {
    add("at least " + number_text(option.low));
  } else if (has_high) {
    add("at most " + number_text(option.high));
  }
  if (option.required) {
    add("required");
  } else if (option.is_switch) {
    if (option.default_text == "true") add("default true");
  } else if (!option.default_text.empty()) {
    add("default " + option.default_text);
  }
  return text.empty() ? text : " [" + text + "]";
}

/// Words wrapped at the width, each line indented.
std::string wrapped(std::string_view text, std::size_t indent) {
  std::string out;
  std::string line(indent, ' ');
  const auto flush = [&] {
    if (line.size() > indent) out += line + "\n";
    line.assign(indent, ' ');
  };
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t stop = std::min(text.find_first_of(" \n", at), text.size());
    const std::string_view word = text.substr(at, stop - at);
    if (line.size() > indent && line.size() + 1 + word.size() > kWidth) flush();
    if (!word.empty()) {
      if (line.size() > indent) line += ' ';
      line += word;
    }
    if (text.substr(stop, 2) == "\n\n") {
      flush();
      out += "\n";
    }
    at = stop + 1;
  }
  flush();
  return out;
}

std::string option_lines(const BoundOption& option) {
  return "  " + spelling(option) + "\n" + wrapped(option.help + terms(option), 8);
}

/// A command's options, with those that every command has (bound to nothing).
std::vector<BoundOption> all_options(const Command& command) {
  BoundOption config;
  config.name = "config";
  config.unit = "FILE";
  config.help =
      "Options from a JSON object of names without dashes; an option on the command line wins";
  BoundOption help;
  help.name = "help";
  help.is_switch = true;
  help.help = "Print this text";
  std::vector<BoundOption> all = command.job()->options;
  all.push_back(std::move(config));
  all.push_back(std::move(help));
  return all;
}

/// The groups of the options, each once, the command's own first.
std::vector<std::string> headings(const std::vector<BoundOption>& options) {
  std::vector<std::string> titles{""};
  for (const BoundOption& option : options) {
    if (std::ranges::find(titles, option.group) == titles.end()) titles.push_back(option.group);
  }
  return titles;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

/// Two columns: options and what they do, under a heading for each group.
std::string option_tables(const Command& command) {
  const std::vector<BoundOption> all = all_options(command);
  std::string out;
  for (const std::string& title : headings(all)) {
    out += "\n| " + (title.empty() ? "option" : title) + " | what it does |\n| --- | --- |\n";
    for (const BoundOption& option : all) {
      if (option.group != title) continue;
      out += "| `" + escaped(spelling(option)) + "` | " + escaped(option.help + terms(option)) +
             " |\n";
    }
  }
  return out;
}

std::string page(const Command& command) {
  std::string out = "\n## stiff " + std::string(command.name) + "\n\n" +
                    std::string(command.summary) + ".\n\n```\n" + usage_line(command) + "\n```\n";
  if (!command.description.empty()) out += "\n" + wrapped(command.description, 0);
  if (!command.arguments.empty()) {
    out += "\n| argument | what it is |\n| --- | --- |\n";
    for (const Argument& argument : command.arguments) {
      out += "| `" + std::string(argument.name) + "` | " + escaped(argument.help) + " |\n";
    }
  }
  out += option_tables(command);
  for (const Example& example : command.examples) {
    out += "\n" + std::string(example.what) + ":\n\n```\n" + std::string(example.line) + "\n```\n";
  }
  return out;
}

}  // namespace

std::string overview(std::span<const Command* const> commands) {
  std::string out =
      "stiff: muscle stiffness in kPa from raw elastography recordings. A research tool; it never "
      "diagnoses.\n\nUsage: stiff COMMAND ...\n\n";
  for (const Command* command : commands) {
    std::string name(command->name);
    name.resize(std::max<std::size_t>(name.size() + 2, 16), ' ');
    out += "  " + name + std::string(command->summary) + "\n";
  }
  return out +
         "\n`stiff help COMMAND` shows its options and an example; `stiff --version` the version.\n"
         "Exit codes: 0 all done; 1 done, but some recording gave no value; 64 usage; 65 bad "
         "data;\n"
         "66 no input; 70 a fault of stiff itself; 73 cannot create the output; 74 a read or write "
         "failed.\n";
}

std::string help_text(const Command& command) {
  std::string out = "stiff " + std::string(command.name) + ": " + std::string(command.summary) +
                    "\n\nUsage: " + usage_line(command) + "\n";
  if (!command.description.empty()) out += "\n" + wrapped(command.description, 0);
  if (!command.arguments.empty()) out += "\nArguments:\n";
  for (const Argument& argument : command.arguments) {
    out += "  " + std::string(argument.name) + "\n" + wrapped(argument.help, 8);
  }
  const std::vector<BoundOption> options = all_options(command);
  for (const std::string& title : headings(options)) {
    out += "\n" + (title.empty() ? "Options" : title) + ":\n";
    for (const BoundOption& option : options) {
      if (option.group == title) out += option_lines(option);
    }
  }
  if (!command.examples.empty()) out += "\nExamples:\n";
  for (const Example& example : command.examples) {
    out += "  " + std::string(example.line) + "\n" + wrapped(example.what, 8);
  }
  return out;
}

std::string reference_page(std::span<const Command* const> commands) {
  std::string out =
      "# The commands of `stiff`\n\nMade by `stiff help --reference` from the commands' own "
      "declarations; a test keeps it so.\n\n"
      "A number may carry its unit with an SI prefix: `1mm` for 0.001 in m. `--config FILE` takes "
      "a "
      "JSON object\nof option names without dashes; unknown names are refused. Data go to standard "
      "output, progress and\nmessages to standard error.\n\n"
      "| exit code | meaning |\n| --- | --- |\n| 0 | all done |\n"
      "| 1 | done and written, but some recording gave no value |\n| 64 | the command line is "
      "wrong "
      "|\n| 65 | a file is not what it says, or lacks what a result depends on |\n"
      "| 66 | there is nothing to read |\n| 70 | a fault of `stiff` itself |\n"
      "| 73 | the output cannot be made |\n| 74 | a read or write failed |\n";
  for (const Command* command : commands) out += page(*command);
  return out;
}

}  // namespace stiff::tool
