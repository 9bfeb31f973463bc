#pragma once

#include <limits>
#include <string_view>
#include <vector>

namespace stiff {

/// One option of an algorithm as the command line, the help, a config file, the validation and the
/// provenance all see it: the struct that holds the value describes it once, in `describe`:
///
///     struct KasaiOptions {
///       double axial_window_m = 1e-3;
///       template <class Self, class Visitor>
///       static void describe(Self& self, Visitor&& visit) {
///         visit(Option{"axial-window", "m", "Length of the axial kernel", 1e-4, 1e-2}, self.axial_window_m);
///       }
///     };
///
/// The value is a double, an int, a bool, a std::string, or an enum with `choices(E)` beside it.
struct Option {
  std::string_view name;  ///< kebab-case, without the unit
  std::string_view unit;  ///< "m", "Hz", "1" ...; empty for a bool or a choice
  std::string_view help;  ///< one sentence
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

/// A value of an enum with the name that people type. An enum `E` that is an option has, in its
/// namespace, `std::span<const Choice<E>> choices(E)`.
template <class E>
struct Choice {
  E value;
  std::string_view name;
};

}  // namespace stiff
