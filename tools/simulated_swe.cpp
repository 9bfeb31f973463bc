#include "tools/simulated_swe.h"

#include "stiff/io/shear_wave_file.h"
#include "stiff/phantom/speed_map.h"
#include "stiff/phantom/swe_phantom.h"

#include <utility>

#include "tools/bound_option.h"

namespace stiff::tool {
namespace {

void add_truth(std::vector<TruthRow>& rows, const std::string& roi, double speed_m_per_s,
               const PhantomMedium& medium) {
  const double modulus_pa = medium.density_kg_per_m3 * speed_m_per_s * speed_m_per_s;
  const auto add = [&](const std::string& quantity, double value) {
    rows.push_back(
        {.recording_id = {}, .quantity = quantity, .roi = roi, .repeat = 0, .value = value});
  };
  add("shear_wave_speed", speed_m_per_s);
  add("shear_modulus", modulus_pa / 1e3);
  add("viscosity", medium.viscosity_pa_s);
}

std::vector<TruthRow> truth_of(const SwePhantom& phantom, const PhantomMedium& medium) {
  std::vector<TruthRow> rows;
  if (!phantom.truth.wave) {
    add_truth(rows, "all", kNaN, medium);
    return rows;
  }
  if (is_uniform(medium)) {
    add_truth(rows, "all", medium.speed_m_per_s, medium);
  }
  for (const RegionTruth& region : phantom.truth.regions) {
    add_truth(rows, region.region.name, region.speed_m_per_s, medium);
  }
  return rows;
}

}  // namespace

SimulatedRecording simulated_swe(std::string participant, std::string muscle,
                                 const SwePhantomOptions& options) {
  return {std::move(participant), std::move(muscle), "swe",
          [options](const std::filesystem::path& file, const RecordingIdentity& identity) {
            SwePhantom phantom = simulate_shear_wave(options);
            phantom.recording.identity = identity;
            write_shear_wave_file(file, phantom.recording, &phantom.truth,
                                  provenance_of("simulate swe", options));
            return truth_of(phantom, options.medium);
          }};
}

}  // namespace stiff::tool
