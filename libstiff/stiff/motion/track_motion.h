#pragma once

#include "stiff/motion/motion_field.h"
#include "stiff/motion/motion_options.h"
#include "stiff/recording/shear_wave_recording.h"

#include <cstddef>

namespace stiff {

/// The axial motion of one acquisition of a recording, whatever its samples are.
///
/// IQ and RF are tracked (`loupas.h`, `kasai.h`; RF by way of `rf_to_iq.h`), the phase is unwrapped
/// in time, frames that the push's reverberation spoils are dropped, bulk motion is removed
/// (`bulk_motion.h`), and what is missing on the uniform time axis is interpolated (`measured` 0).
/// A field given as displacement or velocity goes through the last two steps only, with the noise
/// of its samples estimated. Displacement is relative to the reference frames.
///
/// The noise of `noise_std` is that which is white in time (`sample_noise.h`); the reference's own
/// noise is the same in all frames of a pixel and not in it. Of a velocity by difference it is that
/// of the central difference; of a displacement by integration that of one step, which adds up.
///
/// Equal input gives equal bits. Memory: the field itself, and the coherence of some 25 frames.
///
/// \throws Error (bad_data) where the acquisition does not exist, has fewer than 3 frames, samples
/// that are not finite, all zero or frame times off a uniform grid, or a metadata key that tracking
/// needs is missing (its sidecar key is named); Error (usage) where an option is out of its range.
MotionField track_motion(const ShearWaveRecording& recording, std::size_t acquisition,
                         const MotionOptions& options = {});

}  // namespace stiff
