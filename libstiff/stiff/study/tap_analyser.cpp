#include "stiff/study/tap_analyser.h"

#include "stiff/contact/tap_analysis.h"
#include "stiff/io/tap_traces.h"
#include "stiff/study/contact_analysis.h"

#include <string>
#include <utility>

namespace stiff {

Analyser tap_analyser(const TapOptions& options) {
  const std::string fit = "oscillator_fit";
  const std::string definition = "displacement";
  Analyser analyser;
  analyser.modality = "myotonometry";
  analyser.expected = {{"dynamic_stiffness", fit},
                       {"oscillation_frequency", fit},
                       {"log_decrement", fit},
                       {"myoton_relaxation_time", definition},
                       {"myoton_creep_ratio", definition},
                       {"damping_coefficient", fit},
                       {"moving_mass", "oscillator_fit_force"},
                       {"apparent_punch_modulus", fit}};
  analyser.references = {"Grubbs1969", "Marquardt1963", "Sneddon1965"};
  analyser.analyse = [options](const FoundRecording& found) {
    const std::filesystem::path& file = found.files.front();
    TapRecording recording =
        read_tap_recording(file, resolve_sidecars(found.study_root, file, found.folders.get()));
    ContactResult result = analyse_taps(recording, options);
    return contact_analysis(std::move(recording.identity), std::move(result));
  };
  return analyser;
}

}  // namespace stiff
