#pragma once

#include "stiff/report/study_report.h"

#include <string>
#include <vector>

namespace stiff {

struct StudyPage {
  std::string html;
  std::vector<std::string> faults;  ///< comparisons that could not be shown, a line each
};

/// The page of a study's comparisons: what changed, forest plots, each person before and after,
/// responders, time course, agreement, models, links with outcomes; and a paragraph of methods with
/// its references. Equal input gives equal bytes.
StudyPage study_page(const StudyReport& study);

}  // namespace stiff
