#pragma once

#include "stiff/recording/identity.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stiff {

/// A file name after the habits of BIDS: `sub-01_ses-pre_muscle-soleus_side-left_swe.mat`.
struct BidsName {
  std::string stem;  ///< the name without extension and, of a Vantage triple, without
                     ///< `_parameters`, `_IQreal`, `_IQimag`
  std::vector<std::pair<std::string, std::string>>
      entities;           ///< ("sub", "01"), ("ses", "pre"), ...
  std::string suffix;     ///< the modality (`swe`, ...), or empty
  std::string extension;  ///< with its dot

  std::string entity(std::string_view key) const;
};

BidsName parse_bids_name(const std::filesystem::path& file);

/// The suffixes: swe, strain, mre, vibration, myotonometry, indentation, compression, twitch.
std::span<const std::string_view> modalities();
bool is_modality(std::string_view word);
/// Whether its recordings are traces, which come as tables of numbers too: the last four.
bool is_trace_modality(std::string_view word);

/// The file's path within the study, as the study's own folders are called; its name alone where it
/// lies elsewhere. Worked out from the names: a link within a study stays what the study calls it.
std::filesystem::path study_relative(const std::filesystem::path& study_root,
                                     const std::filesystem::path& file);

/// What the file's name and its folders (`sub-..`, `ses-..`) say. The recording's id is the stem
/// where the name has a participant and a suffix, else the study-relative path without extension,
/// `_` for `/`: it is always a single file name. `source` is the study-relative path.
RecordingIdentity identity_from_path(const std::filesystem::path& study_root,
                                     const std::filesystem::path& file);

}  // namespace stiff
