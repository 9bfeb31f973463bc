#include "stiff/recording/sample_check.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace stiff {
namespace {

constexpr std::int32_t kInfinity = 0x7f800000;

// A float's bits as an integer of the same order, so that the loops below run several values at
// once: the compiler may not reorder comparisons of floats, it may those of integers.
std::int32_t ordered(float value) {
  const auto bits = std::bit_cast<std::int32_t>(value);
  return bits ^ ((bits >> 31) & 0x7fffffff);
}

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::bad_data, what);
}

// Samples as a flat run of floats: `components` is 2 for complex samples, 1 for real ones.
struct Samples {
  const float* data;
  Index axial, lateral, time, components;

  Index pixels() const { return axial * lateral; }
  Index stride() const { return time * components; }
  const float* trace(Index pixel) const { return data + pixel * stride(); }
};

struct Extent {
  std::int32_t low = std::numeric_limits<std::int32_t>::max();
  std::int32_t high = std::numeric_limits<std::int32_t>::min();
  float lowest() const { return std::bit_cast<float>(low ^ ((low >> 31) & 0x7fffffff)); }
  float highest() const { return std::bit_cast<float>(high ^ ((high >> 31) & 0x7fffffff)); }
};

Extent extent_of(const float* data, Index n) {
  Extent e;
  for (Index i = 0; i < n; ++i) {
    const std::int32_t key = ordered(data[i]);
    e.low = std::min(e.low, key);
    e.high = std::max(e.high, key);
  }
  return e;
}

Extent finite_extent(const Samples& s) {
  Extent all;
  for (Index p = 0; p < s.pixels(); ++p) {
    const Extent e = extent_of(s.trace(p), s.stride());
    if (e.high >= kInfinity || e.low <= ordered(-std::numeric_limits<float>::infinity())) {
      Index i = 0;
      while (std::abs(s.trace(p)[i]) <= std::numeric_limits<float>::max()) ++i;
      refuse("a sample is not a finite number: depth " + std::to_string(p / s.lateral + 1) +
             ", line " + std::to_string(p % s.lateral + 1) + ", frame " +
             std::to_string(i / s.components + 1) + " (counted from 1)");
    }
    all.low = std::min(all.low, e.low);
    all.high = std::max(all.high, e.high);
  }
  return all;
}

void refuse_constant(const Samples& s, const Extent& e) {
  // Compared as numbers: -0 is 0.
  if (e.lowest() == e.highest()) {
    refuse(e.highest() == 0 ? "all samples are zero" : "all samples have the same value");
  }
  for (Index p = 0; p < s.pixels(); ++p) {
    const float* trace = s.trace(p);
    for (Index i = s.components; i < s.stride(); ++i) {
      if (trace[i] != trace[i - s.components]) return;
    }
  }
  refuse("every frame is the same: nothing was recorded over time");
}

void refuse_clipped(const Samples& s, const Extent& e, double tolerated) {
  const float low = e.lowest();
  const float high = e.highest();
  std::int64_t at_rail = 0;
  std::int64_t live = 0;
  for (Index p = 0; p < s.pixels(); ++p) {
    const float* trace = s.trace(p);
    std::int32_t rail = 0;
    std::int32_t zero = 0;
    for (Index i = 0; i < s.stride(); ++i) {
      zero += trace[i] == 0 ? 1 : 0;
      rail +=
          static_cast<std::int32_t>(trace[i] == low) + static_cast<std::int32_t>(trace[i] == high);
      rail -= trace[i] == 0 && (low == 0 || high == 0) ? 1 : 0;  // resting at 0 is not clipping
    }
    at_rail += rail;
    live += s.stride() - zero;
  }
  // Eight: the fewest that tell clipping from the one or two equal extremes of a short recording.
  if (at_rail > 8 && static_cast<double>(at_rail) > tolerated * static_cast<double>(live)) {
    const auto permille =
        static_cast<long>(1000.0 * static_cast<double>(at_rail) / static_cast<double>(live));
    refuse("the samples are saturated: " + std::to_string(permille / 10) + "." +
           std::to_string(permille % 10) + " % of them sit at the highest or lowest value");
  }
}

// By frame, how many of the pixels that have signal at some time are exactly zero.
struct Zeros {
  std::vector<std::int32_t> by_frame;
  std::int64_t live_pixels = 0;
};

