#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stiff::hdf5 {
class InGroup;
class OutGroup;
}  // namespace stiff::hdf5

namespace stiff {

/// Where a file's numbers come from. Nothing in it tells of a clock, a machine, a user, a folder
/// outside the study, or the number of workers: equal input gives equal bytes.
struct Provenance {
  std::string history;  ///< the command with the options that can change a number
  std::vector<std::pair<std::string, std::string>> options;  ///< every option used, name and value
  std::vector<std::string> defaulted;  ///< names of those left at their default
  std::vector<std::pair<std::string, std::string>> input_sha256;  ///< study-relative path, SHA-256
  std::vector<std::string> references;  ///< of the methods, as REFERENCES.md has them
};

/// The version of the files' layout. A newer one is refused, an older one is read.
inline constexpr int kFormatVersion = 1;

/// Writes the root attributes of a file: `Conventions`, `format` (what kind of file it is),
/// `format_version`, `stiff_version`, `history`, `options` ("name = value" each),
/// `options_defaulted`, `input_sha256` ("checksum  path" each, as sha256sum prints it),
/// `references`.
void write_provenance(hdf5::OutGroup& root, std::string_view format, const Provenance& provenance);

/// Checks that a file is of the kind `format` and not of a newer version than this library knows.
/// \returns its format_version. \throws Error (bad_data) where it is not.
int check_format(const hdf5::InGroup& root, std::string_view format);

/// \pre check_format passed.
Provenance read_provenance(const hdf5::InGroup& root);

}  // namespace stiff
