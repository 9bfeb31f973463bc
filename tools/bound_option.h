#pragma once

#include "stiff/core/error.h"
#include "stiff/core/options.h"
#include "stiff/io/provenance.h"

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "tools/option_text.h"

namespace stiff::tool {

/// An option without which a command cannot start: `visit(RequiredOption{{"out", "DIR", "..."}},
/// self.out)`.
struct RequiredOption : Option {};

/// One option of a command as parser, help, config file and provenance see it, bound to the field
/// of the settings that it fills. For a text, `unit` is what stands for its value in the help
/// ("DIR").
struct BoundOption {
  std::string name;
  std::string unit;
  std::string help;
  std::string group;  ///< heading in the help; empty for the command's own options
  bool is_switch = false;
  bool is_number = false;
  bool required = false;
  bool changes_results = false;  ///< of an algorithm's struct: it belongs into the provenance
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  std::vector<std::string> choices;
  std::string default_text;
  std::function<void(std::string_view)>
      set;                            ///< throws Error (usage) for a text that it cannot take
  std::function<std::string()> text;  ///< the value that the field holds now
};

/// Binds the fields that a struct describes (see stiff/core/options.h), in the order of
/// description.
class OptionBinder {
 public:
  OptionBinder(std::vector<BoundOption>& bound, std::string group, bool changes_results)
      : bound_(bound), group_(std::move(group)), changes_results_(changes_results) {}

  template <class Field>
  void operator()(const Option& option, Field& field) {
    add(option, field, false);
  }
  template <class Field>
  void operator()(const RequiredOption& option, Field& field) {
    add(option, field, true);
  }

 private:
  template <class Field>
  void add(const Option& option, Field& field, bool required) {
    BoundOption bound;
    bound.name = option.name;
    bound.unit = option.unit;
    bound.help = option.help;
    bound.group = group_;
    bound.required = required;
    bound.changes_results = changes_results_;
    bound.low = option.low;
    bound.high = option.high;
    bind(bound, field);
    bound.default_text = bound.text();
    bound_.push_back(std::move(bound));
  }

  static void bind(BoundOption& bound, bool& field) {
    bound.is_switch = true;
    bound.set = [&field, name = bound.name](std::string_view text) {
      field = parse_bool(name, text);
    };
    bound.text = [&field] { return std::string(field ? "true" : "false"); };
  }

  template <std::floating_point Number>
  static void bind(BoundOption& bound, Number& field) {
    bound.is_number = true;
    bound.set = [&field, name = bound.name, unit = bound.unit, low = bound.low,
                 high = bound.high](std::string_view text) {
      const double value = parse_number(name, unit, text);
      check_range(name, unit, value, low, high);
      field = static_cast<Number>(value);
    };
    bound.text = [&field] { return number_text(static_cast<double>(field)); };
  }

  template <std::integral Number>
  static void bind(BoundOption& bound, Number& field) {
    bound.is_number = true;
    bound.low = std::max(bound.low, static_cast<double>(std::numeric_limits<Number>::min()));
    bound.high = std::min(bound.high, static_cast<double>(std::numeric_limits<Number>::max()));
    bound.set = [&field, name = bound.name, unit = bound.unit, low = bound.low,
                 high = bound.high](std::string_view text) {
      if constexpr (std::is_unsigned_v<Number>) {
        const auto value = parse_unsigned(name, text);
        check_range(name, unit, static_cast<double>(value), low, high);
        field = static_cast<Number>(value);
      } else {
        const auto value = parse_integer(name, text);
        check_range(name, unit, static_cast<double>(value), low, high);
        field = static_cast<Number>(value);
      }
    };
    bound.text = [&field] { return std::to_string(field); };
  }

  static void bind(BoundOption& bound, std::string& field) {
    bound.set = [&field](std::string_view text) { field = text; };
    bound.text = [&field] { return field; };
  }

  static void bind(BoundOption& bound, std::filesystem::path& field) {
    bound.set = [&field](std::string_view text) { field = text; };
    bound.text = [&field] { return field.string(); };
  }

  template <class Enum>
  requires std::is_enum_v<Enum>
  static void bind(BoundOption& bound, Enum& field) {
    for (const Choice<Enum>& choice : choices(Enum{})) bound.choices.emplace_back(choice.name);
    bound.set = [&field, name = bound.name, names = bound.choices](std::string_view text) {
      for (const Choice<Enum>& choice : choices(Enum{})) {
        if (choice.name == text) {
          field = choice.value;
          return;
        }
      }
      std::string all;
      for (const std::string& one : names) all += (all.empty() ? "" : ", ") + one;
      throw Error(ErrorKind::usage,
                  "--" + name + " takes one of " + all + ", not '" + std::string(text) + "'");
    };
    bound.text = [&field] {
      for (const Choice<Enum>& choice : choices(Enum{})) {
        if (choice.value == field) return std::string(choice.name);
      }
      return std::string{};
    };
  }

  std::vector<BoundOption>& bound_;
  std::string group_;
  bool changes_results_;
};

/// Binds what a struct describes and, behind it, what the structs that it holds describe, under
/// their own headings.
template <class Options>
void bind_struct(std::vector<BoundOption>& bound, const std::string& title, bool changes_results,
                 Options& options) {
  if constexpr (requires(OptionBinder binder) { Options::describe(options, binder); }) {
    Options::describe(options, OptionBinder(bound, title, changes_results));
  }
  const auto bind_group = [&bound](std::string_view heading, auto& group) {
    bind_struct(bound, std::string(heading), true, group);
  };
  if constexpr (requires { Options::groups(options, bind_group); }) {
    Options::groups(options, bind_group);
  }
}

/// The provenance of a command with these options: those that can change a number, and which of
/// them are at their default.
Provenance recorded_options(std::string_view command, const std::vector<BoundOption>& options);

/// The same of one struct of options as it stands, whatever it was set by: a phantom's file says
/// what the phantom was made of, by whichever command.
template <class Options>
Provenance provenance_of(std::string_view command, Options options) {
  Options defaults;
  std::vector<BoundOption> bound;
  bind_struct(bound, "", true, options);
  std::vector<BoundOption> at_default;
  bind_struct(at_default, "", true, defaults);
  for (std::size_t i = 0; i < bound.size(); ++i) bound[i].default_text = at_default[i].text();
  return recorded_options(command, bound);
}

/// The options of a command's settings: its own by `describe`, then, where it has them, those of
/// the algorithms' structs that it holds, which alone can change a number, by
///
///     template <class Self, class Visitor>
///     static void groups(Self& self, Visitor&& visit) { visit("Shear waves", self.analysis); }
///
/// The fields must outlive what is returned.
template <class Settings>
std::vector<BoundOption> bind_options(Settings& settings) {
  std::vector<BoundOption> bound;
  bind_struct(bound, "", false, settings);
  return bound;
}

}  // namespace stiff::tool
