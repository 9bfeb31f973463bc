#include "stiff/contact/twitch_field.h"

#include "stiff/core/error.h"
#include "stiff/recording/twitch_recording.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace stiff {
namespace {

std::string text(double value) {
  char digits[32];
  const auto end =
      std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general, 4);
  return {digits, end.ptr};
}

void check(View3<const float> velocity, double frame_rate_hz) {
  const auto refuse = [](const std::string& what) { throw Error(ErrorKind::bad_data, what); };
  if (!(frame_rate_hz >= kSlowestTwitchSampling_hz)) {
    refuse(
        "the cine has " + text(frame_rate_hz) +
        " frames a second, too slow for a twitch: its band reaches to 120 Hz and needs at least " +
        text(kSlowestTwitchSampling_hz));
  }
  const double length_s = static_cast<double>(velocity.time()) / frame_rate_hz;
  if (!(length_s >= kShortestTwitchRecord_s)) {
    refuse("the cine is " + text(length_s) +
           " s long: too short to know its noise, which takes at least " +
           text(kShortestTwitchRecord_s) + " s");
  }
  for (Index i = 0; i < velocity.size(); ++i) {
    if (!std::isfinite(velocity.data()[i])) refuse("the cine's velocity is not finite everywhere");
  }
}

// The power of a block's band in a stretch beyond its noise's.
double power_in(const std::vector<double>& local, double rate_hz, const TimeSpan& span) {
  const TwitchSpectrum spectrum({&local, 1}, rate_hz);
  const auto z = spectrum.analytic(0, {15, 120, 4, 5}, 250, nullptr);
  double in = 0, out = 0, n_in = 0, n_out = 0;
  for (std::size_t i = 0; i < z.value.size(); ++i) {
    const double t = z.step_s * static_cast<double>(i), power = std::norm(z.value[i]);
    const bool inside = t >= span.begin_s && t <= span.end_s;
    (inside ? in : out) += power;
    (inside ? n_in : n_out) += 1;
  }
  if (!(n_in > 0 && n_out > 0)) return 0;
  const double noise = out / n_out;
  // A mean of n_in powers of noise scatters by about its root: below three of it is nothing.
  const double excess = in / n_in - noise;
  return excess > 3 * noise / std::sqrt(std::max(1.0, n_in / 2)) ? excess : 0;
}

struct Candidate {
  std::size_t block;
  FoundTwitch twitch;
};

bool meet(const TimeSpan& a, const TimeSpan& b) {
  return a.begin_s < b.end_s && b.begin_s < a.end_s;
}

void locate(FieldTwitch& found, const TwitchBlocks& blocks, double rate_hz) {
  double sum = 0, axial = 0, lateral = 0;
  for (std::size_t i = 0; i < blocks.local.size(); ++i) {
    const double power = power_in(blocks.local[i], rate_hz, found.twitch.extent.whole);
    sum += power;
    axial += power * blocks.axial_m[i];
    lateral += power * blocks.lateral_m[i];
  }
  found.axial_m = sum > 0 ? axial / sum : blocks.axial_m[found.block];
  found.lateral_m = sum > 0 ? lateral / sum : blocks.lateral_m[found.block];
}

}  // namespace

TwitchFieldDetection detect_field_twitches(View3<const float> velocity, const Axis& axial_m,
                                           const Axis& lateral_m, double frame_rate_hz,
                                           const TwitchOptions& options) {
  check(velocity, frame_rate_hz);
  TwitchFieldDetection field;
  field.blocks = twitch_blocks(velocity, axial_m, lateral_m, options.field.block_m);
  TwitchSearchOptions search = options.search;
  search.reject_taps = false;
  const auto traces = static_cast<int>(field.blocks.local.size());
  std::vector<Candidate> candidates;
  double most = 0;
  for (std::size_t i = 0; i < field.blocks.local.size(); ++i) {
    const std::vector<double>& local = field.blocks.local[i];
    const auto [low, high] = std::minmax_element(local.begin(), local.end());
    if (!(*high > *low)) {
      throw Error(ErrorKind::bad_data,
                  "a part of the cine, " + text(1e3 * field.blocks.axial_m[i]) +
                      " mm deep, is at rest throughout: that is no measurement");
    }
    TwitchDetection own = detect_twitches({&local, 1}, frame_rate_hz, search, traces);
    field.p_value = std::min(field.p_value, own.p_value);
    if (own.score > most || i == 0) {
      most = own.score;
      field.clearest = i;
      field.searched_s = own.searched_s;
    }
    for (FoundTwitch& twitch : own.twitches) candidates.push_back({i, std::move(twitch)});
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
    if (a.twitch.score != b.twitch.score) return a.twitch.score > b.twitch.score;
    return a.twitch.extent.peak.value > b.twitch.extent.peak.value;
  });
  for (Candidate& candidate : candidates) {
    const auto same =
        std::find_if(field.twitches.begin(), field.twitches.end(), [&](const FieldTwitch& known) {
          return meet(known.twitch.extent.whole, candidate.twitch.extent.whole);
        });
    if (same == field.twitches.end()) {
      field.twitches.push_back({std::move(candidate.twitch), candidate.block, kNaN, kNaN, 1});
    } else {
      ++same->blocks;
    }
  }
  if (!field.twitches.empty()) field.clearest = field.twitches.front().block;
  for (FieldTwitch& found : field.twitches) locate(found, field.blocks, frame_rate_hz);
  std::sort(field.twitches.begin(), field.twitches.end(), [](const auto& a, const auto& b) {
    return a.twitch.extent.whole.begin_s < b.twitch.extent.whole.begin_s;
  });
  const std::vector<double>& clearest = field.blocks.local[field.clearest];
  field.course = detect_twitches({&clearest, 1}, frame_rate_hz, search, traces, true);
  return field;
}

}  // namespace stiff
