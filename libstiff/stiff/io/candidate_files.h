#pragma once

#include "stiff/io/provenance.h"
#include "stiff/result/candidates.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stiff {

/// What flagging says of a study.
struct CandidateFile {
  std::vector<FlaggedRecording> recordings;
  std::vector<Candidate> candidates;
  std::vector<CandidateMark> marks;
  Provenance provenance;
};

/// Writes a `candidates.h5`, whole and atomically: the tables `recordings`, `candidates` and
/// `marks`, and the root's `comment`, that these are candidates and not a diagnosis. Equal input
/// gives equal bytes. \throws Error (cannot_create, io) as write_file_atomically does.
void write_candidate_file(const std::filesystem::path& path, const CandidateFile& file);

/// \throws Error (no_input) where there is no file; (bad_data) where it is none of candidates,
/// damaged, edited or of a newer format.
CandidateFile read_candidate_file(const std::filesystem::path& path);

/// Writes a `candidates/<recording>.h5`, so that xarray.open_dataset(path) gives fields on (axial,
/// lateral) in mm: `label` (int32), `z_own`, `z_side`, `z_healthy`, `statistic`, `p_fwer`, those
/// that are there, with the identity as attributes.
void write_candidate_map(const std::filesystem::path& path, const CandidateMap& map,
                         const Provenance& provenance);

/// \throws Error (no_input, bad_data) as read_candidate_file; (bad_data) where a picture has not
/// the size of its axes.
CandidateMap read_candidate_map(const std::filesystem::path& path);

}  // namespace stiff
