#pragma once

#include "stiff/io/candidate_files.h"

#include "io/samples.h"

namespace stiff_test {

/// Two recordings, the second refused; one candidate and two marks of the first.
inline stiff::CandidateFile sample_candidates() {
  stiff::CandidateFile file;
  file.provenance = sample_provenance();
  stiff::FlaggedRecording recording;
  recording.identity = sample_results(1)[0].identity;
  recording.identity.side = "left";
  recording.quantity = "shear_modulus";
  recording.units = "kPa";
  recording.score = "any";
  recording.found = 1;
  recording.expected = 0.05;
  recording.p_fwer = 0.003;
  recording.z_max = 5.5;
  recording.z_max_healthy = 4.25;
  recording.people = 20;
  stiff::FlaggedRecording refused = recording;
  refused.identity.recording_id = "sub-00001_swe";
  refused.status = stiff::Status::refused;
  refused.message = "no valid pixel";
  refused.found = 0;
  refused.p_fwer = stiff::kNaN;
  file.recordings = {recording, refused};  // the file has them by recording_id: refused first

  stiff::Candidate candidate;
  candidate.recording_id = recording.identity.recording_id;
  candidate.muscle = recording.identity.muscle;
  candidate.number = 1;
  candidate.kind = stiff::CandidateKind::taut_band;
  candidate.quantity = "shear_modulus";
  candidate.units = "kPa";
  candidate.centroid_lateral_mm = -3.5;
  candidate.centroid_axial_mm = 12;
  candidate.mean = stiff::make_estimate(32.28, 1.5, 0.75, 40);
  candidate.core = stiff::no_estimate(stiff::Reason::too_few);
  candidate.ratio = stiff::make_estimate(1.68, 0.25, 0.75, 40);
  candidate.score = "healthy";
  candidate.p_fwer = 0.003;
  candidate.referral = "temple";
  file.candidates = {candidate};

  stiff::CandidateMark mark;
  mark.recording_id = candidate.recording_id;
  mark.quantity = "shear_modulus";
  mark.number = 2;
  mark.lateral_mm = 8;
  mark.p_fwer = 0.5;
  stiff::CandidateMark flagged = mark;
  flagged.number = 1;
  flagged.lateral_mm = -3.5;
  flagged.axial_mm = 12;
  flagged.z = 5.5;
  flagged.statistic = 900;
  flagged.p_fwer = 0.003;
  flagged.flagged = true;
  file.marks = {mark, flagged};
  return file;
}

/// z_own = 100 row + column, NaN with label 0 at (0, 0); no z_side.
inline stiff::CandidateMap sample_candidate_map(stiff::Index axial, stiff::Index lateral) {
  stiff::CandidateMap map;
  map.identity = sample_results(1)[0].identity;
  map.axial_m = {0.005, 0.0005, axial};
  map.lateral_m = {-0.01, 0.00025, lateral};
  map.z_own = sample_maps(axial, lateral).quantities[0].value;
  map.z_healthy = -map.z_own;
  map.statistic = 2 * map.z_own;
  map.p_fwer = stiff::Picture<float>::Constant(axial, lateral, 0.25f);
  map.label = stiff::Picture<std::int32_t>::Zero(axial, lateral);
  map.label(2, 3) = 1;
  map.label(3, 3) = 70000;
  return map;
}

}  // namespace stiff_test
