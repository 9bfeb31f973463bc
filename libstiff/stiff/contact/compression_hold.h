#pragma once

#include "stiff/contact/compression_options.h"
#include "stiff/contact/hold_relaxation.h"
#include "stiff/contact/hold_stiffness.h"
#include "stiff/recording/compression_recording.h"
#include "stiff/result/trace.h"

namespace stiff {

/// All that is read of one hold.
struct HoldReading {
  Hold hold;
  Tremor tremor;
  ReleaseDetection release;
  HoldRelaxation relaxation;
  HoldStiffness stiffness;  ///< without a displacement: `missing_metadata`
  Estimate force_n;         ///< mean, above the rest
  Estimate unsteadiness;
  Estimate release_time_s, release_share, share_after;  ///< after the onset; `no_release`
  Estimate guarding_time_s;                             ///< likewise; `low_signal`
  /// 0.5 where the ramp or the unloading is not even (`Hold::misfit` above 2), else 1: of what is
  /// read off them.
  double ramp_factor = 1;
};

/// 1 / (1 + (10 error / scale)^2): 1 without an error, half where it is a tenth of the scale,
/// and where the error is not known.
double quality_of(const Estimate& estimate, double scale);

HoldReading read_hold(const CompressionRecording& recording, const Hold& hold,
                      const CompressionOptions& options, const RelaxationOptions& relaxation);

/// Force, passive course and model of a hold, from a second before its ramp to a second behind its
/// end, averaged down to 4000 samples; times after the onset.
Trace hold_trace(const CompressionRecording& recording, const HoldReading& reading,
                 std::size_t number);

/// The whole recording, likewise averaged down.
Trace compression_trace(const CompressionRecording& recording);

}  // namespace stiff
