#pragma once

#include "stiff/comparison/measurements.h"
#include "stiff/core/options.h"
#include "stiff/result/identity_fields.h"
#include "stiff/result/table.h"

#include <string>
#include <vector>

namespace stiff {

/// Which recordings' maps are laid on each other.
struct MapPairOptions {
  std::string pre{};
  std::string post{};
  std::string muscle{};
  bool force_device = false;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"pre", "SESSION", "The session before, by its label"}, self.pre);
    visit(Option{"post", "SESSION", "The session after"}, self.post);
    visit(Option{"muscle", "", "Only these muscles (a,b), by any name; else all"}, self.muscle);
    visit(Option{"force-device", "",
                 "Compare though another device was used after than before, and mark it"},
          self.force_device);
  }
};

/// A place of the muscle recorded in both sessions.
struct MapPair {
  RecordingIdentity before;
  RecordingIdentity after;
  bool other_device = false;  ///< only where forced
};

struct MapPairs {
  std::vector<MapPair> pairs;  ///< by participant, muscle, side, site
  std::vector<DroppedNumber> dropped;
};

/// Pairs the recordings of the table `recordings` that have maps: of one participant, muscle, side,
/// site, state, posture, probe direction and modality, one of each session. Of several runs those
/// of one label go together; what is left goes together where it is one of each. Who lacks a
/// session, was refused, or changed the device is in `dropped`. \throws Error (usage): --pre or
/// --post missing, or the same; (bad_data): a session that no recording has, with those that there
/// are, or a table without a column that is needed.
MapPairs pair_maps(const Table& recordings, const MapPairOptions& options);

}  // namespace stiff
