#include <string>

#include "tools/command.h"
#include "tools/simulated_twitch.h"

namespace stiff::tool {
namespace {

struct SimulateTwitchSettings {
  PhantomStudy study;
  SimulatedTwitchOptions twitch;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    PhantomStudy::describe(self.study, visit);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Kind", self.twitch);
  }
};

int simulate(const SimulateTwitchSettings& settings, const Call&) {
  write_phantoms(settings.study, [&](int n, const std::string& label) {
    SimulatedTwitchOptions twitch = settings.twitch;
    twitch.phantom.seed += static_cast<std::uint64_t>(n);
    return simulated_twitch(label, "phantom", twitch);
  });
  return 0;
}

}  // namespace

extern const Command kSimulateTwitch;
const Command kSimulateTwitch{
    .name = "simulate twitch",
    .summary = "Writes recordings of local twitch responses, with the truth inside",
    .description =
        "Simulates what an accelerometer records while a muscle twitches under needle or finger: "
        "bursts at times by chance in white, 1/f or autoregressive noise, among taps, contact "
        "clicks and swings of the probe; or, with --cine, the velocity of the tissue in an "
        "ultrasound picture, where a twitch is local and the probe's motion is not.\n\n"
        "A folder becomes a study that `stiff run` takes, with participants.tsv and truth.tsv "
        "beside the recordings. Equal options give equal bytes.",
    .arguments = {},
    .examples =
        {{"stiff simulate twitch --out twitch.h5 --bursts 2 --taps 3 --motion-times-noise 20",
          "Two twitches at four times the noise, among taps and motion"},
         {"stiff simulate twitch --out quiet --count 50 --bursts 0 --colour pink",
          "A study of 50 recordings without any: 5 % may raise an alarm"},
         {"stiff simulate twitch --out cine_twitch.h5 --cine --record 2s",
          "A cine of 2 s with one twitch"}},
    .job = job<SimulateTwitchSettings, simulate>};

}  // namespace stiff::tool
