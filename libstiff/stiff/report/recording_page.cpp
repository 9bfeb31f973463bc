#include "stiff/report/recording_page.h"

#include "stiff/report/page_frame.h"
#include "stiff/report/section_candidates.h"
#include "stiff/report/section_estimates.h"
#include "stiff/report/section_map.h"
#include "stiff/report/section_methods.h"
#include "stiff/report/section_summary.h"
#include "stiff/report/section_traces.h"
#include "stiff/report/section_wave.h"

namespace stiff {

std::string recording_page(const ReportedRecording& recording) {
  const bool looked_for = recording.maps.has_value() || !recording.flagged.empty();
  Markup body;
  body.open("nav").element("a", "All recordings", {{"href", "index.html"}}).close();
  body.add(summary_section(recording));
  if (recording.maps) body.add(map_section(recording));
  if (looked_for) body.add(candidates_section(recording));
  body.add(wave_section(recording)).add(traces_section(recording));
  body.add(estimates_section(recording)).add(methods_section(recording));
  return page_text(recording_title(recording) + " \u2013 " + recording.result.identity.recording_id,
                   body);
}

}  // namespace stiff
