#include "tools/simulated_cohort.h"

#include "stiff/dsp/robust_scale.h"
#include "stiff/io/atomic_file.h"
#include "stiff/io/bids_name.h"
#include "stiff/io/maps_file.h"
#include "stiff/io/results_file.h"
#include "stiff/tissue/moduli.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "tools/cohort_tables.h"
#include "tools/option_text.h"
#include "tools/output_path.h"
#include "tools/simulated_swe.h"
#include "tools/truth_table.h"

namespace stiff::tool {
namespace {

namespace fs = std::filesystem;

constexpr double kDensity = 1000;
constexpr const char* kDevice = "phantom";
constexpr const char* kMethod = "vector_correlation_map";
constexpr const char* kNote =
    "map of a phantom, measured by the formula of the chain from IQ (map_chain.h)";

RecordingIdentity identity_of(const std::string& recording_id) {
  RecordingIdentity identity = identity_from_path("", recording_id + ".h5");
  identity.source.clear();  // there is no file of samples
  identity.device = kDevice;
  identity.state = "rest";
  identity.probe_direction = "along";
  return identity;
}

Maps maps_of(const MeasuredMap& measured, const CohortMaps& cohort, const std::string& id) {
  Maps maps;
  maps.recording_id = id;
  maps.axial_m = cohort.axial_m();
  maps.lateral_m = cohort.lateral_m();
  const Picture<float> speed = (measured.kpa * static_cast<float>(1e3 / kDensity)).sqrt();
  maps.quantities.push_back(
      {"shear_wave_speed", kNote, speed, 0.5f * speed * measured.std_error_kpa / measured.kpa});
  maps.quantities.push_back({"shear_modulus", std::string("rho c^2; rho 1000 kg m-3; ") + kNote,
                             measured.kpa, measured.std_error_kpa});
  maps.quality = measured.quality;
  maps.reason = measured.reason;
  return maps;
}

double median_where(const MeasuredMap& measured, const Picture<float>& values) {
  std::vector<double> valid;
  for (Index i = 0; i < values.size(); ++i) {
    if (measured.reason.data()[i] == 0) valid.push_back(static_cast<double>(values.data()[i]));
  }
  return median(std::move(valid));
}

RecordingResult result_of(const MeasuredMap& measured, const CohortMaps& cohort,
                          RecordingIdentity identity) {
  const double kpa = median_where(measured, measured.kpa);
  const double speed = std::sqrt(1e3 * kpa / kDensity);
  const auto count = static_cast<std::int64_t>((measured.reason == 0).count());
  const double quality = median_where(measured, measured.quality);
  const Estimate estimate =
      make_estimate(speed, 0.5 * speed * cohort.chain().median_error(measured), quality, count);
  RecordingResult result;
  result.identity = std::move(identity);
  result.message = kNote;
  result.estimates = {
      {"shear_wave_speed", "all", kMethod, 0, true, estimate},
      {"shear_modulus", "all", kMethod, 0, true, shear_modulus_kpa(estimate, kDensity)}};
  return result;
}

void write_tables_of(const fs::path& folder, std::span<const CohortPerson> people,
                     const std::string& muscle) {
  write_file_atomically(folder / "participants.tsv", cohort_participants_text(people));
  write_file_atomically(folder / "lesions.tsv", cohort_lesions_text(people, muscle));
  write_file_atomically(folder / "labels.tsv", cohort_labels_text(people, muscle));
}

/// Lists as the phantom's options hold them.
std::string places_text(const CohortRecording& recording, LesionKind kind) {
  const double size = kind == LesionKind::band ? 2e3 : 1e3;
  std::string text;
  for (const CohortLesion& lesion : recording.lesions) {
    if (lesion.kind != kind) continue;
    const Nodule& place = lesion.place;
    for (double value :
         {place.centre.lateral_m * 1e3, place.centre.axial_m * 1e3, place.semi_lateral_m * size,
          place.semi_axial_m * size, place.tilt_rad * 57.29577951308232, place.speed_m_per_s}) {
      if (!text.empty() && text.back() != ';') text += ",";
      text += number_text(value);
    }
    text += ";";
  }
  return text;
}

std::size_t recordings_in(std::span<const CohortPerson> people) {
  std::size_t count = 0;
  for (const CohortPerson& person : people) count += person.recordings.size();
  return count;
}

}  // namespace

SwePhantomOptions cohort_phantom_of(const CohortRecording& recording, const CohortGrid& grid,
                                    const UnevenMuscle& uneven, const MapChainOptions& chain,
                                    const CohortEcho& echo) {
  SwePhantomOptions options;
  options.seed = recording.seed;
  options.medium.speed_m_per_s = std::sqrt(1e3 * recording.modulus_kpa / kDensity);
  options.medium.density_kg_per_m3 = kDensity;
  options.medium.uneven = uneven;
  options.medium.uneven_seed = recording.seed;
  options.medium.nodules = places_text(recording, LesionKind::nodule);
  options.medium.bands = places_text(recording, LesionKind::band);
  const double height = grid.pitch_m * (grid.rows - 1);
  options.grid.width_m = grid.pitch_m * (grid.columns - 1);
  options.grid.lateral_pitch_m = grid.pitch_m;
  options.grid.shallow_m = grid.shallow_m;
  options.grid.deep_m = grid.shallow_m + height;
  options.grid.axial_pitch_m = echo.axial_pitch_m;
  options.grid.prf_hz = echo.prf_hz;
  options.push.lateral_mm = chain.push_lateral_mm;
  options.push.focus_m = grid.shallow_m + height / 2;
  options.push.axial_sigma_m = chain.error_depth_m / 2;
  options.echo.snr_db = echo.snr_db;
  double outermost = 0;
  for (double push : push_positions(options.push)) outermost = std::max(outermost, std::abs(push));
  // A quarter longer for what is softer on the way, and 1.5 ms for the wave's own length.
  const double way_s = 1.25 * (options.grid.width_m / 2 + outermost) / options.medium.speed_m_per_s;
  options.grid.frames =
      options.grid.reference_frames + static_cast<int>(std::ceil(echo.prf_hz * (way_s + 1.5e-3)));
  return options;
}

void write_cohort_results(const fs::path& folder, std::span<const CohortPerson> people,
                          const CohortMaps& maps, const std::string& muscle,
                          const Provenance& provenance, const Progress& progress) {
  make_folder(folder / "maps");
  std::vector<RecordingResult> results;
  std::vector<TruthRow> truth;
  const auto total = static_cast<double>(recordings_in(people));
  for (const CohortPerson& person : people) {
    for (const CohortRecording& one : person.recordings) {
      const std::string id = cohort_recording_id(one, static_cast<int>(people.size()), muscle);
      const RecordingIdentity identity = identity_of(id);
      const MeasuredMap measured = maps.measure(one);
      write_maps(folder / "maps" / (id + ".h5"), maps_of(measured, maps, id), identity, provenance);
      results.push_back(result_of(measured, maps, identity));
      const double kpa = median_where(measured, measured.true_kpa);
      truth.push_back({id, "shear_modulus", "all", 0, kpa});
      truth.push_back({id, "shear_wave_speed", "all", 0, std::sqrt(1e3 * kpa / kDensity)});
      if (progress) progress(static_cast<double>(results.size()), total);
    }
  }
  write_tables_of(folder, people, muscle);
  write_file_atomically(folder / "truth.tsv", truth_text(truth));
  write_results(folder / "results.h5", results, provenance);
}

void write_cohort_study(const fs::path& folder, std::span<const CohortPerson> people,
                        const std::function<SwePhantomOptions(const CohortRecording&)>& phantom_of,
                        const std::string& muscle, const Progress& progress) {
  std::vector<SimulatedRecording> recordings;
  for (const CohortPerson& person : people) {
    const std::string label = numbered_label(person.number, static_cast<int>(people.size()));
    for (const CohortRecording& one : person.recordings) {
      recordings.push_back(simulated_swe(label, muscle, phantom_of(one)));
      recordings.back().side = one.side;
    }
  }
  write_simulated_study(folder, recordings, progress);
  write_file_atomically(folder / "swe.json",
                        std::string("{\"Device\": \"") + kDevice +
                            "\", \"State\": \"rest\", \"ProbeDirection\": \"along\"}\n");
  write_tables_of(folder, people, muscle);
}

}  // namespace stiff::tool
