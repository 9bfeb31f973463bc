#include "stiff/report/reported_recording.h"

#include "stiff/report/number_words.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace stiff {
namespace {

// What people quote of each instrument, before what stands beside it.
constexpr std::array<std::string_view, 14> kFirst{
    "shear_modulus",         "young_modulus", "shear_wave_speed",    "dynamic_stiffness",
    "oscillation_frequency", "log_decrement", "indentation_modulus", "instantaneous_modulus",
    "long_time_modulus",     "hold_pressure", "release_time",        "release_share",
    "twitch_count",          "twitch_onset"};

std::size_t rank_of(const std::string& quantity) {
  return static_cast<std::size_t>(std::find(kFirst.begin(), kFirst.end(), quantity) -
                                  kFirst.begin());
}

}  // namespace

std::string recording_title(const ReportedRecording& recording) {
  const RecordingIdentity& identity = recording.result.identity;
  if (identity.muscle.empty()) return identity.recording_id;
  std::string title =
      capitalised(recording.muscle_name.empty() ? spaced(identity.muscle) : recording.muscle_name);
  for (const std::string* part : {&identity.side, &identity.site}) {
    if (!part->empty()) title += ", " + *part;
  }
  return title;
}

std::vector<const EstimateRow*> leading_rows(const RecordingResult& result) {
  std::vector<const EstimateRow*> rows;
  for (const EstimateRow& row : result.estimates) {
    if (row.primary && row.estimate.has_value()) rows.push_back(&row);
  }
  std::stable_sort(rows.begin(), rows.end(), [](const EstimateRow* a, const EstimateRow* b) {
    return rank_of(a->quantity) < rank_of(b->quantity);
  });
  return rows;
}

}  // namespace stiff
