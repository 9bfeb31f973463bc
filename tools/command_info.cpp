#include "stiff/core/error.h"
#include "stiff/io/recording_reader.h"
#include "stiff/recording/shear_wave_recording.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <string>
#include <vector>

#include "tools/command.h"
#include "tools/info_text.h"
#include "tools/input_recording.h"
#include "tools/muscle_info.h"
#include "tools/own_process.h"
#include "tools/result_file_info.h"
#include "tools/study_folder_info.h"
#include "tools/trace_input.h"

namespace stiff::tool {
namespace {

struct InfoSettings {
  std::filesystem::path study;
  std::string muscle;
  std::filesystem::path muscles;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"study", "DIR",
                 "Where sidecars are inherited from; else the folder above `sub-` and `ses-`"},
          self.study);
    visit(Option{"muscle", "NAME", "Says what is known of a muscle, by any of its names"},
          self.muscle);
    visit(Option{"muscles", "FILE", "A table of your own, over the one that stiff has"},
          self.muscles);
  }
};

std::string axis_text(const Axis& axis) {
  if (axis.size == 0) return "none";
  if (axis.size == 1) return "1 sample, at " + shown(axis.first * 1e3) + " mm";
  return std::to_string(axis.size) + " samples, " + shown(axis.first * 1e3) + " to " +
         shown(axis.last() * 1e3) + " mm, step " + shown(axis.step * 1e3) + " mm";
}

std::string kind_text(SampleKind kind) {
  switch (kind) {
    case SampleKind::iq:
      return "IQ (complex echo)";
    case SampleKind::rf:
      return "RF (echo)";
    case SampleKind::displacement:
      return "displacement, m";
    case SampleKind::velocity:
      return "velocity, m/s";
  }
  return "unknown";
}

std::string frames_text(const std::vector<double>& time_s) {
  if (time_s.size() < 2) return std::to_string(time_s.size()) + " frame";
  // The commonest step is the frame interval; longer ones are frames that were dropped.
  std::vector<double> steps;
  for (std::size_t i = 1; i < time_s.size(); ++i) steps.push_back(time_s[i] - time_s[i - 1]);
  std::nth_element(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2),
                   steps.end());
  const double step = steps[steps.size() / 2];
  const auto gaps =
      std::count_if(steps.begin(), steps.end(), [&](double s) { return s > 1.5 * step; });
  std::string text = std::to_string(time_s.size()) + " frames, " + shown(time_s.front() * 1e3) +
                     " to " + shown(time_s.back() * 1e3) + " ms, " + shown(1 / step) + " a second";
  if (gaps > 0) text += ", " + std::to_string(gaps) + (gaps == 1 ? " gap" : " gaps");
  return text;
}

std::string push_text(const Push& push) {
  const auto part = [](double value, double scale, const char* unit) {
    return std::isnan(value) ? std::string("not said") : shown(value * scale) + " " + unit;
  };
  return "lateral " + part(push.lateral_m, 1e3, "mm") + ", focus " + part(push.axial_m, 1e3, "mm") +
         ", ends at " + part(push.time_s, 1e3, "ms");
}

void print_samples(std::ostream& out, const ShearWaveRecording& recording) {
  info_line(out, "samples", kind_text(recording.kind));
  info_line(out, "axial (depth)", axis_text(recording.axial_m));
  info_line(out, "lateral", axis_text(recording.lateral_m));
  std::size_t number = 0;
  for (const PushAcquisition& acquisition : recording.acquisitions) {
    const std::string push = "push " + std::to_string(++number);
    info_line(out, push, push_text(acquisition.push));
    info_line(out, "", frames_text(acquisition.time_s));
  }
}