Zeros zeros_by_frame(const Samples& s) {
  Zeros zeros{std::vector<std::int32_t>(static_cast<std::size_t>(s.time)), 0};
  std::vector<std::int32_t> mine(static_cast<std::size_t>(s.time));
  for (Index p = 0; p < s.pixels(); ++p) {
    const float* trace = s.trace(p);
    std::int32_t total = 0;
    for (Index t = 0; t < s.time; ++t) {
      const float imaginary = s.components == 2 ? trace[2 * t + 1] : 0.0F;
      const std::int32_t zero = trace[s.components * t] == 0 && imaginary == 0 ? 1 : 0;
      mine[static_cast<std::size_t>(t)] = zero;
      total += zero;
    }
    if (total == s.time) continue;
    ++zeros.live_pixels;
    if (total == 0) continue;
    std::transform(mine.begin(), mine.end(), zeros.by_frame.begin(), zeros.by_frame.begin(),
                   std::plus<>());
  }
  return zeros;
}

void refuse_empty_frames(const Samples& s) {
  const Zeros zeros = zeros_by_frame(s);
  std::vector<std::int32_t> sorted = zeros.by_frame;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  // Coarsely quantised echoes are zero by chance, about as often in each frame. A frame that has 5
  // % of its pixels more than the usual frame was not recorded.
  const double allowed = *middle + std::max(8.0, 0.05 * static_cast<double>(zeros.live_pixels));
  for (Index t = 0; t < s.time; ++t) {
    const std::int32_t count = zeros.by_frame[static_cast<std::size_t>(t)];
    if (count == zeros.live_pixels || count > allowed) {
      refuse("frame " + std::to_string(t + 1) + " of " + std::to_string(s.time) +
             " has zeros where the other frames have echoes: the file is damaged or cut");
    }
  }
}

// A field that was computed may be zero ahead of the wave and behind it, and a taper makes the last
// frame zero; but it does not go from signal to nothing at once over a fifth of the picture and
// stay so.
void refuse_empty_end(const Samples& s) {
  const Zeros zeros = zeros_by_frame(s);
  const auto live = static_cast<std::int32_t>(zeros.live_pixels);
  auto first_empty = static_cast<std::size_t>(s.time);
  while (first_empty > 0 && zeros.by_frame[first_empty - 1] == live) --first_empty;
  const auto empty = static_cast<std::size_t>(s.time) - first_empty;
  const auto jump = [&](std::size_t t) {
    return t > 0 && t < zeros.by_frame.size() &&
           zeros.by_frame[t] - zeros.by_frame[t - 1] > live / 5;
  };
  // A cut in the middle of a frame leaves a part of that frame, then empty ones.
  if ((empty >= 2 && (jump(first_empty) || jump(first_empty - 1))) ||
      (empty == 0 && jump(zeros.by_frame.size() - 1)) || (empty == 1 && jump(first_empty - 1))) {
    refuse("the record ends in zeros where earlier frames have motion: the file is damaged or cut");
  }
}

void check_echoes(const Samples& s) {
  const Extent e = finite_extent(s);
  refuse_constant(s, e);
  refuse_clipped(s, e, 0.002);
  refuse_empty_frames(s);
}

}  // namespace

void check_echo_samples(View3<const std::complex<float>> iq) {
  // std::complex<float> is two floats by the standard's own word ([complex.numbers.general]).
  check_echoes({reinterpret_cast<const float*>(iq.data()), iq.axial(), iq.lateral(), iq.time(), 2});
}

void check_echo_samples(View3<const float> rf) {
  check_echoes({rf.data(), rf.axial(), rf.lateral(), rf.time(), 1});
}

void check_field_samples(View3<const float> field, float largest, const char* unit) {
  const Samples s{field.data(), field.axial(), field.lateral(), field.time(), 1};
  const Extent e = finite_extent(s);
  refuse_constant(s, e);
  if (e.highest() > largest || e.lowest() < -largest) {
    refuse("the field reaches " + std::to_string(std::max(e.highest(), -e.lowest())) + " " + unit +
           ", which no tissue moves: its unit is not what was said");
  }
  // A line that was normalised by its own maximum has one sample at it.
  refuse_clipped(s, e, std::max(0.02, 1.5 / static_cast<double>(s.time)));
  refuse_empty_end(s);
}

}  // namespace stiff
