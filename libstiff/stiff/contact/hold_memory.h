#pragma once

#include "stiff/contact/indentation_reading.h"
#include "stiff/contact/indenter.h"
#include "stiff/recording/indentation_recording.h"

#include <vector>

namespace stiff {

/// How much of what came before a hold the tissue still remembers as the probe meets it again.
///
/// A tissue that was held down comes back by itself, at no force, and slower than it relaxes: of
/// one term the surface has tau / g_inf. A probe that meets it early presses a surface that lies
/// too deep and goes on rising; a fit that takes the tissue for rested then reads it too stiff, and
/// too little of it relaxing (a hold of 20 s, tau 6 s, a rest of 1 s: 25 %, with an interval of
/// 0.6 %).
///
/// Predicted from the series g of the first hold that has one, over the whole recording: the
/// surface is where the probe is, or where it would be without force, whichever is deeper. What
/// each term still holds, h_i (in units of G), decays as e^(-t / tau_i) and gains what the surface
/// moves. A later hold's force is then off by less than
///
///     sum g_i |h_i| / (g_inf (G_hold - G_surface))
///
/// of its long-time force, h_i and G_surface at the contact: the `memory`. A first bite into rested
/// tissue has exactly 0. Of a sphere G is not the surface's own; there it is a guide.
///
/// \return by cycle; NaN without a hold that is fitted, infinite where g_inf is not above 0.
std::vector<double> hold_memory(const IndentationRecording& recording, const Indenter& indenter,
                                const std::vector<CycleReading>& cycles);

/// Whether a hold's numbers may stand as a rested tissue's: the memory is below half the relative
/// standard error of its long-time modulus, or below 0.1 %. Half an error leaves a 95 % interval
/// 92 %; what is below it is added to the error besides (`SharedError`).
bool rested(const CycleReading& reading, double memory);

}  // namespace stiff
