#include "stiff/io/recording_reader.h"

#include "stiff/core/error.h"
#include "stiff/io/amem.h"
#include "stiff/io/apply_sidecar.h"
#include "stiff/io/bids_name.h"
#include "stiff/io/hdf5_reader.h"
#include "stiff/io/mapped_file.h"
#include "stiff/io/mapping.h"
#include "stiff/io/mat_file.h"
#include "stiff/io/plane_mat.h"
#include "stiff/io/res_sim.h"
#include "stiff/io/shear_wave_file.h"
#include "stiff/io/vantage.h"

#include <optional>
#include <system_error>

namespace stiff {
namespace {

namespace fs = std::filesystem;

bool is_stiff_recording(const fs::path& file) {
  return hdf5::is_hdf5(file) &&
         hdf5::open(file).text_attribute("format").value_or("").starts_with(kShearWaveFormat);
}

// A mapping in the recording's own sidecar stands above what the content looks like, one that a
// folder gives for many files does not.
std::string format_of(const MatFile& file, const Sidecar& sidecar) {
  if (sidecar.is_own("Variables")) return "mapped";
  if (is_amem(file)) return "amem";
  if (is_res_sim(file)) return "res_sim";
  if (is_plane(file)) return "plane";
  return sidecar.has("Variables") ? "mapped" : "";
}

std::string variable_list(const MatFile& file) {
  std::string list;
  for (const MatEntry& entry : file.entries()) {
    if (list.size() > 200) return list + ", ...";
    list += (list.empty() ? "" : ", ") + entry.name + " (" + shape_text(entry.shape) + ")";
  }
  return list;
}

[[noreturn]] void refuse_unknown(const MatFile& file) {
  file.refuse(
      "it is no layout that is known; say in a sidecar which variable is what ('SampleKind' and "
      "'Variables'). It holds " +
      variable_list(file));
}

ShearWaveRecording read_mat(const fs::path& path, const Sidecar& sidecar) {
  const MatFile file(path);
  const std::string format = format_of(file, sidecar);
  if (format == "amem") return read_amem(file, sidecar.number("ReferenceFrames").value_or(1));
  if (format == "res_sim") return read_res_sim(file);
  if (format == "plane") {
    const std::optional<SampleKind> kind = stated_kind(sidecar);
    const bool echo = kind == SampleKind::iq || kind == SampleKind::rf;
    // A folder's sidecar may speak of the echoes beside it.
    if (echo && !sidecar.is_own("SampleKind")) return read_plane(file);
    return read_plane(file, kind.value_or(SampleKind::displacement));
  }
  if (format == "mapped") return read_mapped(file, sidecar);
  refuse_unknown(file);
}

ShearWaveRecording read_any(const fs::path& file, const Sidecar& sidecar) {
  if (is_vantage_name(file)) return read_vantage(file, sidecar);
  if (!fs::exists(file))
    throw Error(ErrorKind::no_input, file.string() + ": there is no such file");
  if (is_stiff_recording(file)) return read_shear_wave_file(file);
  if (!is_mat_or_hdf5(file)) {
    throw Error(ErrorKind::bad_data,
                file.filename().string() + ": it is neither a MATLAB (v5, v7.3) nor an HDF5 file");
  }
  return read_mat(file, sidecar);
}

void take(std::string& text, const std::string& from_file) {
  if (text.empty()) text = from_file;
}

// What the name and the folders say stands above what the file holds of itself.
RecordingIdentity identity_of(const fs::path& file, const Sidecar& sidecar,
                              const RecordingIdentity& in_file) {
  const fs::path root = sidecar.study_root().empty() ? file.parent_path() : sidecar.study_root();
  RecordingIdentity identity = identity_from_path(root, recording_files(file).front());
  take(identity.participant, in_file.participant);
  take(identity.session, in_file.session);
  take(identity.muscle, in_file.muscle);
  take(identity.side, in_file.side);
  take(identity.site, in_file.site);
  take(identity.state, in_file.state);
  take(identity.posture, in_file.posture);
  take(identity.probe_direction, in_file.probe_direction);
  take(identity.device, in_file.device);
  take(identity.run, in_file.run);
  take(identity.modality, "swe");
  return identity;
}

// Errors name the file once.
template <class Run>
auto naming(const fs::path& file, Run&& run) {
  try {
    return run();
  } catch (const Error& error) {
    const std::string what = error.what();
    const std::string name = file.filename().string();
    if (what.find(name) != std::string::npos) throw;
    throw Error(error.kind(), name + ": " + what);
  }
}

}  // namespace

std::string recording_format(const fs::path& file, const Sidecar& sidecar) {
  try {
    if (is_vantage_name(file)) return "vantage";
    std::error_code failed;
    if (!fs::is_regular_file(file, failed)) return "";
    if (is_stiff_recording(file)) return "stiff";
    if (!is_mat_or_hdf5(file)) return "";
    return format_of(MatFile(file), sidecar);
  } catch (const Error&) {
    return "";
  }
}

std::string recording_format(const fs::path& file) {
  Sidecar sidecar;
  try {
    sidecar = resolve_sidecars(file.parent_path(), file);
  } catch (const Error&) {
    // A sidecar that cannot be read says nothing here; whoever reads the recording reports it.
  }
  return recording_format(file, sidecar);
}

std::vector<fs::path> recording_files(const fs::path& file) {
  if (!is_vantage_name(file)) return {file};
  std::vector<fs::path> there;
  std::error_code failed;
  for (fs::path& one : vantage_files(file)) {
    if (fs::exists(one, failed)) there.push_back(std::move(one));
  }
  if (there.empty()) there.push_back(file);
  return there;
}

ShearWaveRecording read_unchecked_recording(const fs::path& file, const Sidecar& sidecar) {
  return naming(file, [&] {
    ShearWaveRecording recording = read_any(file, sidecar);
    recording.identity = identity_of(file, sidecar, recording.identity);
    apply_sidecar(sidecar, file, recording);
    return recording;
  });
}

ShearWaveRecording read_shear_wave_recording(const fs::path& file, const Sidecar& sidecar) {
  ShearWaveRecording recording = read_unchecked_recording(file, sidecar);
  naming(file, [&] {
    validate(recording);
    return 0;
  });
  return recording;
}

}  // namespace stiff
