#pragma once

#include "stiff/io/sidecar.h"
#include "stiff/recording/shear_wave_recording.h"

#include <filesystem>
#include <vector>

namespace stiff {

/// IQ as a Verasonics Vantage phantom sequence stores it, in three files of one stem:
/// `_IQreal.bin` and `_IQimag.bin` (int32 little-endian, Fortran order, nz x nx x ne) and
/// `_parameters.mat` (v5 or v7.3). With lambda = c / (Trans.frequency MHz) and c =
/// Resource.Parameters.speedOfSound:
///
///     lateral_m = ((0:Size(2)-1) PDelta(1) + Origin(1)) lambda
///     axial_m   = ((0:Size(1)-1) PDelta(3) + Origin(3)) lambda          of the PData of the
///     samples' size time_s    = T / 1000, as it is: the first `nrefs` frames precede the push
///     centre frequency = TW(1).Parameters(1) MHz, push depth = TX.focus lambda
///
/// The push ends at T = 0, where T has both signs, else at the first frame after the `nrefs`.

/// Whether the name is that of one of the three files.
bool is_vantage_name(const std::filesystem::path& file);

/// The three files of a recording by any of them: parameters, real, imaginary; there or not.
std::vector<std::filesystem::path> vantage_files(const std::filesystem::path& file);

/// Unchecked and without the sidecars' metadata, but for a sound speed that the file does not say.
/// \throws Error (bad_data) naming the file that is missing, of the wrong size, or lacks a
/// variable.
ShearWaveRecording read_vantage(const std::filesystem::path& file, const Sidecar& sidecar);

}  // namespace stiff
