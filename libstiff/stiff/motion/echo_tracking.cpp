#include "stiff/motion/echo_tracking.h"

#include "stiff/core/error.h"
#include "stiff/motion/fast_phase.h"
#include "stiff/motion/unwrap.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>
#include <span>
#include <string>

namespace stiff {
namespace {

using Sample = std::complex<float>;

void check(View3<const Sample> iq, const EchoFrames& frames, const EchoKernel& kernel,
           const Picture<float>& metres_per_rad) {
  const auto used = static_cast<Index>(frames.frame.size());
  if (iq.axial() < 1 || iq.lateral() < 1 || used < 2) {
    throw Error(ErrorKind::bad_data, "tracking needs at least one pixel and two frames");
  }
  if (kernel.axial_samples < 1 || kernel.axial_samples % 2 == 0) {
    throw Error(ErrorKind::usage, "the axial kernel must be an odd number of samples");
  }
  const bool listed = frames.slot.size() == frames.frame.size() &&
                      std::is_sorted(frames.frame.begin(), frames.frame.end()) &&
                      std::is_sorted(frames.slot.begin(), frames.slot.end()) &&
                      frames.frame.front() >= 0 && frames.frame.back() < iq.time() &&
                      frames.slot.front() >= 0 && frames.slot.back() < frames.slots;
  const bool referred = frames.reference_first >= 0 && frames.reference_count >= 1 &&
                        frames.reference_first + frames.reference_count <= used;
  if (!listed || !referred) {
    throw Error(ErrorKind::usage, "the reference frames are not in the recording");
  }
  if (metres_per_rad.rows() != iq.axial() || metres_per_rad.cols() != iq.lateral()) {
    throw Error(ErrorKind::usage, "the scale's picture is not of the samples' size");
  }
}

/// The correlation products of one pixel's trace, real parts then imaginary ones.
struct Products {
  std::vector<float> re, im;
  explicit Products(std::size_t size) : re(size), im(size) {}
};

void multiply_fixed(const Sample* trace, Sample reference, std::size_t frames, float* re,
                    float* im) {
  const auto* s = reinterpret_cast<const float*>(trace);
  const float a = reference.real();
  const float b = reference.imag();
  for (std::size_t t = 0; t < frames; ++t) {
    const float c = s[2 * t];
    const float d = s[2 * t + 1];
    re[t] = c * a + d * b;
    im[t] = d * a - c * b;
  }
}

void multiply_successive(const Sample* trace, std::size_t frames, float* re, float* im) {
  const auto* s = reinterpret_cast<const float*>(trace);
  re[0] = s[0] * s[0] + s[1] * s[1];
  im[0] = 0;
  for (std::size_t t = 1; t < frames; ++t) {
    const float a = s[2 * t - 2];
    const float b = s[2 * t - 1];
    const float c = s[2 * t];
    const float d = s[2 * t + 1];
    re[t] = c * a + d * b;
    im[t] = d * a - c * b;
  }
}

void add_to(const float* from, float* to, std::size_t size) {
  for (std::size_t t = 0; t < size; ++t) to[t] += from[t];
}

void sum_of(const float* a, const float* b, float* to, std::size_t size) {
  for (std::size_t t = 0; t < size; ++t) to[t] = a[t] + b[t];
}

/// Tracks lateral lines one by one: the kernel's sums go down a line by blocks as long as the
/// kernel. A window that starts at row r of a block is the block's sum from r to its end plus the
/// next block's sum up to r: two additions a sample for any kernel, none of them undone.
class LineTracker {
 public:
  LineTracker(View3<const Sample> iq, const EchoFrames& frames, const EchoKernel& kernel)
      : iq_(iq),
        frames_(frames),
        kernel_(kernel),
        used_(frames.frame.size()),
        gathered_(used_ == static_cast<std::size_t>(iq.time()) ? 0 : used_),
        tail_(used_ * static_cast<std::size_t>(kernel.axial_samples)),
        next_(tail_.re.size()),
        head_(used_),
        window_(used_),
        phase_(used_),
        wrapped_(Picture<unsigned char>::Zero(iq.axial(), iq.lateral())) {}

  void track(Index x, const Picture<float>& metres_per_rad, View3<float> out) {
    const Index rows = kernel_.axial_samples;
    load_block(0, x, 0, rows);
    for (Index begin = 0; begin < iq_.axial(); begin += rows) {
      sum_tail();
      std::fill(head_.re.begin(), head_.re.end(), 0.0F);
      std::fill(head_.im.begin(), head_.im.end(), 0.0F);
      const Index end = std::min(begin + rows, iq_.axial());
      for (Index z = begin; z < end; ++z) {
        const std::size_t row = static_cast<std::size_t>(z - begin) * used_;
        sum_of(tail_.re.data() + row, head_.re.data(), window_.re.data(), used_);
        sum_of(tail_.im.data() + row, head_.im.data(), window_.im.data(), used_);
        wrapped_(z, x) = write(metres_per_rad(z, x), out.trace(z, x));
        load(z + rows, x, next_.re.data() + row, next_.im.data() + row);
        add_to(next_.re.data() + row, head_.re.data(), used_);
        add_to(next_.im.data() + row, head_.im.data(), used_);
      }
      std::swap(tail_, next_);
    }
  }

  bool has_echo() const { return has_echo_; }
  bool is_broken() const { return is_broken_; }
  const Picture<unsigned char>& wrapped() const { return wrapped_; }

