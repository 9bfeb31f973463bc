#include "stiff/motion/reverberation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace stiff {
namespace {

using Sample = std::complex<float>;

constexpr std::size_t kSpread = 8;  // later frames that the others are judged by
constexpr float kRatio = 2.5F;
constexpr float kLeastLoss = 1e-3F;
constexpr double kShareOfDepths = 0.1;

float median_of(std::vector<float>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Frames after the candidates, spread evenly; without enough of them, frames from the whole
/// record.
std::vector<Index> spread_frames(const EchoFrames& frames, Index after) {
  std::vector<Index> rest;
  const Index first = frames.reference_first;
  for (std::size_t k = 0; k < frames.frame.size(); ++k) {
    const auto place = static_cast<Index>(k);
    const bool reference = place >= first && place < first + frames.reference_count;
    if (!reference && frames.frame[k] > after) rest.push_back(frames.frame[k]);
  }
  if (rest.size() <= kSpread) return rest;
  std::vector<Index> spread;
  for (std::size_t k = 0; k < kSpread; ++k) spread.push_back(rest[(k * rest.size()) / kSpread]);
  return spread;
}

/// Whether a tenth of the depths of frame `k` lost more coherence than the later frames have lost.
bool is_spoiled(const Cube<float>& coherence, Index k, const Picture<float>& usual_loss) {
  Index spoiled = 0;
  std::vector<float> ratio(static_cast<std::size_t>(coherence.lateral()));
  std::vector<float> excess(ratio.size());
  for (Index z = 0; z < coherence.axial(); ++z) {
    for (Index x = 0; x < coherence.lateral(); ++x) {
      const float loss = 1 - coherence(z, x, k);
      const float usual = usual_loss(z, x);
      ratio[static_cast<std::size_t>(x)] = loss / std::max(usual, 1e-7F);
      excess[static_cast<std::size_t>(x)] = loss - usual;
    }
    if (median_of(ratio) > kRatio && median_of(excess) > kLeastLoss) ++spoiled;
  }
  return static_cast<double>(spoiled) > kShareOfDepths * static_cast<double>(coherence.axial());
}

}  // namespace

Cube<float> echo_coherence(View3<const Sample> iq, const EchoFrames& frames, Index axial_samples,
                           const std::vector<Index>& compared) {
  const auto count = static_cast<Index>(compared.size());
  Cube<float> coherence(iq.axial(), iq.lateral(), count);
  const Index half = axial_samples / 2;
  // One lateral line of products and powers: (axial, frame), then running sums over the kernel, in
  // double.
  const auto line = static_cast<std::size_t>(iq.axial() + 1);
  std::vector<double> re(line), im(line), power(line), ref_power(line);
  std::vector<Sample> reference(static_cast<std::size_t>(iq.axial()));
  for (Index x = 0; x < iq.lateral(); ++x) {
    for (Index z = 0; z < iq.axial(); ++z) {
      Sample sum{};
      for (Index r = 0; r < frames.reference_count; ++r) {
        sum += iq(z, x, frames.frame[static_cast<std::size_t>(frames.reference_first + r)]);
      }
      reference[static_cast<std::size_t>(z)] = sum / static_cast<float>(frames.reference_count);
    }
    for (Index k = 0; k < count; ++k) {
      for (Index z = 0; z < iq.axial(); ++z) {
        const auto i = static_cast<std::size_t>(z);
        const std::complex<double> s = iq(z, x, compared[static_cast<std::size_t>(k)]);
        const std::complex<double> r = reference[i];
        re[i + 1] = re[i] + s.real() * r.real() + s.imag() * r.imag();
        im[i + 1] = im[i] + s.imag() * r.real() - s.real() * r.imag();
        power[i + 1] = power[i] + s.real() * s.real() + s.imag() * s.imag();
        ref_power[i + 1] = ref_power[i] + r.real() * r.real() + r.imag() * r.imag();
      }
      for (Index z = 0; z < iq.axial(); ++z) {
        const auto a = static_cast<std::size_t>(std::max<Index>(0, z - half));
        const auto b = static_cast<std::size_t>(std::min(iq.axial(), z + half + 1));
        const double scale = (power[b] - power[a]) * (ref_power[b] - ref_power[a]);
        const double product_re = re[b] - re[a];
        const double product_im = im[b] - im[a];
        const double c = (product_re * product_re + product_im * product_im) / scale;
        coherence(z, x, k) = scale > 0 ? static_cast<float>(std::min(1.0, c)) : 0.0F;
      }
    }
  }
  return coherence;
}

EchoCheck check_echoes(View3<const Sample> iq, const EchoFrames& frames, Index axial_samples,
                       const std::vector<Index>& candidates) {
  const Index after = candidates.empty() ? -1 : candidates.back();
  const std::vector<Index> spread = spread_frames(frames, after);
  EchoCheck check;
  check.correlation = Picture<float>::Ones(iq.axial(), iq.lateral());
  if (spread.empty()) return check;
  std::vector<Index> compared = spread;
  compared.insert(compared.end(), candidates.begin(), candidates.end());
  const Cube<float> coherence = echo_coherence(iq, frames, axial_samples, compared);
  Picture<float> usual_loss(iq.axial(), iq.lateral());
  for (Index z = 0; z < iq.axial(); ++z) {
    for (Index x = 0; x < iq.lateral(); ++x) {
      float sum = 0;
      for (std::size_t k = 0; k < spread.size(); ++k) sum += coherence.trace(z, x)[k];
      const float mean = sum / static_cast<float>(spread.size());
      usual_loss(z, x) = 1 - mean;
      check.correlation(z, x) = std::sqrt(mean);
    }
  }
  if (spread.size() < 3) return check;
  for (std::size_t k = 0; k < candidates.size(); ++k) {
    if (is_spoiled(coherence, static_cast<Index>(spread.size() + k), usual_loss)) {
      check.spoiled.push_back(candidates[k]);
    }
  }
  return check;
}

}  // namespace stiff
