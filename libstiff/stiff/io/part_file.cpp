#include "stiff/io/part_file.h"

#include "stiff/core/error.h"
#include "stiff/io/atomic_file.h"
#include "stiff/io/checksum.h"
#include "stiff/result/identity_fields.h"

#include <bit>
#include <cstdint>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace stiff {
namespace {

// Another layout gets another line: parts of before are then none.
constexpr std::string_view kLayout = "stiff part, layout 2\n";
constexpr std::size_t kChecksumDigits = 64;
constexpr std::uintmax_t kLargestPart = std::uintmax_t{256} << 20;

class Packer {
 public:
  explicit Packer(std::string_view begin) : bytes_(begin) {}

  void whole(std::uint64_t value) {
    for (int i = 0; i < 8; ++i) bytes_.push_back(static_cast<char>((value >> (8 * i)) & 0xFF));
  }
  void whole_signed(std::int64_t value) { whole(static_cast<std::uint64_t>(value)); }
  void real(double value) { whole(std::bit_cast<std::uint64_t>(value)); }
  void text(std::string_view value) {
    whole(value.size());
    bytes_ += value;
  }
  std::string take() && { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Takes apart what a Packer made. \throws Error (bad_data) where it ends too early or holds what a
/// Packer would not have written.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t whole() {
    const std::string_view bytes = next(8);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i) {
      value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    }
    return value;
  }
  std::int64_t whole_signed() { return static_cast<std::int64_t>(whole()); }
  double real() { return std::bit_cast<double>(whole()); }
  std::string text() { return std::string(next(whole())); }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view next(std::uint64_t size) {
    if (size > rest_.size()) throw Error(ErrorKind::bad_data, "a part ends too early");
    const std::string_view bytes = rest_.substr(0, static_cast<std::size_t>(size));
    rest_.remove_prefix(bytes.size());
    return bytes;
  }

  std::string_view rest_;
};

void pack(Packer& out, const EstimateRow& row) {
  out.text(row.quantity);
  out.text(row.roi);
  out.text(row.method);
  out.whole_signed(row.repeat);
  out.whole(row.primary ? 1 : 0);
  for (const double value : {row.estimate.value, row.estimate.std_error, row.estimate.ci_low,
                             row.estimate.ci_high, row.estimate.quality}) {
    out.real(value);
  }
  out.whole_signed(row.estimate.n);
  out.text(to_string(row.estimate.reason));
}

EstimateRow unpack_row(Unpacker& in) {
  EstimateRow row;
  row.quantity = in.text();
  row.roi = in.text();
  row.method = in.text();
  row.repeat = static_cast<int>(in.whole_signed());
  row.primary = in.whole() != 0;
  for (double* value : {&row.estimate.value, &row.estimate.std_error, &row.estimate.ci_low,
                        &row.estimate.ci_high, &row.estimate.quality}) {
    *value = in.real();
  }
  row.estimate.n = in.whole_signed();
  row.estimate.reason = reason_from_string(in.text());
  return row;
}

/// A file's bytes where it is there, can be read and is no larger than a part may be.
std::optional<std::string> bytes_of(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::string bytes;
  std::size_t size = 0;
  bool good = true;
  while (good) {
    if (size == bytes.size()) bytes.resize(bytes.empty() ? 8192 : 2 * bytes.size());
    const ssize_t got = ::read(file, bytes.data() + size, bytes.size() - size);
    if (got == 0) break;
    good = got > 0 && (size += static_cast<std::size_t>(got)) <= kLargestPart;
  }
  ::close(file);
  if (!good) return std::nullopt;
  bytes.resize(size);
  return bytes;
}

}  // namespace

void write_part(const std::filesystem::path& path, const RecordingResult& result,
                const std::string& key) {
  Packer out(kLayout);
  out.text(key);
  for (const IdentityField& field : identity_fields()) out.text(result.identity.*field.member);
  out.text(to_string(result.status));
  out.text(result.message);
  out.whole(result.estimates.size());
  for (const EstimateRow& row : result.estimates) pack(out, row);
  std::string file = std::move(out).take();
  file += sha256_of(file);
  write_file_atomically(path, file);
}

std::optional<StoredPart> read_part(const std::filesystem::path& path) {
  const std::optional<std::string> bytes = bytes_of(path);
  if (!bytes || !bytes->starts_with(kLayout)) return std::nullopt;
  if (bytes->size() < kLayout.size() + kChecksumDigits) return std::nullopt;
  const std::string_view body = std::string_view(*bytes).substr(0, bytes->size() - kChecksumDigits);
  if (sha256_of(body) != std::string_view(*bytes).substr(body.size())) return std::nullopt;
  try {
    Unpacker in(body.substr(kLayout.size()));
    StoredPart part{in.text(), {}};
    for (const IdentityField& field : identity_fields()) {
      part.result.identity.*field.member = in.text();
    }
    part.result.status = status_from_string(in.text());
    part.result.message = in.text();
    const std::uint64_t rows = in.whole();
    for (std::uint64_t row = 0; row < rows; ++row) part.result.estimates.push_back(unpack_row(in));
    if (!in.at_end()) return std::nullopt;
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

}  // namespace stiff
