#pragma once

#include "stiff/core/cube.h"

#include <span>

namespace stiff {

/// What was taken off a field, for whoever wants to know.
struct BulkMotion {
  int degree = 0;        ///< of the polynomial in time; 0: nothing was removed
  double typical = 0;    ///< median magnitude of the field's blocks before
  double remaining = 0;  ///< and after
};

/// Removes the motion of probe and breathing from a field of displacement or velocity, in place.
///
/// Such motion is smooth in space over the whole field (translation, tilt of the probe, strain that
/// grows with depth) and slow in time against a record of some tens of milliseconds; a shear wave
/// is neither. The model is
///
///     B(z, x, t) = sum_j (a_j + b_j z + c_j x) P_j(t),     j = 0 .. degree,  P_j Legendre over the
///     record,
///
/// fitted to means over blocks of pixels (weighted by 1 / noise^2) by least squares with Tukey's
/// biweight, so that the blocks and times where the wave passes have no say. The degree is the
/// lowest of 1 .. 5 that leaves at most 1.4 times what degree 5 leaves (median magnitude of the
/// blocks): no more freedom than the motion needs, since it can follow a wave's slow tail too.
/// Nothing is removed unless this halves the median magnitude of the blocks, nor where that median
/// is under a twentieth of the largest (99.5 %): a field that rests but for a wave and its tail
/// stays as it is, bit for bit, and so small a drift, slow as it is, does not move a wave's peak.
///
/// \param measured frames that count; the others are corrected too
/// \param reference frames at which the motion is zero by definition (B's mean over them is taken
/// off B); may be empty
BulkMotion remove_bulk_motion(Cube<float>& field, const Picture<float>& noise_std,
                              std::span<const unsigned char> measured,
                              std::span<const Index> reference);

}  // namespace stiff
