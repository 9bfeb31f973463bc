#pragma once

#include "stiff/comparison/change_estimates.h"
#include "stiff/comparison/responders.h"
#include "stiff/comparison/time_course.h"

#include <ostream>
#include <span>

namespace stiff::tool {

/// Who is not compared, on stderr: at the most ten lines, and how many more.
void print_left_out(std::span<const DroppedNumber> dropped);

/// What a person reads first: each contrast in per cent (in the quantity's unit where there is no
/// logarithm), the error between sessions on the scale of the verdicts, and how many were called
/// what.
void print_change(std::ostream& out, std::span<const ChangeRow> rows, const KindErrors& errors,
                  std::span<const ResponderCount> counts, const ControlSource& control,
                  ChangeScale scale);

/// How many of those who had changed came back, a line a quantity; nothing without follow-ups.
void print_times(std::ostream& out, std::span<const TimeToReturn> times);

}  // namespace stiff::tool
