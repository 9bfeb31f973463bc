#pragma once

#include "stiff/io/muscles_table.h"
#include "stiff/result/table.h"

#include <string>

namespace stiff::tool {

/// One name for a muscle and a side however a study spells them; unknown ones stay as they are.
void name_as_the_table_does(std::string& muscle, std::string& side, const MuscleTable& muscles);

/// The same of the columns `muscle` and `side` of a results file's `recordings`.
void name_as_the_table_does(Table& recordings, const MuscleTable& muscles);

}  // namespace stiff::tool