void print_metadata(std::ostream& out, const ShearWaveRecording& recording,
                    const Sidecar& sidecar) {
  const bool echo = recording.kind == SampleKind::iq || recording.kind == SampleKind::rf;
  const char* const needed = "MISSING: nothing can be computed without it";
  if (echo) {
    print_key(out, "CenterFrequency", recording.centre_frequency_hz, "Hz", needed);
    print_key(out, "SoundSpeed", recording.sound_speed_m_per_s, "m/s", needed);
  }
  if (recording.kind == SampleKind::rf) {
    print_key(out, "SamplingFrequency", recording.sampling_frequency_hz, "Hz", needed);
  }
  info_line(out, "Density",
            shown(recording.density_kg_per_m3) + " kg/m3" +
                (recording.density_stated ? "" : " (not given: the customary value)"));
  info_line(
      out, "Isotropic",
      recording.isotropic_stated ? "true" : "not given: no Young's modulus without --isotropic");
  print_key(out, "TissueThickness", recording.thickness_m, "m",
            "not given: a layer that guides the wave shows by its dispersion alone");
  std::string regions;
  for (const Region& region : recording.regions) {
    regions += (regions.empty() ? "" : ", ") + region.name;
  }
  info_line(out, "Regions", regions.empty() ? "none" : regions);
  info_line(out, "Mask", recording.mask ? "given" : "none");
  print_sidecars(out, sidecar);
}

void print_shear_wave(std::ostream& out, const InputRecording& input) {
  info_line(
      out, "format",
      format_title(input.format) +
          (input.files.size() > 1 ? ", " + std::to_string(input.files.size()) + " files" : ""));
  const ShearWaveRecording recording = read_unchecked_recording(input.file, input.sidecar);
  print_identity(out, recording.identity);
  print_samples(out, recording);
  print_metadata(out, recording, input.sidecar);
  if (!input.cine) validate(recording);  // a cine has no push
}

void print_recording(std::ostream& out, const std::filesystem::path& file,
                     const InfoSettings& settings) {
  const InputRecording input = open_input(file, settings.study);
  out << file.string() << "\n";
  try {
    if (input.is_trace()) {
      print_trace(out, input);
      check_trace(input);
    } else {
      print_shear_wave(out, input);
    }
  } catch (const Error& error) {
    info_line(out, "check", "refused");
    const std::string what = error.what();
    const bool named = what.find(input.file.filename().string()) != std::string::npos;
    throw Error(error.kind(), named ? what : file.string() + ": " + what);
  }
  info_line(out, "check", "ready for `stiff run`");
}

int info(const InfoSettings& settings, const Call& call) {
  if (call.arguments.empty() && settings.muscle.empty()) {
    throw Error(ErrorKind::usage, "info needs a FILE or folder, or --muscle with a name");
  }
  if (!settings.muscle.empty()) {
    print_muscle(std::cout, known_muscles(settings.muscles), settings.muscle);
  }
  for (const std::string& file : call.arguments) {
    in_own_process(file, [&] {
      if (std::filesystem::is_directory(file)) {
        print_study_folder(std::cout, file, settings.muscles);
      } else if (!print_result_file(std::cout, file)) {
        print_recording(std::cout, file, settings);
      }
    });
  }
  return 0;
}

}  // namespace

extern const Command kInfo;
const Command kInfo{
    .name = "info",
    .summary = "Says what a file is, its sizes, axes and units, and what is missing",
    .description =
        "Reads a recording of any known format with its sidecars, or a results file, and prints "
        "what "
        "is in it. Keys are those of a sidecar, so that what is missing can be written into one. "
        "Ends "
        "with 65 and the reason where `stiff run` would refuse the recording.\n\n"
        "Of a study's folder it reads participants.tsv, sessions.tsv, treatments.tsv and "
        "outcomes.tsv beside the recordings (or results.h5) and prints who lacks what: which "
        "recording has no row and which row no recording, who is in one table only, which session, "
        "side or outcome is missing. Ends with 65 where a line is at fault: an outcome out of its "
        "scale, an unknown technique, a line twice.",
    .arguments =
        {{"FILE",
          "A recording (for a Vantage triple any of its files), a results file, or a study's "
          "folder",
          0, kAnyNumber}},
    .examples = {{"stiff info study/sub-01/sub-01_muscle-soleus_swe.mat",
                  "One recording with its sidecars"},
                 {"stiff info sub-01_muscle-soleus_myotonometry.csv",
                  "A trace: its columns, its clock, and what is known of the probe"},
                 {"stiff info study", "A study's tables: who lacks what"},
                 {"stiff info results/results.h5", "How many recordings and numbers a study gave"},
                 {"stiff info --muscle \"gluteus medius\"",
                  "Its names, and where its trigger points are known to hurt"}},
    .job = job<InfoSettings, info>};

}  // namespace stiff::tool
