#pragma once

#include "stiff/core/axis.h"

#include <complex>
#include <span>
#include <vector>

namespace stiff {

/// The power spectrum of a trace's noise, up to a factor that is one for all frequencies: its
/// shape. Of Hann segments of half a second, half overlapping, each with its line taken off
/// (Welch1967), the median at each frequency, so that bursts which fill less than half of the
/// record have little say; then the logarithm's mean over max(4 Hz, a fifth of the frequency)
/// either side. A line of the mains is spread by it: what it adds is in the level of its band
/// (`burst_scan.h`).
struct NoiseSpectrum {
  double step_hz = 0;
  std::vector<double> power;  ///< at 0, step_hz, ..., > 0

  double at(double frequency_hz) const;
};
NoiseSpectrum noise_spectrum(std::span<const double> trace, double sampling_frequency_hz);

/// A band with half cosines as edges, so that it rings for no longer than about one over `edge_hz`.
struct SoftBand {
  double low_hz = 0;   ///< gain 1 from here
  double high_hz = 0;  ///< to here
  double low_edge_hz = 4;
  double high_edge_hz = 10;

  double gain(double frequency_hz) const;
};

/// Band-limited views of the axes of one trace, without phase, by one transform of each axis.
///
/// The record goes on beyond its ends by its mirror image about the end's value, over half a
/// second, and falls to 0 from there: no edge, and a slope goes on. What is seen within about 60 ms
/// of the ends still depends on it.
class TwitchSpectrum {
 public:
  TwitchSpectrum(std::span<const std::vector<double>> axes, double sampling_frequency_hz);

  std::size_t axes() const { return spectra_.size(); }
  double duration_s() const { return duration_s_; }
  Index samples() const { return size_; }

  /// A band's analytic signal of one axis, shifted in frequency to start at 0, on the times
  /// i * step_s from the first sample on; its modulus is the band's envelope.
  struct Analytic {
    double step_s = 0;
    double first_hz = 0;  ///< what was at this frequency is at 0
    std::vector<std::complex<double>> value;
  };
  /// \param rate_hz the result's sampling, at least; not below the band's width with its edges.
  /// \param noise divides by its root, where given.
  Analytic analytic(std::size_t axis, const SoftBand& band, double rate_hz,
                    const NoiseSpectrum* noise) const;

  /// The band itself, real, sampled at `rate_hz` at least, or as the trace where that is slower.
  struct Real {
    double step_s = 0;
    std::vector<double> value;
  };
  Real real(std::size_t axis, const SoftBand& band, double rate_hz,
            const NoiseSpectrum* noise) const;

 private:
  double step_s_ = 0;
  double duration_s_ = 0;
  Index size_ = 0;    // samples of the record
  Index before_ = 0;  // of its continuation before it
  Index padded_ = 0;
  std::vector<std::vector<std::complex<double>>> spectra_;
};

}  // namespace stiff
