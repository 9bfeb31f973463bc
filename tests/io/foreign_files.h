#pragma once

#include <cstdlib>
#include <string>

#include "io/scratch.h"

namespace stiff_test {

/// The files of make_foreign_files.py, made once; `there` is false where Python lacks scipy or
/// h5py.
struct ForeignFiles {
  Scratch folder;
  bool there = false;
};

inline const ForeignFiles& foreign_files() {
  static const ForeignFiles files;
  static const bool made = [] {
    const std::string command = std::string("'") + STIFF_PYTHON + "' -B '" + STIFF_SOURCE_DIR +
                                "/tests/io/make_foreign_files.py' '" +
                                files.folder.path().string() + "'";
    return std::system(command.c_str()) == 0;
  }();
  const_cast<ForeignFiles&>(files).there = made;
  return files;
}

}  // namespace stiff_test
