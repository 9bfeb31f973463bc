#pragma once

#include "stiff/contact/tap_reading.h"
#include "stiff/result/estimates.h"

#include <string>
#include <vector>

namespace stiff {

inline constexpr const char* kTapFitMethod = "oscillator_fit";

/// One number of every tap, by one method, in the quantity's unit, and what the set makes of it.
struct TapSeries {
  std::string quantity;
  std::string method;
  bool primary = false;
  std::vector<Estimate> taps;
  TapSet set;  ///< its estimate has a value without an error bar where only one tap has one
};

/// Every series of a recording. `quality` of a tap: signal min(1, push over noise / 200), times,
/// for the fit's numbers, what noise explains of its residual, min(1, limit / residual) with the
/// limit of `TapFault::unlike_an_oscillator`. Of a set: the mean over the taps that count, times
/// their share of all taps, times min(1, `tap-cv` over the set's coefficient of variation).
std::vector<TapSeries> tap_series(const TapRecording& recording,
                                  const std::vector<TapReading>& readings,
                                  const TapOptions& options);

/// The rows: of each series the set (repeat 0) and, behind it, each tap (repeat 1, 2, ...).
std::vector<EstimateRow> tap_rows(const std::vector<TapSeries>& series);

/// The series of a quantity and method. \pre it is among them.
const TapSeries& series_of(const std::vector<TapSeries>& series, const std::string& quantity,
                           const std::string& method);

}  // namespace stiff
