#include "stiff/io/part_file.h"

#include "stiff/core/error.h"
#include "stiff/io/atomic_file.h"
#include "stiff/io/checksum.h"
#include "stiff/io/hdf5_reader.h"
#include "stiff/io/hdf5_writer.h"
#include "stiff/io/provenance.h"
#include "stiff/io/table_group.h"
#include "stiff/result/identity_fields.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

namespace stiff {
namespace {

constexpr std::string_view kFormat = "stiff part";
constexpr std::size_t kChecksumDigits = 64;
constexpr std::uintmax_t kLargestPart = std::uintmax_t{256} << 20;

/// The columns of a table by name. \throws Error (bad_data) where one is missing or of another
/// type.
class Columns {
 public:
  explicit Columns(const Table& table) : table_(table) {}

  template <class T>
  const std::vector<T>& get(std::string_view name) const {
    const auto found = std::find_if(table_.columns.begin(), table_.columns.end(),
                                    [&](const Column& column) { return column.name == name; });
    if (found == table_.columns.end() || !std::holds_alternative<std::vector<T>>(found->values)) {
      throw Error(ErrorKind::bad_data, "the column '" + std::string(name) + "' is missing");
    }
    return std::get<std::vector<T>>(found->values);
  }
  const std::string& text(std::string_view name, std::size_t row) const {
    return get<std::string>(name)[row];
  }
  double real(std::string_view name, std::size_t row) const { return get<double>(name)[row]; }
  std::int64_t whole(std::string_view name, std::size_t row) const {
    return get<std::int64_t>(name)[row];
  }

 private:
  const Table& table_;
};

RecordingIdentity identity_of(const Columns& columns) {
  RecordingIdentity identity;
  for (const IdentityField& field : identity_fields()) {
    identity.*field.member = columns.text(field.name, 0);
  }
  return identity;
}

EstimateRow estimate_of(const Columns& columns, std::size_t row) {
  EstimateRow out;
  out.quantity = columns.text("quantity", row);
  out.roi = columns.text("roi", row);
  out.method = columns.text("method", row);
  out.repeat = static_cast<int>(columns.whole("repeat", row));
  out.primary = columns.whole("primary", row) != 0;
  out.estimate = {.value = columns.real("value", row),
                  .std_error = columns.real("std_error", row),
                  .ci_low = columns.real("ci_low", row),
                  .ci_high = columns.real("ci_high", row),
                  .quality = columns.real("quality", row),
                  .n = columns.whole("n", row),
                  .reason = reason_from_string(columns.text("reason", row))};
  return out;
}

/// Whether a part is as it was written: its last 64 bytes are the SHA-256 of those before.
bool is_whole(const std::filesystem::path& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error || size < kChecksumDigits || size > kLargestPart) return false;
  std::string bytes(static_cast<std::size_t>(size), '\0');
  std::ifstream file(path, std::ios::binary);
  if (!file.read(bytes.data(), static_cast<std::streamsize>(size))) return false;
  const std::string_view all(bytes);
  const std::size_t end = all.size() - kChecksumDigits;
  return sha256_of(all.substr(0, end)) == all.substr(end);
}

}  // namespace

void write_part(const std::filesystem::path& path, const RecordingResult& result,
                const std::string& key) {
  hdf5::Writer writer;
  hdf5::OutGroup root = writer.root();
  write_provenance(root, kFormat, {});
  root.attribute("key", key);
  write_table(root, recordings_table({result}));
  write_table(root, estimates_table({result}));
  const std::span<const std::byte> bytes = writer.bytes();
  std::string file(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  file += sha256_of(file);
  write_file_atomically(path, file);
}

std::optional<StoredPart> read_part(const std::filesystem::path& path) {
  if (!is_whole(path)) return std::nullopt;
  try {
    const hdf5::InGroup root = hdf5::open(path);
    check_format(root, kFormat);
    const Table recordings = read_table(root, "recordings");
    const Table estimates = read_table(root, "estimates");
    const Columns columns(recordings);
    const Columns rows(estimates);
    if (columns.get<std::string>("recording_id").size() != 1) return std::nullopt;
    StoredPart part{root.text_attribute("key").value_or(""), {}};
    part.result.identity = identity_of(columns);
    part.result.status = status_from_string(columns.text("status", 0));
    part.result.message = columns.text("message", 0);
    for (std::size_t row = 0; row < rows.get<std::string>("quantity").size(); ++row) {
      part.result.estimates.push_back(estimate_of(rows, row));
    }
    return part;
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::optional<RecordingResult> read_part(const std::filesystem::path& path,
                                         const std::string& key) {
  std::optional<StoredPart> part = read_part(path);
  if (!part || part->key != key) return std::nullopt;
  return std::move(part->result);
}

std::optional<std::string> read_part_key(const std::filesystem::path& path) {
  if (!is_whole(path)) return std::nullopt;
  try {
    const hdf5::InGroup root = hdf5::open(path);
    check_format(root, kFormat);
    return root.text_attribute("key");
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace stiff
