#pragma once

#include "stiff/io/provenance.h"

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace stiff::tool {

/// What `stiff import --from myoton-export` is given.
struct MyotonImport {
  std::vector<std::filesystem::path> files;
  std::filesystem::path out;
  std::filesystem::path muscles;  ///< the user's own table of muscles, or empty
  std::filesystem::path sites;    ///< the user's own table of places, or empty
  std::string device;             ///< `Myoton` where it is empty
};

/// Writes the results file, and what became of the rows to `messages`. \returns 1 where some row
/// was refused, else 0. \throws Error
int import_myoton(const MyotonImport& job, Provenance provenance, std::ostream& messages);

}  // namespace stiff::tool
