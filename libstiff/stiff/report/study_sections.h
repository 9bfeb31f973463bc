#pragma once

#include "stiff/report/citations.h"
#include "stiff/report/markup.h"
#include "stiff/report/study_report.h"

#include <string>

namespace stiff {

/// Everything that one comparison's page section holds; empty where its tables are not there.
/// \throws Error (bad_data) where a table lacks a column.

/// Forest plots of `changes`: by muscle, side and arm, treated less untreated side, arm less arm.
Markup changes_part(const StudyReport& study, const StudyComparison& comparison);
/// Each person before and after, and against the minimal detectable change: `responders`,
/// `responder_counts`.
Markup responders_part(const StudyReport& study, const StudyComparison& comparison);
/// `time_course` and `time_to_return`.
Markup course_part(const StudyReport& study, const StudyComparison& comparison);
/// `reliability`, `limits_of_agreement` with `differences`.
Markup reliability_part(const StudyReport& study, const StudyComparison& comparison);
/// `models`.
Markup models_part(const StudyReport& study, const StudyComparison& comparison);
/// `links`.
Markup links_part(const StudyReport& study, const StudyComparison& comparison);

/// A paragraph that can go into a paper: what was computed, with its numbers, citing the references
/// of the comparison.
Markup methods_text(const StudyReport& study, const StudyComparison& comparison,
                    Citations& citations);

/// One sentence a contrast of the first measure: between arms where there are two, else between
/// sides, else the changes.
Markup headline_part(const StudyReport& study, const StudyComparison& comparison);

/// Which rows of `changes` the page shows of a measure: in per cent where any has a value there,
/// else in the quantity's unit; by t or Welch, not by bootstrap.
std::vector<std::size_t> shown_changes(const Table& changes, const Measure& measure);

/// "\u22129.0 % (\u221213.3 to \u22124.4)"
std::string change_words(const Table& table, std::size_t row, const char* value, const char* low,
                         const char* high, const std::string& units);

}  // namespace stiff