 private:
  void load_block(Index first, Index x, std::size_t row, Index rows) {
    for (Index k = 0; k < rows; ++k, row += used_) {
      load(first + k, x, tail_.re.data() + row, tail_.im.data() + row);
    }
  }

  /// The products of padded row `padded`, half a kernel above the field's first row; 0 outside it.
  void load(Index padded, Index x, float* re, float* im) {
    const Index z = padded - kernel_.axial_samples / 2;
    if (z < 0 || z >= iq_.axial()) {
      std::fill_n(re, used_, 0.0F);
      std::fill_n(im, used_, 0.0F);
      return;
    }
    const Sample* trace = iq_.trace(z, x).data();
    if (!gathered_.empty()) {
      for (std::size_t t = 0; t < used_; ++t) {
        gathered_[t] = trace[static_cast<std::size_t>(frames_.frame[t])];
      }
      trace = gathered_.data();
    }
    if (kernel_.reference == MotionReference::successive) {
      multiply_successive(trace, used_, re, im);
      return;
    }
    Sample reference{};
    for (Index t = 0; t < frames_.reference_count; ++t) {
      reference += trace[frames_.reference_first + t];
    }
    reference /= static_cast<float>(frames_.reference_count);
    multiply_fixed(trace, reference, used_, re, im);
  }

  void sum_tail() {
    for (std::size_t row = tail_.re.size() - used_; row >= used_; row -= used_) {
      add_to(tail_.re.data() + row, tail_.re.data() + row - used_, used_);
      add_to(tail_.im.data() + row, tail_.im.data() + row - used_, used_);
    }
  }

  /// \returns whether the phase had to be unwrapped
  bool write(float metres_per_rad, std::span<float> out) {
    inspect();
    fast_phase(window_.re, window_.im, phase_);
    const bool successive = kernel_.reference == MotionReference::successive;
    const bool wrapped = !successive && unwrap_in_time(phase_);
    if (successive) {
      std::partial_sum(phase_.begin(), phase_.end(), phase_.begin());
      const auto first = phase_.begin() + frames_.reference_first;
      const float zero = std::accumulate(first, first + frames_.reference_count, 0.0F) /
                         static_cast<float>(frames_.reference_count);
      for (float& sample : phase_) sample -= zero;
    }
    const bool dense = out.size() == used_;
    if (dense) {
      for (std::size_t t = 0; t < used_; ++t) out[t] = metres_per_rad * phase_[t];
    } else {
      for (std::size_t t = 0; t < used_; ++t) {
        out[static_cast<std::size_t>(frames_.slot[t])] = metres_per_rad * phase_[t];
      }
    }
    return wrapped;
  }

  /// Notes echo and samples that are not finite in the window: integers, which a compiler may sum
  /// in any order.
  void inspect() {
    int echo = 0;
    int broken = 0;
    for (std::size_t t = 0; t < used_; ++t) {
      const float sum = window_.re[t] + window_.im[t];
      echo |= static_cast<int>(sum != 0.0F);
      broken |= static_cast<int>(!(sum - sum == 0.0F));
    }
    has_echo_ = has_echo_ || echo != 0;
    is_broken_ = is_broken_ || broken != 0;
  }

  View3<const Sample> iq_;
  const EchoFrames& frames_;
  EchoKernel kernel_;
  std::size_t used_;
  std::vector<Sample> gathered_;  ///< the trace's used frames; empty where all are
  Products tail_, next_, head_, window_;
  std::vector<float> phase_;
  Picture<unsigned char> wrapped_;
  bool has_echo_ = false;
  bool is_broken_ = false;
};

}  // namespace

EchoFrames every_frame(Index frames, Index reference_first, Index reference_count) {
  EchoFrames all{{}, {}, frames, reference_first, reference_count};
  all.frame.resize(static_cast<std::size_t>(frames));
  std::iota(all.frame.begin(), all.frame.end(), Index{0});
  all.slot = all.frame;
  return all;
}

void check_scale(const EchoScale& scale) {
  if (!(scale.centre_frequency_hz > 0)) {
    throw Error(ErrorKind::bad_data, "tracking needs the key CenterFrequency, above 0 Hz");
  }
  if (!(scale.sound_speed_m_per_s > 0)) {
    throw Error(ErrorKind::bad_data, "tracking needs the key SoundSpeed, above 0 m/s");
  }
  if (!(scale.axial_step_m > 0)) {
    throw Error(ErrorKind::bad_data, "tracking needs an axial step above 0 m");
  }
}

Cube<float> echo_displacement(View3<const Sample> iq, const EchoFrames& frames,
                              const EchoKernel& kernel, const Picture<float>& metres_per_rad) {
  check(iq, frames, kernel, metres_per_rad);
  Cube<float> out(iq.axial(), iq.lateral(), frames.slots);
  LineTracker line(iq, frames, kernel);
  for (Index x = 0; x < iq.lateral(); ++x) line.track(x, metres_per_rad, out.view());
  if (line.is_broken()) {
    throw Error(ErrorKind::bad_data, "the IQ has samples that are not finite");
  }
  if (!line.has_echo()) throw Error(ErrorKind::bad_data, "the IQ is zero everywhere");
  constexpr float kTurn = 2 * std::numbers::pi_v<float>;
  repair_unwrapping(out, line.wrapped(), kTurn * metres_per_rad, kernel.axial_samples, 2);
  return out;
}

}  // namespace stiff
