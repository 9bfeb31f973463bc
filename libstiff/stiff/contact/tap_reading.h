#pragma once

#include "stiff/contact/tap_options.h"
#include "stiff/contact/tap_parameters.h"
#include "stiff/recording/tap_recording.h"

#include <span>
#include <vector>

namespace stiff {

/// What one tap's trace gave, before any of it is withheld.
struct TapReading {
  std::span<const double> trace;  ///< the part that is looked at, of the recording's own samples
  Index first = 0;                ///< its first sample, of the recording
  TapWindow window;
  DampedOscillatorFit fit;  ///< covariance widened by its residuals' correlation time
  TapBaseline baseline;
  TapParameters parameters;
  TapOscillator of_mass;   ///< with the stated mass; without one, no values
  TapOscillator of_force;  ///< with the tap's force; likewise
  std::vector<TapFault> faults;
  double misfit = kNaN;        ///< the fit's residual over the push
  double signal_to_noise = 0;  ///< push over noise
  double noise_dof = kNaN;     ///< of the definitions' errors

  bool has(TapFault fault) const;
};

/// All that swings: probe and added mass; NaN where the probe's is not known.
double moving_mass_kg(const TapRecording& recording);

/// Finds the tap, fits the oscillator, reads the definitions and judges. Of a trace longer than the
/// option the part round the tap is taken.
///
/// Residuals of a sensor's filter, or of a swing that is not quite an oscillator's, are correlated:
/// as if only every so many samples were a new one, their correlation time, 1 + 2 sum of the
/// autocorrelation up to its first zero, where that is above 1.2. With N samples, 7 parameters and
/// the time tau the fit has N / tau - 7 degrees of freedom, and its covariance is multiplied by N
/// over these. A swing is slow against a sensor's filter, so that this is the noise's power at the
/// swing's frequency.
TapReading read_tap(const TapRecording& recording, std::size_t tap, const TapOptions& options);

/// Numbers that live and die together.
enum class TapNumber {
  fit,        ///< of the damped oscillator
  spectrum,   ///< spectral frequency
  peaks,      ///< peak interval, decrement of peaks
  excursion,  ///< stiffness at a1 and at dl, R, C: acceleration integrated
};

/// Why the numbers of a kind are withheld, or `none`. A tap that is not there, clipped, double or
/// off the skin gives none; noise, and sampling that is too slow, no definition; a drift, none that
/// integrates; too few oscillations, none of peaks; a swing unlike an oscillator's by more than the
/// option, and sampling below half of what the definitions need, no fit.
Reason withheld(const TapReading& reading, TapNumber number, double sampling_frequency_hz,
                const TapQualityOptions& options);

}  // namespace stiff
