#pragma once

#include <span>

namespace stiff {

/// Removes jumps of a phase in place: each sample is moved by a multiple of `period` so that it
/// lies within half a period of the sample before it. Right where the true phase moves by less than
/// half a period a sample. A sample that is not finite is left as it is and passed over.
void unwrap_phase(std::span<double> phase, double period = 6.283185307179586);
void unwrap_phase(std::span<float> phase, float period = 6.2831853F);

/// The phase wrapped into [-period / 2, period / 2).
double wrap_phase(double phase, double period = 6.283185307179586);

}  // namespace stiff
