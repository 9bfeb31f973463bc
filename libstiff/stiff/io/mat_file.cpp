#include "stiff/io/mat_file.h"

#include "stiff/core/error.h"
#include "stiff/io/hdf5_reader.h"
#include "stiff/io/mat5_file.h"
#include "stiff/io/mat_hdf5.h"

#include <algorithm>
#include <optional>

namespace stiff {

struct MatFile::Source {
  std::optional<Mat5File> mat5;
  std::optional<hdf5::InGroup> hdf5;
  std::vector<MatEntry> hdf5_entries;
};

MatFile::MatFile(const std::filesystem::path& path)
    : path_(path), source_(std::make_unique<Source>()) {
  if (hdf5::is_hdf5(path)) {
    source_->hdf5.emplace(hdf5::open(path));
    source_->hdf5_entries = hdf5_entries(*source_->hdf5);
  } else {
    source_->mat5.emplace(path);
  }
}

MatFile::~MatFile() = default;
MatFile::MatFile(MatFile&&) noexcept = default;

const std::vector<MatEntry>& MatFile::entries() const {
  return source_->mat5 ? source_->mat5->entries() : source_->hdf5_entries;
}

const MatEntry* MatFile::entry(const std::string& name) const {
  const auto& all = entries();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const MatEntry& e) { return e.name == name; });
  return found == all.end() ? nullptr : &*found;
}

MatValue MatFile::read(const std::string& name) const {
  if (!has(name)) refuse("it holds no variable '" + name + "'");
  if (source_->mat5) return source_->mat5->read(name);
  try {
    return read_hdf5_value(*source_->hdf5, name);
  } catch (const Error& error) {
    throw Error(error.kind(), path_.filename().string() + ": '" + name + "': " + error.what());
  }
}

MatValue MatFile::read_part(const std::string& path) const {
  // The longest variable name wins: an HDF5 path may hold a dot itself.
  if (has(path)) return read(path);
  const std::string variable = path.substr(0, path.find_first_of(".({"));
  const MatValue whole = read(variable);
  const MatValue* part = find_part(whole, path);
  if (part == nullptr) refuse("it holds no '" + path + "'");
  return *part;
}

void MatFile::refuse(const std::string& what) const {
  throw Error(ErrorKind::bad_data, path_.filename().string() + ": " + what);
}

bool is_mat_or_hdf5(const std::filesystem::path& path) {
  return is_mat5(path) || hdf5::is_hdf5(path);
}

}  // namespace stiff
