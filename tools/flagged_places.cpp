#include "tools/flagged_places.h"

#include "stiff/io/candidate_files.h"

#include <array>
#include <map>
#include <string>

#include "tools/muscle_naming.h"

namespace stiff::tool {

std::vector<FlaggedPlace> flagged_places(const std::filesystem::path& file,
                                         const MuscleTable& muscles,
                                         std::vector<DroppedNumber>& dropped) {
  std::map<std::array<std::string, 4>, FlaggedPlace> places;
  for (const FlaggedRecording& one : read_candidate_file(file).recordings) {
    const RecordingIdentity& id = one.identity;
    std::string muscle = id.muscle, side = id.side;
    name_as_the_table_does(muscle, side, muscles);
    if (one.status != Status::ok || id.participant.empty()) {
      const std::string why =
          id.participant.empty() ? "no participant" : "it could not be looked at: " + one.message;
      dropped.push_back(
          {id.recording_id, id.participant, id.session, muscle, side, "candidates", why});
      continue;
    }
    FlaggedPlace& place = places[{id.participant, id.session, muscle, side}];
    const bool candidate = place.candidate || one.found > 0;
    const Muscle* known = muscles.find(muscle);
    place = {id.participant, id.session, muscle, side, candidate, known ? known->referral : ""};
  }
  std::vector<FlaggedPlace> out;
  for (auto& [key, place] : places) out.push_back(std::move(place));
  return out;
}

}  // namespace stiff::tool
