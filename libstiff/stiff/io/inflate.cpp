#include "stiff/io/inflate.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <limits>

#include <zlib.h>

namespace stiff {
namespace {

class Stream {
 public:
  Stream() {
    if (inflateInit(&z_) != Z_OK) throw Error(ErrorKind::io, "zlib cannot start");
  }
  ~Stream() { inflateEnd(&z_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // One step: zlib counts in 32 bits, so that larger buffers go in pieces.
  int step(std::span<const std::byte> in, std::span<std::byte> out, int flush) {
    constexpr std::size_t most = std::numeric_limits<uInt>::max();
    z_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(in.data()));
    z_.avail_in = static_cast<uInt>(std::min(in.size(), most));
    z_.next_out = reinterpret_cast<Bytef*>(out.data());
    z_.avail_out = static_cast<uInt>(std::min(out.size(), most));
    const uInt in_before = z_.avail_in;
    const uInt out_before = z_.avail_out;
    const int answer = inflate(&z_, flush);
    taken_ = in_before - z_.avail_in;
    given_ = out_before - z_.avail_out;
    return answer;
  }
  std::size_t taken() const { return taken_; }
  std::size_t given() const { return given_; }

 private:
  z_stream z_{};
  std::size_t taken_ = 0;
  std::size_t given_ = 0;
};

struct Outcome {
  std::size_t written = 0;
  bool ended = false;
};

Outcome run(std::span<const std::byte> in, std::span<std::byte> out) {
  Stream stream;
  Outcome outcome;
  for (;;) {
    const int answer = stream.step(in, out.subspan(outcome.written), Z_NO_FLUSH);
    in = in.subspan(stream.taken());
    outcome.written += stream.given();
    if (answer == Z_STREAM_END) outcome.ended = true;
    if (answer == Z_MEM_ERROR)
      throw Error(ErrorKind::io, "there is no memory to inflate a variable");
    if (answer != Z_OK && answer != Z_STREAM_END && answer != Z_BUF_ERROR) {
      throw Error(ErrorKind::bad_data, "a compressed variable is damaged");
    }
    if (answer != Z_OK || (stream.taken() == 0 && stream.given() == 0)) return outcome;
  }
}

}  // namespace

std::size_t inflate_front(std::span<const std::byte> compressed, std::span<std::byte> out) {
  return run(compressed, out).written;
}

void inflate_all(std::span<const std::byte> compressed, std::span<std::byte> out) {
  const Outcome outcome = run(compressed, out);
  if (!outcome.ended || outcome.written != out.size()) {
    throw Error(ErrorKind::bad_data, "a compressed variable is cut or damaged");
  }
}

}  // namespace stiff
