#pragma once

#include "stiff/io/muscles_table.h"

#include <filesystem>
#include <ostream>
#include <string>

namespace stiff::tool {

/// The shipped muscles with those of the user's table, where one is given.
MuscleTable known_muscles(const std::filesystem::path& user_table);

/// Prints what the tables know of a muscle. \throws Error (bad_data) with the nearest names where
/// there is none of that name.
void print_muscle(std::ostream& out, const MuscleTable& muscles, const std::string& name);

}  // namespace stiff::tool
