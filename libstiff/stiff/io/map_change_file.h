#pragma once

#include "stiff/io/provenance.h"
#include "stiff/result/map_change.h"

#include <filesystem>

namespace stiff {

/// Writes the difference of two maps, whole and atomically, so that xarray.open_dataset(path) gives
/// fields on (axial, lateral) in mm of the first recording: `pre`, `post`, `log_ratio`,
/// `percent_change`, `difference`, the errors of `log_ratio` and `difference`, the candidates of
/// both; with the identity, both recordings and the registration as attributes. \throws Error
/// (cannot_create, io) as write_file_atomically does; (bad_data) for a quantity that there is not.
void write_map_change(const std::filesystem::path& path, const MapChange& change,
                      const Provenance& provenance);

}  // namespace stiff
