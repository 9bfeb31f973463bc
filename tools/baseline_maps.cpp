#include "tools/baseline_maps.h"

#include "stiff/core/error.h"
#include "stiff/io/maps_reader.h"
#include "stiff/result/identity_fields.h"
#include "stiff/result/quantity.h"
#include "stiff/result/table_columns.h"
#include "stiff/study/output_folder.h"

namespace stiff::tool {
namespace {

constexpr Index kFewestPixels = 100;

std::vector<RecordingIdentity> identities_of(const Table& recordings) {
  std::vector<RecordingIdentity> out(rows_of(recordings));
  for (const IdentityField& field : identity_fields()) {
    const auto& values = values_of_column<std::string>(recordings, field.name);
    for (std::size_t i = 0; i < out.size(); ++i) out[i].*field.member = values[i];
  }
  return out;
}

BaselineKey key_of(const RecordingIdentity& identity, const std::string& quantity_name) {
  BaselineKey key;
  key.muscle = identity.muscle;
  key.quantity = quantity_name;
  key.units = std::string(quantity(quantity_name).units);
  key.device = identity.device;
  key.state = identity.state;
  key.posture = identity.posture;
  key.probe_direction = identity.probe_direction;
  return key;
}

}  // namespace

MapsTaken add_maps(FieldCohort& cohort, const std::filesystem::path& folder,
                   const Table& recordings, const std::map<std::string, Person>* people,
                   const CohortOptions& options, const BaselineMapSettings& settings,
                   const std::string& study) {
  MapsTaken out;
  const OutputPaths paths{folder};
  for (const RecordingIdentity& identity : identities_of(recordings)) {
    if (!options.session.empty() && identity.session != options.session) continue;
    Person person;
    if (people) {
      const auto found = people->find(identity.participant);
      if (found != people->end()) person = found->second;
    }
    if (!options.group.empty() && person.group != options.group) continue;
    const std::filesystem::path file = paths.maps_file(identity.recording_id);
    if (!std::filesystem::exists(file)) continue;
    try {
      const MapsFile read = read_maps(file);
      const LogMap map = log_map(read.maps, settings.quantity, settings.pixels);
      if (map.valid < kFewestPixels) {
        out.notes.push_back(identity.recording_id + ": its map has too few valid pixels");
        continue;
      }
      cohort.add(key_of(identity, settings.quantity), study + "/" + identity.participant,
                 person.sex, person.age, map);
      ++out.maps;
    } catch (const Error& error) {
      // The file of a trace has no picture, which is no fault of anybody's.
      if (identity.modality == "swe" || identity.modality == "mre") {
        out.notes.push_back(error.what());
      }
    }
  }
  return out;
}

}  // namespace stiff::tool
