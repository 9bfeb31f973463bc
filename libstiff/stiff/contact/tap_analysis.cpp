#include "stiff/contact/tap_analysis.h"

#include "stiff/contact/tap_notes.h"
#include "stiff/contact/tap_reading.h"
#include "stiff/contact/tap_rows.h"
#include "stiff/contact/tap_trace.h"

namespace stiff {

ContactResult analyse_taps(const TapRecording& recording, const TapOptions& options) {
  std::vector<TapReading> readings;
  for (std::size_t tap = 0; tap < recording.taps_m_per_s2.size(); ++tap) {
    readings.push_back(read_tap(recording, tap, options));
  }
  const std::vector<TapSeries> series = tap_series(recording, readings, options);
  const Estimate& stiffness = series_of(series, "dynamic_stiffness", kTapFitMethod).set.estimate;
  ContactResult result;
  result.estimates = tap_rows(series);
  result.message = tap_notes(recording, readings, series, options);
  if (!stiffness.has_value()) {
    result.status = Status::refused;
    result.message = "no stiffness (" + std::string(to_string(stiffness.reason)) + ")" +
                     (result.message.empty() ? "" : "; " + result.message);
  }
  result.traces.push_back(tap_trace(recording, readings, series, options));
  return result;
}

}  // namespace stiff
