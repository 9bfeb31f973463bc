#pragma once

#include "stiff/phantom/twitch_cine.h"
#include "stiff/phantom/twitch_phantom_options.h"

#include <string>

#include "tools/simulated_study.h"

namespace stiff::tool {

/// What `stiff simulate twitch` writes: a trace of acceleration, or a cine of tissue velocity.
struct SimulatedTwitchOptions {
  bool cine = false;
  TwitchPhantomOptions phantom;
  TwitchPictureOptions picture;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"cine", "", "A cine of tissue velocity in place of a trace of acceleration"},
          self.cine);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Recording", self.phantom);
    visit("Cine", self.picture);
  }
};

/// A twitch recording with its truth inside (a trace: group `truth`; a cine: the truth's `Maker`)
/// and the rows that it must come back as: count, and of each twitch onset, duration and peak; of a
/// single one at repeat 0 too, of none NaN there.
SimulatedRecording simulated_twitch(std::string participant, std::string muscle,
                                    const SimulatedTwitchOptions& options);

}  // namespace stiff::tool
