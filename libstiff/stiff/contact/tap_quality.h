#pragma once

#include "stiff/contact/damped_oscillator_fit.h"
#include "stiff/contact/tap_parameters.h"
#include "stiff/contact/tap_window.h"
#include "stiff/core/options.h"

#include <span>
#include <string_view>
#include <vector>

namespace stiff {

/// What is wrong with a tap. The order is that of the checks.
enum class TapFault {
  no_tap,                ///< no push, or no rest before it
  sampling_too_slow,     ///< fewer samples a period than the definitions need
  clipped,               ///< the sensor stood at its limit
  noise,                 ///< the push does not stand out of the noise
  double_tap,            ///< a second push in the trace
  too_few_oscillations,  ///< fewer than two peaks after the tap
  jump_off,              ///< the probe left the skin: a flat top on the rebound
  drift,                 ///< the baseline moves by more than the integration bears
  unlike_an_oscillator,  ///< the fit leaves more than noise, or finds no swing
};

/// The fault's name as it stands in messages: `no_tap`, `sampling_too_slow`, ...
std::string_view to_string(TapFault fault);

/// The reason that a row gives which the fault leaves without a value.
Reason reason_of(TapFault fault);

struct TapQualityOptions {
  double fewest_samples_a_period = 20;
  int clipped_run = 4;                   ///< equal samples in a row at the trace's limit
  double smallest_signal_to_noise = 20;  ///< push over noise
  double second_push = 0.4;              ///< of the first's jump
  double largest_drift_share = 0.1;      ///< over the record, of the push
  double largest_drift_bound = 0.05;     ///< of the maximum displacement
  double largest_noise_ratio = 3;        ///< of the fit's residual to the noise
  double smallest_misfit = 0.002;        ///< of the push: a residual below it is no fault
  double largest_misfit = 0.02;          ///< of the push: beyond it the fit is not quoted

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"tap-samples-a-period", "1",
                 "Fewest samples a period for the manual's definitions; the fit takes half of it",
                 8, 1000},
          self.fewest_samples_a_period);
    visit(Option{"tap-clipped-run", "1",
                 "Equal samples in a row at the trace's limit that say clipped", 2, 1000},
          self.clipped_run);
    visit(Option{"tap-signal-to-noise", "1", "Smallest ratio of the push to the noise", 8, 1e6},
          self.smallest_signal_to_noise);
    visit(Option{"tap-second-push", "1", "Jump that says double tap, of the push's own", 0.05, 1},
          self.second_push);
    visit(Option{"tap-drift-share", "1", "Largest drift over the record, of the push", 0, 10},
          self.largest_drift_share);
    visit(Option{"tap-drift-bound", "1",
                 "Largest error of the maximum displacement by the baseline, of itself", 0, 1},
          self.largest_drift_bound);
    visit(Option{"tap-noise-ratio", "1",
                 "Ratio of the fit's residual to the noise above which the swing is noted as no "
                 "oscillator's",
                 1, 1e3},
          self.largest_noise_ratio);
    visit(
        Option{"tap-least-misfit", "1", "Residual of the fit that is no fault, of the push", 0, 1},
        self.smallest_misfit);
    visit(Option{"tap-misfit", "1",
                 "Residual of the fit beyond which it is not quoted, of the push", 0, 1},
          self.largest_misfit);
  }
};

/// All faults found, in the order above; empty for a sound tap. A swing that is not one exponential
/// but else sound (a nonlinear tissue) is `unlike_an_oscillator`: the manual's definitions hold,
/// the fit's numbers do not.
///
/// Clipping: `tap_clipping.h`. A double tap: a jump after the push that its swing does not make;
/// asked only where the fit of one push leaves more than noise. Jump-off: while the probe flies its
/// acceleration is constant, so that the first rebound's top stays within six standard deviations
/// of noise of its largest sample for twice as long as a sine's top would and a tenth of a period
/// more, and the swing is not an oscillator's.
std::vector<TapFault> tap_faults(std::span<const double> trace, double sampling_frequency_hz,
                                 const TapWindow& window, const DampedOscillatorFit& fit,
                                 const TapParameters& parameters,
                                 const TapQualityOptions& options = {});

/// The ratio of relaxation to creep time, t_1 - t_T, in tap durations: 0.9 to 1.6 in exports of
/// devices. Outside it a note is due, no refusal.
bool creep_is_usual(const TapParameters& parameters, double tap_duration_s);

}  // namespace stiff
