#pragma once

#include "stiff/io/muscles_table.h"
#include "stiff/io/trial_tables.h"
#include "stiff/recording/identity.h"

#include <span>
#include <string>
#include <vector>

namespace stiff {

/// One kind of thing that a study lacks, and who or what lacks it.
struct StudyLack {
  std::string what;              ///< "no row in participants.tsv"
  std::vector<std::string> who;  ///< "13", "03 post", ... in order, each once
};

/// Compares a study's recordings with its tables: which recording has no row, which row no
/// recording, who is in one table only, whose session, side or outcome is missing. Of recordings is
/// expected, in each session, each place (muscle, side, site) that at least half of the people have
/// there; of outcomes, each that at least half of those who have outcomes have in that session.
/// \param recordings muscles and sides as they are spelt: they are compared as `muscles` names
/// them.
std::vector<StudyLack> study_lacks(std::span<const RecordingIdentity> recordings,
                                   const TrialTables& tables, const MuscleTable& muscles);

}  // namespace stiff
