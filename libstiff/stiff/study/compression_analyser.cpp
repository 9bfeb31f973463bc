#include "stiff/study/compression_analyser.h"

#include "stiff/contact/compression_analysis.h"
#include "stiff/io/compression_trace.h"
#include "stiff/study/contact_analysis.h"

#include <utility>

namespace stiff {

Analyser compression_analyser(const CompressionOptions& options,
                              const RelaxationOptions& relaxation) {
  Analyser analyser;
  analyser.modality = "compression";
  for (const char* quantity :
       {"hold_onset", "hold_duration", "hold_force", "hold_pressure", "hold_unsteadiness"}) {
    analyser.expected.push_back({quantity, "force_level"});
  }
  analyser.expected.push_back({"relaxed_share", "prony_fit"});
  analyser.expected.push_back({"prony_time_constant", "prony_term_1"});
  analyser.expected.push_back({"prony_amplitude", "prony_term_1"});
  for (const char* quantity :
       {"release_p_value", "release_time", "release_drop", "release_share",
        "hold_share_after_release", "guarding_p_value", "guarding_rise", "guarding_time"}) {
    analyser.expected.push_back({quantity, "passive_scan"});
  }
  for (const char* quantity : {"tremor_p_value", "tremor_frequency", "tremor_amplitude"}) {
    analyser.expected.push_back({quantity, "spectral_peak"});
  }
  for (const char* quantity : {"compression_stiffness_before", "compression_stiffness_in_hold",
                               "compression_stiffness_after"}) {
    analyser.expected.push_back({quantity, "force_displacement"});
  }
  analyser.references = {"Besag1991",  "Burg1975",    "Davies1987", "Golub1973",
                         "Kilian1998", "Schwarz1978", "Welch1967"};
  analyser.analyse = [options, relaxation](const FoundRecording& found) {
    const std::filesystem::path& file = found.files.front();
    CompressionRecording recording =
        read_compression_recording(file, resolve_sidecars(found.study_root, file, found.folders.get()));
    ContactResult result = analyse_compression(recording, options, relaxation);
    return contact_analysis(std::move(recording.identity), std::move(result));
  };
  return analyser;
}

}  // namespace stiff
