#include "stiff/io/hdf5_reader.h"

#include "stiff/core/error.h"
#include "stiff/io/hdf5_in_file.h"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include <hdf5.h>

namespace stiff::hdf5 {
namespace {

constexpr std::uintmax_t kReadAtOnce = std::uintmax_t{4} << 20;

herr_t append_name(hid_t, const char* name, const H5L_info_t*, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

std::string joined(const std::string& folder, std::string_view name) {
  return (folder == "/" ? folder : folder + "/") + std::string(name);
}

}  // namespace

void refuse(const std::string& file, const std::string& object, std::string_view what) {
  throw Error(ErrorKind::bad_data, "'" + file + "': " + object + " " + std::string(what));
}

InGroup open(const std::filesystem::path& path, const Limits& limits) {
  prepare_library();
  const std::string name = path.filename().string();
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) {
    throw Error(ErrorKind::no_input, "'" + name + "' cannot be opened: " + error.message());
  }
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "HDF5 cannot make a property list");
  // A small file is read at once, then parsed in memory: some hundred little reads less.
  if (size <= kReadAtOnce) {
    check(H5Pset_fapl_core(access.id(), std::size_t{1} << 16, false), "HDF5 has no memory files");
  }
  // Objects that are still open must not keep the file open behind our back.
  check(H5Pset_fclose_degree(access.id(), H5F_CLOSE_SEMI), "HDF5 refuses a close degree");
  const hid_t id = H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.id());
  if (id < 0) {
    throw Error(ErrorKind::bad_data, "'" + name + "' is not a HDF5 file, or it is damaged");
  }
  auto file = std::make_shared<InFile>(InFile{Handle(id, H5Fclose, name), name, size, limits});
  const hid_t root = H5Gopen2(id, "/", H5P_DEFAULT);
  if (root < 0) refuse(name, "its root group", "is damaged");
  return InGroup(std::move(file), Handle(root, H5Gclose, name), "/");
}

std::vector<std::string> InGroup::names() const {
  std::vector<std::string> all;
  if (H5Literate(id_.id(), H5_INDEX_NAME, H5_ITER_INC, nullptr, append_name, &all) < 0) {
    refuse(file_->name, "the group '" + path_ + "'", "is damaged");
  }
  return all;
}

std::vector<std::string> InGroup::names_in_order() const {
  std::vector<std::string> all;
  if (H5Literate(id_.id(), H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, append_name, &all) < 0) {
    return names();
  }
  return all;
}

Handle InGroup::open_member(std::string_view name) const {
  Handle current;
  std::string path = path_;
  while (!name.empty()) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    const std::string step(name.substr(0, slash));
    name.remove_prefix(std::min(slash + 1, name.size()));
    if (step.empty()) continue;
    const hid_t parent = current.id() < 0 ? id_.id() : current.id();
    if (H5Lexists(parent, step.c_str(), H5P_DEFAULT) <= 0) return {};
    path = joined(path, step);
    H5L_info_t link{};
    if (H5Lget_info(parent, step.c_str(), &link, H5P_DEFAULT) < 0) {
      refuse(file_->name, "'" + path + "'", "is damaged");
    }
    if (link.type != H5L_TYPE_HARD && link.type != H5L_TYPE_SOFT) {
      refuse(file_->name, "'" + path + "'", "is a link to another file, which is not followed");
    }
    const hid_t next = H5Oopen(parent, step.c_str(), H5P_DEFAULT);
    if (next < 0 && link.type == H5L_TYPE_SOFT) return {};
    if (next < 0) refuse(file_->name, "'" + path + "'", "is damaged");
    current = Handle(next, H5Oclose, path);
  }
  return current;
}

bool InGroup::has_group(std::string_view name) const {
  const Handle member = open_member(name);
  return member.id() >= 0 && H5Iget_type(member.id()) == H5I_GROUP;
}

bool InGroup::has_dataset(std::string_view name) const {
  const Handle member = open_member(name);
  return member.id() >= 0 && H5Iget_type(member.id()) == H5I_DATASET;
}

InGroup InGroup::group(std::string_view name) const {
  Handle member = open_member(name);
  if (member.id() < 0 || H5Iget_type(member.id()) != H5I_GROUP) {
    refuse(file_->name, "the group '" + joined(path_, name) + "'", "is missing");
  }
  return InGroup(file_, std::move(member), joined(path_, name));
}

InDataset InGroup::dataset(std::string_view name) const {
  Handle member = open_member(name);
  if (member.id() < 0 || H5Iget_type(member.id()) != H5I_DATASET) {
    refuse(file_->name, "the dataset '" + joined(path_, name) + "'", "is missing");
  }
  return InDataset(file_, std::move(member), joined(path_, name));
}

std::vector<InDataset> InGroup::datasets() const {
  std::vector<InDataset> all;
  for (const std::string& name : names_in_order()) {
    Handle member = open_member(name);
    if (member.id() < 0 || H5Iget_type(member.id()) != H5I_DATASET) continue;
    all.push_back(InDataset(file_, std::move(member), joined(path_, name)));
  }
  return all;
}

}  // namespace stiff::hdf5
