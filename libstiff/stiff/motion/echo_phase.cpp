#include "stiff/motion/echo_phase.h"

#include "stiff/core/error.h"
#include "stiff/motion/fast_phase.h"
#include "stiff/motion/unwrap.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace stiff {
namespace {

using Sample = std::complex<float>;

void check(View3<const Sample> iq, const EchoKernel& kernel) {
  if (iq.axial() < 1 || iq.lateral() < 1 || iq.time() < 2) {
    throw Error(ErrorKind::bad_data, "tracking needs at least one pixel and two frames");
  }
  if (kernel.axial_samples < 1 || kernel.axial_samples % 2 == 0) {
    throw Error(ErrorKind::usage, "the axial kernel must be an odd number of samples");
  }
  const bool inside = kernel.reference_first >= 0 && kernel.reference_count >= 1 &&
                      kernel.reference_first + kernel.reference_count <= iq.time();
  if (!inside) throw Error(ErrorKind::usage, "the reference frames are not in the recording");
}

/// One lateral line: products of each depth with its reference, and sums of them over the kernel.
class Line {
 public:
  Line(View3<const Sample> iq, const EchoKernel& kernel)
      : iq_(iq),
        kernel_(kernel),
        frames_(iq.time()),
        re_(static_cast<std::size_t>(iq.axial() * frames_)),
        im_(re_.size()),
        power_(re_.size()),
        ref_power_(re_.size()) {}

  /// Fills the products of line `x`, and returns the sum of its power, by frame, into
  /// `frame_power`.
  void multiply(Index x, std::vector<double>& frame_power) {
    const auto frames = static_cast<std::size_t>(frames_);
    for (Index z = 0; z < iq_.axial(); ++z) {
      const auto trace = iq_.trace(z, x);
      const std::size_t base = static_cast<std::size_t>(z) * frames;
      Sample reference{};
      for (Index t = 0; t < kernel_.reference_count; ++t) {
        reference += trace[static_cast<std::size_t>(kernel_.reference_first + t)];
      }
      reference /= static_cast<float>(kernel_.reference_count);
      const bool successive = kernel_.reference == MotionReference::successive;
      for (std::size_t t = 0; t < frames; ++t) {
        const Sample against = successive ? trace[t == 0 ? 0 : t - 1] : reference;
        const float a = trace[t].real();
        const float b = trace[t].imag();
        re_[base + t] = a * against.real() + b * against.imag();
        im_[base + t] = b * against.real() - a * against.imag();
        power_[base + t] = a * a + b * b;
        ref_power_[base + t] = std::norm(against);
        frame_power[t] += static_cast<double>(power_[base + t]);
      }
    }
  }

  /// Sums the kernel about depth `z` into the given traces.
  void sum(Index z, float* re, float* im, float* power, float* ref_power) const {
    const Index half = kernel_.axial_samples / 2;
    const Index first = std::max<Index>(0, z - half);
    const Index last = std::min(iq_.axial() - 1, z + half);
    const auto frames = static_cast<std::size_t>(frames_);
    std::fill_n(re, frames, 0.0F);
    std::fill_n(im, frames, 0.0F);
    std::fill_n(power, frames, 0.0F);
    std::fill_n(ref_power, frames, 0.0F);
    for (Index k = first; k <= last; ++k) {
      const std::size_t base = static_cast<std::size_t>(k) * frames;
      for (std::size_t t = 0; t < frames; ++t) {
        re[t] += re_[base + t];
        im[t] += im_[base + t];
        power[t] += power_[base + t];
        ref_power[t] += ref_power_[base + t];
      }
    }
  }

 private:
  View3<const Sample> iq_;
  EchoKernel kernel_;
  Index frames_;
  std::vector<float> re_, im_, power_, ref_power_;
};

/// The axial phase advance of every pixel: lag one in depth, summed over time and the kernel.
Picture<float> axial_slope(View3<const Sample> iq, Index axial_samples) {
  Picture<Sample> lag = Picture<Sample>::Zero(iq.axial(), iq.lateral());
  for (Index z = 0; z + 1 < iq.axial(); ++z) {
    for (Index x = 0; x < iq.lateral(); ++x) {
      const auto upper = iq.trace(z, x);
      const auto lower = iq.trace(z + 1, x);
      float re = 0;
      float im = 0;
      for (std::size_t t = 0; t < upper.size(); ++t) {
        re += lower[t].real() * upper[t].real() + lower[t].imag() * upper[t].imag();
        im += lower[t].imag() * upper[t].real() - lower[t].real() * upper[t].imag();
      }
      lag(z, x) = {re, im};
    }
  }
  Picture<float> slope = Picture<float>::Zero(iq.axial(), iq.lateral());
  const Index half = axial_samples / 2;
  for (Index z = 0; z < iq.axial(); ++z) {
    const Index first = std::max<Index>(0, z - half);
    const Index last = std::min(iq.axial() - 1, z + half);
    for (Index x = 0; x < iq.lateral(); ++x) {
      Sample sum{};
      for (Index k = first; k < last; ++k) sum += lag(k, x);
      slope(z, x) = std::atan2(sum.imag(), sum.real());
    }
  }
  return slope;
}

}  // namespace

EchoPhase echo_phase(View3<const Sample> iq, const EchoKernel& kernel) {
  check(iq, kernel);
  const auto frames = static_cast<std::size_t>(iq.time());
  EchoPhase out{Cube<float>(iq.axial(), iq.lateral(), iq.time()),
                {},
                Picture<float>::Zero(iq.axial(), iq.lateral()),
                std::vector<double>(frames),
                std::vector<double>(frames)};
  Line line(iq, kernel);
  std::vector<float> re(frames), im(frames), power(frames), ref_power(frames);
  Index with_echo = 0;
  for (Index x = 0; x < iq.lateral(); ++x) {
    line.multiply(x, out.frame_power);
    for (Index z = 0; z < iq.axial(); ++z) {
      line.sum(z, re.data(), im.data(), power.data(), ref_power.data());
      const auto phase = out.phase.trace(z, x);
      fast_phase(re, im, phase);
      unwrap_in_time(phase, kernel.reference == MotionReference::successive);
      float coherence = 0;
      for (std::size_t t = 0; t < frames; ++t) {
        const float scale = std::max(power[t] * ref_power[t], 1e-37F);
        const float c = (re[t] * re[t] + im[t] * im[t]) / scale;
        coherence += c;
        out.frame_coherence[t] += static_cast<double>(c);
      }
      out.coherence(z, x) = std::min(1.0F, coherence / static_cast<float>(frames));
      if (coherence > 0) ++with_echo;
      float zero = 0;
      for (Index t = 0; t < kernel.reference_count; ++t) {
        zero += phase[static_cast<std::size_t>(kernel.reference_first + t)];
      }
      zero /= static_cast<float>(kernel.reference_count);
      for (float& sample : phase) sample -= zero;
    }
  }
  double total = 0;
  const double pixels = static_cast<double>(iq.axial() * iq.lateral());
  for (std::size_t t = 0; t < frames; ++t) {
    total += out.frame_power[t];
    out.frame_power[t] /= pixels;
    out.frame_coherence[t] /= static_cast<double>(std::max<Index>(1, with_echo));
  }
  if (!std::isfinite(total))
    throw Error(ErrorKind::bad_data, "the IQ has samples that are not finite");
  if (!(total > 0)) throw Error(ErrorKind::bad_data, "the IQ is zero everywhere");
  if (kernel.axial_frequency) out.axial_slope = axial_slope(iq, kernel.axial_samples);
  return out;
}

}  // namespace stiff
