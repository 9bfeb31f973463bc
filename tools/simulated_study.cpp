#include "tools/simulated_study.h"

#include "stiff/io/atomic_file.h"
#include "stiff/io/bids_name.h"
#include "stiff/io/shear_wave_file.h"
#include "stiff/phantom/swe_phantom.h"

#include <cmath>

#include "tools/bound_option.h"
#include "tools/option_text.h"
#include "tools/output_path.h"

namespace stiff::tool {
namespace {

namespace fs = std::filesystem;

std::string truth_row(const std::string& recording_id, const std::string& roi, double speed_m_per_s,
                      const PhantomMedium& medium) {
  const double modulus_pa = medium.density_kg_per_m3 * speed_m_per_s * speed_m_per_s;
  const auto cell = [](double value) { return std::isnan(value) ? "n/a" : number_text(value); };
  return recording_id + "\t" + roi + "\t" + cell(speed_m_per_s) + "\t" +
         cell(std::round(modulus_pa) / 1e3) + "\t" + cell(medium.viscosity_pa_s) + "\n";
}

/// What the recording's rows must come back as: the whole field where it has one speed, each
/// region, and no speed at all where nothing was pushed.
std::string truth_rows(const std::string& recording_id, const SwePhantom& phantom,
                       const PhantomMedium& medium) {
  if (!phantom.truth.wave) return truth_row(recording_id, "all", kNaN, medium);
  std::string rows;
  if (medium.nodules.empty() && medium.layers.empty()) {
    rows += truth_row(recording_id, "all", medium.speed_m_per_s, medium);
  }
  for (const RegionTruth& region : phantom.truth.regions) {
    rows += truth_row(recording_id, region.region.name, region.speed_m_per_s, medium);
  }
  return rows;
}

/// The options of this very phantom, whatever command it is made by.
Provenance provenance_of(SwePhantomOptions options) {
  SwePhantomOptions defaults;
  std::vector<BoundOption> bound;
  bind_struct(bound, "", true, options);
  std::vector<BoundOption> at_default;
  bind_struct(at_default, "", true, defaults);
  for (std::size_t i = 0; i < bound.size(); ++i) bound[i].default_text = at_default[i].text();
  return recorded_options("simulate swe", bound);
}

SwePhantom written(const fs::path& file, const RecordingIdentity& identity,
                   const SwePhantomOptions& options) {
  SwePhantom phantom = simulate_shear_wave(options);
  phantom.recording.identity = identity;
  write_shear_wave_file(file, phantom.recording, &phantom.truth, provenance_of(options));
  return phantom;
}

}  // namespace

void write_simulated_study(const fs::path& folder, std::span<const SimulatedRecording> recordings,
                           const Progress& progress) {
  std::string participants = "participant_id\tgroup\n";
  std::string truth =
      "recording_id\troi\tshear_wave_speed_m_per_s\tshear_modulus_kpa\tviscosity_pa_s\n";
  std::size_t done = 0;
  for (const SimulatedRecording& one : recordings) {
    const std::string participant = "sub-" + one.participant;
    const std::string stem = participant + "_muscle-" + one.muscle + "_swe";
    const fs::path file = folder / participant / (stem + ".h5");
    make_folder(file.parent_path());
    const RecordingIdentity identity = identity_from_path(folder, file);
    const SwePhantom phantom = written(file, identity, one.phantom);
    participants += participant + "\tphantom\n";
    truth += truth_rows(identity.recording_id, phantom, one.phantom.medium);
    ++done;
    if (progress) progress(static_cast<double>(done), static_cast<double>(recordings.size()));
  }
  write_file_atomically(folder / "participants.tsv", participants);
  write_file_atomically(folder / "truth.tsv", truth);
}

void write_simulated_recording(const fs::path& file, const SwePhantomOptions& phantom) {
  make_folder(file.parent_path());
  written(file, identity_from_path(file.parent_path(), file), phantom);
}

}  // namespace stiff::tool
