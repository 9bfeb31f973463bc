#pragma once

#include "stiff/core/cube.h"

#include <complex>

namespace stiff {

/// Refuses samples that no sensor records: not finite; all zero or all equal; every frame the same;
/// clipped (more than 0.2 % of the values at the highest or the lowest one); frames in which pixels
/// are exactly zero that have signal in the others (what a damaged file leaves). \throws Error
/// (bad_data)
void check_echo_samples(View3<const std::complex<float>> iq);
void check_echo_samples(View3<const float> rf);

/// The same for a field of displacement (m) or velocity (m/s), where exact zeros before the wave
/// and a few equal maxima (lines normalised each by its own) are in order: clipped is above 2 %
/// (and one and a half samples a pixel), zeros are refused at the record's end only. `largest` is
/// the unit's bound: beyond it the unit is wrong.
void check_field_samples(View3<const float> field, float largest, const char* unit);

}  // namespace stiff
