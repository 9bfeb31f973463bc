#pragma once

#include "stiff/io/provenance.h"
#include "stiff/phantom/trial_phantom.h"

#include <filesystem>
#include <string>

namespace stiff::tool {

/// How a simulated trial is written.
struct TrialFiles {
  std::string muscle = "uppertrapezius";
  std::string quantity = "dynamic_stiffness";  ///< of results.h5
  bool recordings = false;                     ///< taps to be run, in place of results.h5
  double noise_m_per_s2 = 0.05;                ///< of their accelerations
};

/// Writes a trial as a study's folder:
///
///     participants.tsv, sessions.tsv, treatments.tsv, outcomes.tsv
///     truth.tsv            what each recording must come back as (`truth_text`)
///     trial_truth.tsv      who responds, by how much, who dropped out
///     results.h5           the numbers, as `stiff import` writes a device's; or, where asked for,
///     sub-01/ses-pre/sub-01_ses-pre_muscle-..._side-right_myotonometry.h5
///
/// \throws Error (cannot_create, io); (bad_data) for a quantity that there is not; (usage) for
/// recordings of another quantity than `dynamic_stiffness`.
void write_simulated_trial(const std::filesystem::path& folder, const TrialPhantom& trial,
                           const TrialPhantomOptions& options, const TrialFiles& files,
                           const Provenance& provenance);

}  // namespace stiff::tool
