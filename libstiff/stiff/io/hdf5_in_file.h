#pragma once

#include "stiff/io/hdf5_file.h"
#include "stiff/io/hdf5_reader.h"

#include <cstdint>
#include <string>
#include <string_view>

/// What the sources of the HDF5 reader share with each other, and with nobody else.
namespace stiff::hdf5 {

struct InFile {
  Handle id;
  std::string name;         ///< without its folder: messages end in results, which know no folder
  std::uint64_t bytes = 0;  ///< of the file
  Limits limits;
};

/// \throws Error (bad_data): "'file': object what".
[[noreturn]] void refuse(const std::string& file, const std::string& object, std::string_view what);

/// What a type holds, as far as this library reads it.
Type type_of(std::int64_t hdf5_type);

}  // namespace stiff::hdf5
