#include "stiff/study/analysers.h"

#include "stiff/io/maps_file.h"
#include "stiff/io/recording_reader.h"
#include "stiff/study/compression_analyser.h"
#include "stiff/study/indentation_analyser.h"
#include "stiff/study/tap_analyser.h"
#include "stiff/study/twitch_analyser.h"
#include "stiff/wave/shear_wave_analysis.h"

#include <utility>

namespace stiff {
namespace {

namespace fs = std::filesystem;

Analysis analyse_swe(const FoundRecording& found, const StudyTables& tables,
                     const ShearWaveOptions& options) {
  const fs::path& file = found.files.front();
  ShearWaveRecording recording = read_shear_wave_recording(
      file, resolve_sidecars(found.study_root, file, found.folders.get()));
  recording.regions = tables.regions_of(found, std::move(recording.regions));
  ShearWaveResult result = analyse_shear_wave(recording, options);
  Analysis analysis;
  analysis.result = {.identity = std::move(recording.identity),
                     .status = result.status,
                     .message = std::move(result.message),
                     .estimates = std::move(result.estimates)};
  analysis.write_maps = [maps = std::move(result.maps)](const fs::path& path,
                                                        const RecordingIdentity& identity,
                                                        const Provenance& provenance) {
    write_maps(path, maps, identity, provenance);
  };
  return analysis;
}

Analyser shear_wave_analyser(const ShearWaveOptions& options,
                             std::shared_ptr<const StudyTables> tables) {
  const std::string method = "vector_correlation_map";
  Analyser analyser;
  analyser.modality = "swe";
  analyser.expected = {{"shear_wave_speed", method}, {"shear_modulus", method}};
  if (options.tissue.isotropic) analyser.expected.push_back({"young_modulus", method});
  analyser.references = {"Couade2010", "Deffieux2011", "Kasai1985",   "Lin2011",
                         "Loupas1995", "Oliphant2001", "Palmeri2008", "Pinton2006",
                         "Rouze2010",  "Song2014",     "Wang2010"};
  analyser.analyse = [options, tables = std::move(tables)](const FoundRecording& found) {
    return analyse_swe(found, *tables, options);
  };
  return analyser;
}

}  // namespace

std::vector<Analyser> analysers(const AnalysisOptions& options,
                                std::shared_ptr<const StudyTables> tables) {
  return {shear_wave_analyser(options.shear_wave, std::move(tables)), tap_analyser(options.taps),
          indentation_analyser(options.indentation),
          compression_analyser(options.compression, options.indentation.relaxation),
          twitch_analyser(options.twitch)};
}

}  // namespace stiff
