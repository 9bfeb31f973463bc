#pragma once

#include <filesystem>
#include <string>

namespace stiff::tool {

struct DemoTable {
  std::string text;          ///< a line a number: estimate, 95 % interval, truth
  bool as_expected = false;  ///< a value wherever there is a truth, and none elsewhere
};

/// Sets the first numbers of each recording of a results file beside the truth.tsv of a simulated
/// study. \throws Error (bad_data, no_input) where a file is not as `stiff` writes it.
DemoTable demo_table(const std::filesystem::path& truth, const std::filesystem::path& results);

}  // namespace stiff::tool
