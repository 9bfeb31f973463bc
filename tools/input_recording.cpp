#include "tools/input_recording.h"

#include "stiff/core/error.h"
#include "stiff/io/bids_name.h"
#include "stiff/io/recording_reader.h"
#include "stiff/io/trace_recording_file.h"
#include "stiff/study/find_recordings.h"

#include <system_error>
#include <utility>

namespace stiff::tool {

namespace fs = std::filesystem;

InputRecording open_input(const fs::path& file, const fs::path& study_root) {
  std::error_code fault;
  if (fs::is_directory(file, fault)) {
    throw Error(ErrorKind::usage,
                file.string() + ": is a folder; name its files, or see `stiff run --dry-run`");
  }
  if (!fs::exists(file, fault)) {
    throw Error(ErrorKind::no_input, file.string() + ": there is no such file");
  }
  InputRecording input;
  input.file = fs::absolute(file).lexically_normal();
  const fs::path root =
      study_root.empty() ? study_root_of(input.file) : fs::absolute(study_root).lexically_normal();
  input.sidecar = resolve_sidecars(root, input.file);
  input.modality = parse_bids_name(input.file).suffix;
  if (input.modality.empty()) input.modality = trace_modality(input.file);
  if (input.modality.empty()) input.modality = "swe";
  input.format = recording_format(input.file, input.sidecar);
  if (is_trace_modality(input.modality)) {
    // `Variables` may map a cine or a trace: only a cine says what its samples are.
    input.cine = input.modality == "twitch" && !input.format.empty() &&
                 (input.format != "mapped" || input.sidecar.has("SampleKind"));
    if (!input.cine) input.format = "trace";
  }
  if (input.format.empty()) {
    throw Error(
        ErrorKind::bad_data,
        file.string() +
            ": is no shear wave recording that stiff knows; a sidecar with `Variables` maps "
            "a layout of your own, and a trace's name ends in what it is: _myotonometry, "
            "_indentation, _compression or _twitch (datasets/FORMAT.md)");
  }
  input.files = recording_files(input.file);
  return input;
}

std::string format_title(const std::string& format) {
  static const std::pair<const char*, const char*> titles[] = {
      {"stiff", "libstiff's own HDF5 recording"},
      {"vantage", "Verasonics Vantage phantom sequence"},
      {"amem", "a-MEM challenge .mat"},
      {"res_sim", "res_sim .mat (arfidata)"},
      {"plane", "plane of displacement and velocity (.mat)"},
      {"mapped", "a layout of its own, mapped by the sidecar"}};
  for (const auto& [name, title] : titles) {
    if (format == name) return title;
  }
  return format;
}

}  // namespace stiff::tool
