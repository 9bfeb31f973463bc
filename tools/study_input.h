#pragma once

#include "stiff/report/study_report.h"

#include <filesystem>

namespace stiff::tool {

/// The comparisons of a results folder (comparisons/*.h5), by name. What cannot be read is a line
/// of `faults`.
StudyReport read_study(const std::filesystem::path& results);

}  // namespace stiff::tool
