#pragma once

#include "stiff/core/options.h"

namespace stiff {

/// How twitches are sought in a trace.
struct TwitchSearchOptions {
  double alarm_rate = 0.05;
  bool reject_taps = true;
  bool reject_motion = true;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"twitch-alarm-rate", "1",
                 "Chance that a recording without a twitch is said to have one", 1e-6, 0.5},
          self.alarm_rate);
    visit(Option{"twitch-reject-taps", "",
                 "Take off taps and clicks: what begins with an edge and swings out"},
          self.reject_taps);
    visit(Option{"twitch-reject-motion", "",
                 "Reject what rides on a much larger slow swing as motion of the probe"},
          self.reject_motion);
  }
};

/// How the picture of an ultrasound cine is searched.
struct TwitchFieldOptions {
  double block_m = 5e-3;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"twitch-block", "m",
                 "Side of the blocks of the picture whose mean velocity is searched", 5e-4, 0.05},
          self.block_m);
  }
};

/// Everything that `analyse_twitch` can be told.
struct TwitchOptions {
  TwitchSearchOptions search;
  TwitchFieldOptions field;

  template <class Self, class Visitor>
  static void describe(Self&, Visitor&&) {}
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Twitch: search", self.search);
    visit("Twitch: ultrasound cine", self.field);
  }
};

}  // namespace stiff
