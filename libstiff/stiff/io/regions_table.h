#pragma once

#include "stiff/recording/region.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stiff {

/// A region of one recording, or of all (`recording_id` is empty).
struct RegionRow {
  std::string recording_id;
  Region region;
};

/// `rois.tsv`: the columns recording_id (`*`: all recordings), name, shape, numbers_mm. The numbers
/// are separated by blanks, lengths in mm in the recording's own frame:
///
///     circle   lateral axial radius
///     box      lateral axial lateral axial        two opposite corners
///     polygon  lateral axial lateral axial ...    three corners or more
///
/// \throws Error (bad_data) with line and column.
std::vector<RegionRow> read_regions_table(const std::filesystem::path& path);

/// The regions of one recording: the sidecar's (`stated`), replaced or joined by the table's.
std::vector<Region> regions_of(const std::vector<RegionRow>& table, const std::string& recording_id,
                               std::vector<Region> stated = {});

}  // namespace stiff
