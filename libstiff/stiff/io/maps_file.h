#pragma once

#include "stiff/io/provenance.h"
#include "stiff/recording/identity.h"
#include "stiff/result/maps.h"

#include <filesystem>

namespace stiff {

/// Writes one recording's maps, whole and atomically, so that xarray.open_dataset(path) gives
/// fields on (axial, lateral) in mm: each quantity with `<name>_std_error`, `quality`, `reason`
/// (int8 with its flags), `bmode`, and the identity as attributes. The wave of the first push along
/// a line lies in the group `space_time`, of the others in `space_time_2`, ... Equal input gives
/// equal bytes. \throws Error (cannot_create, io) as write_file_atomically does; (bad_data) for a
/// quantity that there is not.
void write_maps(const std::filesystem::path& path, const Maps& maps,
                const RecordingIdentity& identity, const Provenance& provenance);

}  // namespace stiff
