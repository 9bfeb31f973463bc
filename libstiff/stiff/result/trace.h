#pragma once

#include "stiff/result/estimates.h"

#include <string>
#include <vector>

namespace stiff {

/// A signal over a trace's axis, for the eye and for notebooks.
struct TraceSignal {
  std::string name;   ///< `acceleration`, `fit`, `force`, `displacement`, ...
  std::string units;  ///< as readers know them: "m s-2", "N", "mm"
  std::string long_name;
  std::vector<float> value;  ///< (repeat, axis), repeat-major; (axis) where there is one repeat
};

/// A number of each repeat that belongs on the picture: where the tap begins, when the tissue gave.
struct TraceMark {
  std::string name;
  std::string units;
  std::string long_name;
  std::vector<double> value;  ///< one a repeat; NaN where there is none
};

/// Signals on one axis with their fits: a set of taps, a hold, a loading curve.
struct Trace {
  std::string name = "trace";  ///< the group in the file: `trace`, or `trace_<what>`
  std::string axis = "time";   ///< or `depth`
  std::string axis_units = "s";
  std::string axis_long_name;
  std::vector<double> at;              ///< the axis' values, in its units, increasing
  std::string repeat_name = "repeat";  ///< `tap`, `cycle`, `hold`
  std::size_t repeats = 1;             ///< above 1 the signals have two dimensions
  std::vector<TraceSignal> signals;
  std::vector<TraceMark> marks;
};

/// What an analysis of a contact recording hands on.
struct ContactResult {
  Status status = Status::ok;
  std::string message;  ///< one line where the status is not `ok`, or notes, separated by "; "
  std::vector<EstimateRow> estimates;
  std::vector<Trace> traces;
};

}  // namespace stiff
