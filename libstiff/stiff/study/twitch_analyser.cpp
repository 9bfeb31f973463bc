#include "stiff/study/twitch_analyser.h"

#include "stiff/contact/twitch_analysis.h"
#include "stiff/core/error.h"
#include "stiff/io/recording_reader.h"
#include "stiff/io/twitch_traces.h"
#include "stiff/motion/track_motion.h"
#include "stiff/study/contact_analysis.h"

#include <string>
#include <utility>

namespace stiff {
namespace {

namespace fs = std::filesystem;

// `Variables` of a sidecar may map a cine or a trace: only a cine says what its samples are.
bool is_cine(const fs::path& file, const Sidecar& sidecar) {
  const std::string format = recording_format(file, sidecar);
  return !format.empty() && (format != "mapped" || sidecar.has("SampleKind"));
}

// A cine has no push: no frame is a reference before it, and nothing is dropped or taken off as
// bulk motion (the detection takes off what the picture shares).
MotionOptions cine_motion() {
  MotionOptions motion;
  motion.reference = MotionReference::successive;
  motion.quantity = MotionQuantity::velocity;
  motion.remove_bulk = false;
  motion.drop_reverberation = false;
  return motion;
}

Analysis analyse_cine(const fs::path& file, const Sidecar& sidecar, const TwitchOptions& options) {
  ShearWaveRecording recording = read_unchecked_recording(file, sidecar);
  recording.identity.modality = "twitch";
  const std::string name = file.filename().string();
  if (recording.acquisitions.size() != 1) {
    throw Error(ErrorKind::bad_data, name + ": a cine of a twitch is one acquisition, not " +
                                         std::to_string(recording.acquisitions.size()));
  }
  try {
    recording.acquisitions.front().push.time_s = 0;
    const MotionField field = track_motion(recording, 0, cine_motion());
    ContactResult result = analyse_twitch_field(field.value.view(), field.axial_m, field.lateral_m,
                                                1 / field.time_s.step, field.time_s.first, options);
    return contact_analysis(std::move(recording.identity), std::move(result));
  } catch (const Error& error) {
    const std::string what = error.what();
    if (what.find(name) != std::string::npos) throw;
    throw Error(error.kind(), name + ": " + what);
  }
}

}  // namespace

Analyser twitch_analyser(const TwitchOptions& options) {
  const std::string method(kTwitchMethod);
  Analyser analyser;
  analyser.modality = "twitch";
  analyser.expected = {{"twitch_count", method},
                       {"twitch_onset", method},
                       {"twitch_duration", method},
                       {"twitch_p_value", method}};
  analyser.references = {"Anderson2001", "Efron1979",      "Golub1973",
                         "Huber1981",    "NelderMead1965", "Welch1967"};
  analyser.analyse = [options](const FoundRecording& found) {
    const fs::path& file = found.files.front();
    const Sidecar sidecar = resolve_sidecars(found.study_root, file, found.folders.get());
    if (is_cine(file, sidecar)) return analyse_cine(file, sidecar, options);
    TwitchRecording recording = read_twitch_recording(file, sidecar);
    ContactResult result = analyse_twitch(recording, options);
    return contact_analysis(std::move(recording.identity), std::move(result));
  };
  return analyser;
}

}  // namespace stiff
