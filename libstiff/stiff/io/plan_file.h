#pragma once

#include "stiff/io/provenance.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stiff {

/// What a batch was to do, as it stands beside its parts: which parts make the study's results, and
/// how they were made.
struct PlanRecord {
  struct Entry {
    std::string recording_id;
    std::string key;  ///< what the part's key must begin with
  };
  std::vector<Entry> recordings;  ///< in the order of recording_id
  Provenance provenance;
};

/// Atomically, as JSON. Every shard of one study writes the same bytes. \throws Error
/// (cannot_create, io).
void write_plan_file(const std::filesystem::path& path, const PlanRecord& record);

/// \throws Error (no_input) where there is none, (bad_data) where it is damaged or of a newer
/// version.
PlanRecord read_plan_file(const std::filesystem::path& path);

}  // namespace stiff
