#pragma once

#include "stiff/report/markup.h"
#include "stiff/report/plot.h"
#include "stiff/report/reported_recording.h"

namespace stiff {

/// The map in kPa (or of the first quantity that there is) with the candidates outlined and
/// numbered, its standard error, the B-mode picture; what the grey pixels are. \pre `maps` is
/// there.
Markup map_section(const ReportedRecording& recording);

/// The quantity that the page's map shows: shear modulus where there is one.
const QuantityMap* shown_map(const Maps& maps);

/// Draws each candidate's edge on a field of its map, and its number beside it.
void outline_candidates(Plot& plot, const ReportedRecording& recording);

}  // namespace stiff
