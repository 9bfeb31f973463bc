#pragma once

#include "stiff/result/table.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stiff {

/// What is kept of a study's participants. Nothing that identifies a person is.
struct ParticipantsTable {
  Table table;                       ///< participant_id (without `sub-`), then the columns kept
  std::vector<std::string> dropped;  ///< names of the columns that were not kept
};

/// `participants.tsv`: participant_id, and any of sex, age, group, handedness and other known
/// categories, and columns of numbers whose name does not speak of a person (birth, phone, address,
/// ...). Other text (names, dates) is dropped unread. \throws Error (bad_data): no participant_id,
/// or one that stands twice.
ParticipantsTable read_participants_table(const std::filesystem::path& path);

}  // namespace stiff
