#pragma once

#include "stiff/contact/burst_scan.h"
#include "stiff/contact/event_models.h"
#include "stiff/dsp/fft.h"

#include <array>
#include <complex>
#include <span>
#include <vector>

namespace stiff {

/// A shape fitted to an event.
template <class Shape>
struct EventFit {
  Shape shape;
  double gain = 0;  ///< twice the rise of the log likelihood over no event, in white noise of SD 1
  std::vector<std::array<double, 2>> amplitude;  ///< of each axis' two phases, in the trace's unit
};

/// How well a tap and how well a burst explain what the axes hold round a tile.
///
/// The axes are whitened between 14 Hz and 400 Hz (or 0.4 of the sampling), noise counted as no
/// weaker than a fifth of what it is at 20 Hz (else edges would decide all), and each is brought to
/// SD 1. Of the second round the event, the log likelihood of a shape rises by half of
///
///     gain = sum over axes  b^T G^-1 b,     b the axis' products with the shape's two phases
///     whitened alike, G those of the phases with themselves:
///
/// the amplitudes are solved for (Golub1973). All onsets on the grid are tried by correlation with
/// a bank of shapes; the two best are refined by a simplex search (NelderMead1965).
class EventFitter {
 public:
  EventFitter(const TwitchSpectrum& spectrum, std::span<const NoiseSpectrum> noise,
              double sampling_frequency_hz);

  /// What is known to be there, and neither of the two: nothing of it is seen any more.
  void mute(const TimeSpan& span);

  /// The best shape with an onset from 0.15 s before the tile to its end.
  EventFit<TapShape> tap(const TimeSpan& tile) const;
  EventFit<BurstShape> burst(const TimeSpan& tile) const;

  /// The modulus of a fitted shape as the whitened axes see it, in SDs of their noise, on the
  /// times first_s, first_s + step_s, ...
  struct Course {
    double first_s = 0;
    double step_s = 0;
    std::vector<double> modulus;
  };
  Course seen(const EventFit<TapShape>& fit, const TimeSpan& tile) const;

 private:
  using Spectrum = std::vector<std::complex<double>>;
  using Phases = std::array<Spectrum, 2>;
  using Gram = std::array<double, 3>;  // of the phases: 00, 01, 11

  struct Window {
    double first_s = 0;
    std::vector<Spectrum> axes;  // whitened, times the whitening once more
  };
  template <class Shape>
  struct Banked {
    Shape shape;  // with its onset `kBankOnset_s` into the window
    Phases phases;
    std::vector<Gram> gram;
  };

  Window window(const TimeSpan& tile) const;
  template <class Shape>
  Phases phases(const Shape& shape, double first_s) const;
  std::vector<Gram> grams(const Phases& phases) const;
  template <class Shape>
  double gain(const Window& data, const Shape& shape,
              std::vector<std::array<double, 2>>* amplitude) const;
  template <class Shape>
  EventFit<Shape> search(const TimeSpan& tile, const std::vector<Banked<Shape>>& bank) const;
  template <class Shape>
  void fill_bank(std::vector<Banked<Shape>>& bank, std::span<const Shape> shapes) const;

  double step_s_ = 0;
  RealFft<double> fft_;
  std::vector<std::vector<double>> axes_;       // whitened, SD 1
  std::vector<std::vector<double>> whitening_;  // of each axis at each frequency of a window
  std::vector<Banked<TapShape>> taps_;
  std::vector<Banked<BurstShape>> bursts_;
};

}  // namespace stiff
