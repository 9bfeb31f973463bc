#include "stiff/report/reported_recording.h"

#include "stiff/report/number_words.h"
#include "stiff/report/quantity_words.h"

#include <algorithm>

namespace stiff {
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
    return quantity_rank(a->quantity) < quantity_rank(b->quantity);
  });
  return rows;
}

}  // namespace stiff
