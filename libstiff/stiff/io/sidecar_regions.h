#pragma once

#include "stiff/io/sidecar.h"
#include "stiff/recording/region.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace stiff {

/// The named regions of the key `Regions` (lengths in m, in the recording's own frame):
///
///     "Regions": [
///       {"Name": "inclusion", "Circle": {"Lateral": 0, "Axial": 0.015, "Radius": 0.005}},
///       {"Name": "left", "Box": {"Lateral": [-0.015, -0.008], "Axial": [0.01, 0.02]}},
///       {"Name": "belly", "Polygon": [[-0.01, 0.01], [0.01, 0.01], [0, 0.02]]},
///       {"Name": "muscle", "LabelMask": {"Variable": "labels", "Order": ["axial", "lateral"],
///       "Label": 2}}
///     ]
///
/// A polygon's corners are [lateral, axial]. A label mask is a variable of the recording's file, or
/// of `File` beside it, on the recording's grid; without `Label` it is where the variable is not 0.
/// \throws Error (bad_data) with the sidecar's file, line and key.
std::vector<Region> sidecar_regions(const Sidecar& sidecar, const std::filesystem::path& file);

/// The key `Mask`: one such region without a name.
std::optional<Region> sidecar_mask(const Sidecar& sidecar, const std::filesystem::path& file);

/// The files beside the recording that label masks of `Regions` and `Mask` name, there or not: a
/// result hangs on them as on the sidecar. What is malformed is left to the two above.
std::vector<std::filesystem::path> region_files(const Sidecar& sidecar,
                                                const std::filesystem::path& file);

}  // namespace stiff
