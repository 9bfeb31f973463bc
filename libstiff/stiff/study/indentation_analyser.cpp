#include "stiff/study/indentation_analyser.h"

#include "stiff/contact/indentation_analysis.h"
#include "stiff/io/indentation_trace.h"
#include "stiff/study/contact_analysis.h"

#include <string>
#include <utility>

namespace stiff {

Analyser indentation_analyser(const IndentationOptions& options) {
  const std::string curve = "loading_fit", secant = "loading_secant", term = "prony_term_1";
  Analyser analyser;
  analyser.modality = "indentation";
  analyser.expected = {{"indentation_modulus", secant},
                       {"contact_depth", std::string(to_string(options.reading.contact))},
                       {"indentation_depth", curve},
                       {"loading_rate", curve},
                       {"hysteresis_ratio", "work"},
                       {"instantaneous_modulus", "prony"},
                       {"long_time_modulus", "prony"},
                       {"zener_parallel_spring", "one_term"},
                       {"zener_series_spring", "one_term"},
                       {"zener_dashpot", "one_term"},
                       {"kelvin_voigt_spring", "ramp_and_hold"},
                       {"kelvin_voigt_dashpot", "ramp_and_hold"},
                       {"prony_time_constant", term},
                       {"prony_amplitude", term},
                       {"modulus_rate_exponent", secant},
                       {"preconditioning_change", secant}};
  analyser.references = {"Cochran1954", "Hayes1972",    "Hertz1882",   "Hoeting1999",
                         "Mueller2019", "Reiersol1945", "Schwarz1978", "Zou2008"};
  analyser.analyse = [options](const FoundRecording& found) {
    const std::filesystem::path& file = found.files.front();
    IndentationRecording recording =
        read_indentation(file, resolve_sidecars(found.study_root, file, found.folders.get()));
    ContactResult result = analyse_indentation(recording, options);
    return contact_analysis(std::move(recording.identity), std::move(result));
  };
  return analyser;
}

}  // namespace stiff
