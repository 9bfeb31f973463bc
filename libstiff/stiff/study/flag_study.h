#pragma once

#include "stiff/baseline/log_map.h"
#include "stiff/candidates/candidate_region.h"
#include "stiff/candidates/flag_options.h"
#include "stiff/candidates/muscle_border.h"
#include "stiff/core/progress.h"
#include "stiff/io/candidate_files.h"
#include "stiff/io/muscles_table.h"
#include "stiff/result/healthy_baseline.h"
#include "stiff/result/people.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace stiff {

/// What of a study's results is flagged, and how.
struct FlagStudyOptions {
  std::string map_quantity = "shear_modulus";
  std::string site_quantity;  ///< empty: the usual one of each modality
  FlagOptions flag;
  LogMapOptions pixels;
  MuscleBorderOptions border;
  KindOptions kind;
  int jobs = 1;
};

/// Flags each recording of a results folder against a healthy baseline: those with maps by
/// `flag_map`, the others by `flag_sites`. Both sides of a muscle are looked at together. One
/// recording's fault stops no other: it is `refused` or `failed` with its reason. Writes
/// candidates/<recording>.h5 of each map; the caller writes what is returned, in the order of
/// `recordings`, whatever the number of jobs.
/// \param recordings,estimates of results.h5, muscles and sides named as in the table of muscles.
/// \throws Error (bad_data) where nothing in the results can be flagged at all.
CandidateFile flag_study(const std::filesystem::path& folder, const Table& recordings,
                         const Table& estimates, const HealthyBaseline& baseline,
                         const MuscleTable& muscles, const std::map<std::string, Person>& people,
                         const FlagStudyOptions& options, const Provenance& provenance,
                         const Progress& progress = {});

}  // namespace stiff
