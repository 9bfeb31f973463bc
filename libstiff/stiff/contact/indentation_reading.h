#pragma once

#include "stiff/contact/hold_springs.h"
#include "stiff/contact/hold_zero.h"
#include "stiff/contact/indentation_cycles.h"
#include "stiff/contact/indentation_options.h"
#include "stiff/contact/indenter.h"
#include "stiff/contact/loading_fit.h"
#include "stiff/contact/relaxation_fit.h"
#include "stiff/recording/indentation_recording.h"

#include <span>
#include <vector>

namespace stiff {

/// What one cycle says. Moduli in kPa, without the error of what all cycles share.
struct CycleReading {
  IndentationCycle cycle;
  LoadingFit loading;
  double depth_m = kNaN;    ///< of the indentation: deepest travel less contact; NaN: not known
  double contact_s = kNaN;  ///< when an even ramp meets the tissue
  Estimate secant_kpa, tangent_kpa, contact_tangent_kpa;
  Estimate contact_depth_mm;
  Estimate depth_mm;
  Estimate rate_mm_per_s;
  Estimate hysteresis;              ///< share of the loading work that unloading does not give back
  HoldZero zero;                    ///< of the hold's force
  RelaxationFit relaxation;         ///< of the hold
  std::size_t relaxation_from = 0;  ///< the sample that the fit's `model_n` begins at
  Estimate hold_contact_mm;  ///< by the hold's law (`ramp_contact.h`), where that moves the contact
  Estimate instantaneous_kpa, long_time_kpa;
  SpringDashpot springs;  ///< of the hold, as one term and as none (`hold_springs.h`)
  double memory = 0;      ///< what the cycles before leave of the hold's force (`hold_memory.h`)
  bool rested = true;     ///< the memory is small enough for the hold's numbers to stand
};

/// One cycle of a recording: the loading curve with the contact point, hysteresis, the hold.
/// The hold's drive is the depth as the cycle's lines have it (rest, even ramp, level), or as it
/// was measured where it strays from them. F0 is divided by G at the hold's depth.
CycleReading read_cycle(const IndentationRecording& recording, const IndentationCycle& cycle,
                        double depth_noise_m, const Indenter& indenter,
                        const IndentationOptions& options);

/// The share of the work of loading that unloading does not give back, 1 - W_out / W_in, W the sum
/// of mean force times travel below the contact (trapezes). Error of white noise in force and depth
/// and of the force's zero. Reasons: the fit's; `too_few` where the probe does not come back;
/// `low_signal`.
Estimate hysteresis_ratio(const IndentationRecording& recording, const IndentationCycle& cycle,
                          const LoadingFit& loading, double depth_noise_m);

}  // namespace stiff
