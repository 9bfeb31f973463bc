#include "stiff/core/error.h"
#include "stiff/io/hdf5_create.h"
#include "stiff/io/hdf5_in_file.h"
#include "stiff/io/hdf5_reader.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>
#include <type_traits>
#include <utility>

#include <hdf5.h>

namespace stiff::hdf5 {
namespace {

/// No stream of deflate unpacks to more than 1032 times its size (RFC 1951: 258 bytes from 2 bits).
constexpr std::uint64_t kMostDeflation = 1032;

std::uint64_t capped_product(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  return b != 0 && a > kMost / b ? kMost : a * b;
}

/// Memory for the texts of one dataset. Texts lie unpacked in a file, so that with their ends they
/// need no more than its size; one text of a hostile file may be pointed to a million times.
struct TextArena {
  std::uint64_t left = 0;
  std::size_t block_bytes = 0;
  std::vector<std::unique_ptr<char[]>> blocks;
  std::size_t room = 0;  ///< unused in the last block
  char* next = nullptr;

  static void* allocate(std::size_t size, void* self) {
    auto& arena = *static_cast<TextArena*>(self);
    if (size > arena.left) return nullptr;
    arena.left -= size;
    if (size > arena.room) {
      arena.room = std::max(size, arena.block_bytes);
      arena.blocks.push_back(std::make_unique_for_overwrite<char[]>(arena.room));
      arena.next = arena.blocks.back().get();
    }
    char* start = arena.next;
    arena.next += size;
    arena.room -= size;
    return start;
  }
  static void release(void*, void*) {}
};

bool is_complex(hid_t type) {
  if (H5Tget_class(type) != H5T_COMPOUND || H5Tget_nmembers(type) != 2) return false;
  return H5Tget_member_class(type, 0) == H5T_FLOAT && H5Tget_member_class(type, 1) == H5T_FLOAT;
}

bool has_deflate(hid_t list) {
  const int count = H5Pget_nfilters(list);
  for (unsigned i = 0; static_cast<int>(i) < count; ++i) {
    unsigned flags = 0;
    std::size_t values = 0;
    const H5Z_filter_t filter =
        H5Pget_filter2(list, i, &flags, &values, nullptr, 0, nullptr, nullptr);
    if (filter == H5Z_FILTER_DEFLATE) return true;
  }
  return false;
}

bool only_known_filters(hid_t list) {
  const int count = H5Pget_nfilters(list);
  if (count < 0) return false;
  for (unsigned i = 0; static_cast<int>(i) < count; ++i) {
    unsigned flags = 0;
    std::size_t values = 0;
    const H5Z_filter_t filter =
        H5Pget_filter2(list, i, &flags, &values, nullptr, 0, nullptr, nullptr);
    if (filter != H5Z_FILTER_DEFLATE && filter != H5Z_FILTER_SHUFFLE &&
        filter != H5Z_FILTER_FLETCHER32) {
      return false;
    }
  }
  return true;
}

}  // namespace

Type type_of(std::int64_t hdf5_type) {
  const std::size_t size = H5Tget_size(hdf5_type);
  switch (H5Tget_class(hdf5_type)) {
    case H5T_INTEGER:
      return size <= 8 ? Type::integer : Type::other;
    case H5T_FLOAT:
      return size <= 16 ? Type::real : Type::other;
    case H5T_STRING:
      return Type::text;
    case H5T_COMPOUND:
      return is_complex(hdf5_type) && size <= 64 ? Type::complex : Type::other;
    case H5T_REFERENCE:
      return H5Tequal(hdf5_type, H5T_STD_REF_OBJ) > 0 ? Type::reference : Type::other;
    default:
      return Type::other;
  }
}

InDataset::InDataset(std::shared_ptr<const InFile> file, Handle id, std::string path)
    : InObject(std::move(file), std::move(id), std::move(path)) {
  const Handle space(H5Dget_space(id_.id()), H5Sclose, path_);
  const Handle type(H5Dget_type(id_.id()), H5Tclose, path_);
  type_ = type_of(type.id());
  const int rank = H5Sget_simple_extent_ndims(space.id());
  if (rank < 0) refuse(file_->name, "'" + path_ + "'", "is damaged");
  std::vector<hsize_t> lengths(static_cast<std::size_t>(rank));
  H5Sget_simple_extent_dims(space.id(), lengths.data(), nullptr);
  std::uint64_t count = H5Sget_simple_extent_type(space.id()) == H5S_NULL ? 0 : 1;
  for (const hsize_t length : lengths) {
    shape_.push_back(static_cast<std::size_t>(length));
    count = capped_product(count, length);
  }
  // 16 bytes bound what an element needs in any type that is read here, long texts apart.
  const std::uint64_t element = std::max<std::uint64_t>(16, H5Tget_size(type.id()));
  if (capped_product(count, H5Tget_size(type.id())) > file_->limits.dataset_bytes ||
      count > file_->limits.dataset_bytes || element > file_->limits.chunk_bytes) {
    refuse(file_->name, "'" + path_ + "'", "is declared larger than this program reads");
  }
  size_ = static_cast<std::size_t>(count);
  check_storage();
}

void InDataset::check_storage() const {
  const auto deny = [&](std::string_view what) { refuse(file_->name, "'" + path_ + "'", what); };
  const Handle list(H5Dget_create_plist(id_.id()), H5Pclose, path_);
  const Handle type(H5Dget_type(id_.id()), H5Tclose, path_);
  const std::uint64_t element = H5Tget_size(type.id());
  const std::uint64_t declared = capped_product(size_, element);
  const H5D_layout_t layout = H5Pget_layout(list.id());
  if (layout == H5D_VIRTUAL) deny("is a virtual dataset, which is not read");
  if (H5Pget_external_count(list.id()) != 0) deny("is stored in another file, which is not read");
  if (layout != H5D_COMPACT && layout != H5D_CONTIGUOUS && layout != H5D_CHUNKED) {
    deny("is damaged");
  }
  if (!only_known_filters(list.id())) {
    deny("is packed by a filter other than deflate, shuffle and fletcher32");
  }
  if (size_ == 0) return;
  const std::uint64_t stored = H5Dget_storage_size(id_.id());
  if (stored > file_->bytes) deny("is declared larger than the file");
  if (layout == H5D_CONTIGUOUS) {
    const haddr_t offset = H5Dget_offset(id_.id());
    if (stored < declared || offset == HADDR_UNDEF) deny("was never written");
    if (offset > file_->bytes - stored) deny("reaches beyond the file's end");
  }
  if (layout != H5D_CHUNKED) return;
  std::vector<hsize_t> chunk(shape_.size());
  if (H5Pget_chunk(list.id(), static_cast<int>(chunk.size()), chunk.data()) < 0) deny("is damaged");
  std::uint64_t chunk_bytes = element;
  std::uint64_t chunks = 1;
  for (std::size_t i = 0; i < chunk.size(); ++i) {
    if (chunk[i] == 0) deny("is damaged");
    chunk_bytes = capped_product(chunk_bytes, chunk[i]);
    chunks = capped_product(chunks, (shape_[i] + chunk[i] - 1) / chunk[i]);
  }
  if (chunk_bytes > file_->limits.chunk_bytes) deny("has chunks larger than this program reads");
  const std::uint64_t most = has_deflate(list.id()) ? kMostDeflation : 1;
  if (capped_product(stored, most) < declared) deny("is declared larger than the file can hold");
  hsize_t written = 0;
  const Handle space(H5Dget_space(id_.id()), H5Sclose, path_);
  if (H5Dget_num_chunks(id_.id(), space.id(), &written) < 0) deny("is damaged");
  if (written < chunks) deny("is incomplete: some of it was never written");
}

bool InDataset::is_variable_text() const {
  const Handle type(H5Dget_type(id_.id()), H5Tclose, path_);
  return type_ == Type::text && H5Tis_variable_str(type.id()) > 0;
}

template <class T>
std::vector<T> InDataset::values() const {
  if (type_ != Type::integer && type_ != Type::real) {
    refuse(file_->name, "'" + path_ + "'", "does not hold numbers");
  }
  std::vector<T> all(size_);
  if (size_ > 0 &&
      H5Dread(id_.id(), native_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, all.data()) < 0) {
    refuse(file_->name, "'" + path_ + "'", "is damaged");
  }
  return all;
}

template std::vector<float> InDataset::values() const;
template std::vector<double> InDataset::values() const;
template std::vector<std::int8_t> InDataset::values() const;
template std::vector<std::uint8_t> InDataset::values() const;
template std::vector<std::uint16_t> InDataset::values() const;
template std::vector<std::int32_t> InDataset::values() const;
template std::vector<std::int64_t> InDataset::values() const;

std::vector<std::complex<float>> InDataset::complex_values() const {
  if (type_ != Type::complex) {
    refuse(file_->name, "'" + path_ + "'", "does not hold complex numbers");
  }
  const Handle stored(H5Dget_type(id_.id()), H5Tclose, path_);
  const Handle type(H5Tcreate(H5T_COMPOUND, sizeof(std::complex<float>)), H5Tclose, path_);
  for (unsigned part = 0; part < 2; ++part) {
    char* name = H5Tget_member_name(stored.id(), part);
    const herr_t done =
        name == nullptr ? -1 : H5Tinsert(type.id(), name, part * sizeof(float), H5T_NATIVE_FLOAT);
    H5free_memory(name);
    if (done < 0) refuse(file_->name, "'" + path_ + "'", "is damaged");
  }
  std::vector<std::complex<float>> all(size_);
  if (size_ > 0 && H5Dread(id_.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, all.data()) < 0) {
    refuse(file_->name, "'" + path_ + "'", "is damaged");
  }
  return all;
}

std::vector<std::string> InDataset::texts() const {
  if (type_ != Type::text) refuse(file_->name, "'" + path_ + "'", "does not hold texts");
  const Handle type(H5Dget_type(id_.id()), H5Tclose, path_);
  std::vector<std::string> all;
  all.reserve(size_);
  if (size_ == 0) return all;
  if (H5Tis_variable_str(type.id()) <= 0) {
    const std::size_t length = H5Tget_size(type.id());
    std::vector<char> bytes(size_ * length);
    if (H5Dread(id_.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) < 0) {
      refuse(file_->name, "'" + path_ + "'", "is damaged");
    }
    for (std::size_t i = 0; i < size_; ++i) {
      const char* start = bytes.data() + i * length;
      all.emplace_back(start, ::strnlen(start, length));
    }
    return all;
  }
  TextArena arena{.left = file_->bytes + size_,
                  .block_bytes = std::clamp(32 * size_, std::size_t{4096}, std::size_t{1} << 20),
                  .blocks = {}};
  const Handle transfer = text_transfer(size_);
  check(H5Pset_vlen_mem_manager(transfer.id(), TextArena::allocate, &arena, TextArena::release,
                                &arena),
        "HDF5 refuses a memory manager");
  std::vector<const char*> pointers(size_, nullptr);
  if (H5Dread(id_.id(), type.id(), H5S_ALL, H5S_ALL, transfer.id(), pointers.data()) < 0) {
    refuse(file_->name, "'" + path_ + "'", "is damaged, or its texts are too long");
  }
  for (const char* pointer : pointers) all.emplace_back(pointer == nullptr ? "" : pointer);
  return all;
}

std::vector<InDataset> InDataset::referenced() const {
  if (type_ != Type::reference) {
    refuse(file_->name, "'" + path_ + "'", "does not hold references");
  }
  std::vector<hobj_ref_t> references(size_);
  if (size_ > 0 &&
      H5Dread(id_.id(), H5T_STD_REF_OBJ, H5S_ALL, H5S_ALL, H5P_DEFAULT, references.data()) < 0) {
    refuse(file_->name, "'" + path_ + "'", "is damaged");
  }
  std::vector<InDataset> all;
  for (const hobj_ref_t& reference : references) {
    const std::string path = path_ + "[" + std::to_string(all.size()) + "]";
    const hid_t object = H5Rdereference2(id_.id(), H5P_DEFAULT, H5R_OBJECT, &reference);
    if (object < 0) refuse(file_->name, "'" + path + "'", "points nowhere");
    Handle member(object, H5Oclose, path);
    if (H5Iget_type(object) != H5I_DATASET) {
      refuse(file_->name, "'" + path + "'", "is not a dataset");
    }
    all.push_back(InDataset(file_, std::move(member), path));
  }
  return all;
}

}  // namespace stiff::hdf5
