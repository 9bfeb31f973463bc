#pragma once

#include "stiff/io/mat_value.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace stiff {

/// The variables of a MATLAB file of any version that has any (v5: `-v6`, `-v7`, scipy, Octave;
/// v7.3: HDF5), or of any other HDF5 file. A variable within HDF5 groups is called by its path,
/// `group/data`.
class MatFile {
 public:
  /// \throws Error (no_input) where there is no such file, (bad_data) where it is of neither format
  /// or damaged.
  explicit MatFile(const std::filesystem::path& path);
  ~MatFile();
  MatFile(MatFile&&) noexcept;

  const std::vector<MatEntry>& entries() const;
  /// Nothing where there is no such variable.
  const MatEntry* entry(const std::string& name) const;
  bool has(const std::string& name) const { return entry(name) != nullptr; }
  /// \throws Error (bad_data) where there is no such variable or it is damaged.
  MatValue read(const std::string& name) const;
  /// A variable or a part of one: "frame_rate", "Resource.Parameters.speedOfSound",
  /// "PData(1).Size". \throws Error (bad_data) where there is none.
  MatValue read_part(const std::string& path) const;
  const std::filesystem::path& path() const { return path_; }
  /// An error about this file: "<file name>: <what>".
  [[noreturn]] void refuse(const std::string& what) const;

  struct Source;

 private:
  std::filesystem::path path_;
  std::unique_ptr<Source> source_;
};

/// Whether the file begins as one that MatFile reads.
bool is_mat_or_hdf5(const std::filesystem::path& path);

}  // namespace stiff
