#pragma once

#include "stiff/core/progress.h"
#include "stiff/phantom/swe_phantom_options.h"

#include <filesystem>
#include <span>
#include <string>

namespace stiff::tool {

/// One recording of a study of phantoms.
struct SimulatedRecording {
  std::string participant;  ///< the label behind `sub-`
  std::string muscle;       ///< the label behind `muscle-`: what the phantom is
  SwePhantomOptions phantom;
};

/// Simulates the recordings one by one and writes them as a study:
///
///     participants.tsv
///     truth.tsv            what each was made of: recording_id, roi, speed, modulus, viscosity
///     sub-01/sub-01_muscle-<muscle>_swe.h5
///
/// Each file holds its truth too. \throws Error (cannot_create, io) where it cannot be written;
/// (usage) for options that are at odds.
void write_simulated_study(const std::filesystem::path& folder,
                           std::span<const SimulatedRecording> recordings,
                           const Progress& progress = {});

/// Simulates one recording and writes it as a file. \throws as above.
void write_simulated_recording(const std::filesystem::path& file, const SwePhantomOptions& phantom);

}  // namespace stiff::tool
