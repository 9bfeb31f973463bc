#include "stiff/study/contact_analysis.h"

#include "stiff/io/trace_file.h"

#include <utility>

namespace stiff {

Analysis contact_analysis(RecordingIdentity identity, ContactResult result) {
  Analysis analysis;
  analysis.result = {.identity = std::move(identity),
                     .status = result.status,
                     .message = std::move(result.message),
                     .estimates = std::move(result.estimates)};
  if (result.traces.empty()) return analysis;
  analysis.write_maps = [traces = std::move(result.traces)](const std::filesystem::path& path,
                                                            const RecordingIdentity& whose,
                                                            const Provenance& provenance) {
    write_traces(path, traces, whose, provenance);
  };
  return analysis;
}

}  // namespace stiff
