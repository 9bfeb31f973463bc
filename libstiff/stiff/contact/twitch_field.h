#pragma once

#include "stiff/contact/twitch_detection.h"
#include "stiff/core/cube.h"

#include <vector>

namespace stiff {

/// The picture of a cine cut into blocks, with the motion that all of it shares taken off.
struct TwitchBlocks {
  std::vector<std::vector<double>>
      local;                   ///< (block, time): mean velocity less the shared one, m/s
  std::vector<double> shared;  ///< (time): the shared velocity at the picture's middle
  std::vector<double> axial_m, lateral_m;  ///< middles of the blocks
  bool shared_removed = false;             ///< false below four blocks: what is shared is not known
};

/// The probe's motion is what the whole picture does: at each time a plane over the blocks' means
/// (below 9 blocks their median), by Tukey's biweight (Huber1981), so that a burst in less than a
/// third of the picture has no say. A twitch that fills the picture is not told from it.
TwitchBlocks twitch_blocks(View3<const float> velocity, const Axis& axial_m, const Axis& lateral_m,
                           double block_m);

/// A twitch with its place.
struct FieldTwitch {
  FoundTwitch twitch;     ///< of the block in which it is clearest
  std::size_t block = 0;  ///< that block
  double axial_m = kNaN;  ///< centroid of its power over the blocks
  double lateral_m = kNaN;
  std::size_t blocks = 0;  ///< in how many blocks it was found
};

struct TwitchFieldDetection {
  TwitchBlocks blocks;
  std::vector<FieldTwitch> twitches;  ///< in order of time
  double p_value = 1;
  double searched_s = 0;     ///< of the clearest block
  std::size_t clearest = 0;  ///< block
  TwitchDetection course;    ///< of that block, with its course
};

/// Finds twitches in a cine of tissue velocity: `detect_twitches` on each block's local velocity,
/// the alarm rate held over all blocks together. What is found in several blocks at one time is one
/// twitch. Taps and clicks are not sought: what the probe does is in the shared motion.
/// \param velocity m/s, (axial, lateral, time) on an even clock.
/// \throws Error (bad_data) for a cine that is too short, too slow, not finite or at rest.
TwitchFieldDetection detect_field_twitches(View3<const float> velocity, const Axis& axial_m,
                                           const Axis& lateral_m, double frame_rate_hz,
                                           const TwitchOptions& options);

}  // namespace stiff
