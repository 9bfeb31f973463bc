#include "stiff/contact/twitch_detection.h"

#include "stiff/contact/burst_significance.h"
#include "stiff/contact/event_fit.h"
#include "stiff/contact/probe_swings.h"
#include "stiff/contact/twitch_axes.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace stiff {
namespace {

constexpr int kMostPasses = 12;
constexpr int kMostEvents = 1000;
constexpr double kApart_s = 0.5;      // events nearer than this are judged one after the other
constexpr double kTapMargin = 6;      // gain: a burst is the rule where the two are near
constexpr double kMisfit = 0.15;      // of a tap's or click's course that its shape may leave
constexpr double kStillSeen = 0.7;    // SD of the noise
constexpr double kEdge_s = 0.015;     // round an edge, and round what is still seen
constexpr double kRinging = 0.1;      // of a twitch's peak, within 0.5 s of it
constexpr double kFarRinging = 1e-3;  // and farther off
constexpr double kSameTap_s = 0.08;
constexpr double kRemainder = 0.2;  // of a tap's course: a burst below it is what its shape left
constexpr double kRing_s = 0.06;    // how far a tap's edge is seen in the narrow bands
constexpr double kClickRing_s = 0.04;

// What a pass over the record holds: it is made anew when a tap was taken off.
struct Pass {
  TwitchSpectrum spectrum;
  std::vector<NoiseSpectrum> noise;
  BurstScan scan;
  std::optional<EventFitter> fitter;

  Pass(std::span<const std::vector<double>> axes, std::vector<NoiseSpectrum> of_axes,
       double rate_hz)
      : spectrum(axes, rate_hz), noise(std::move(of_axes)), scan(spectrum, noise) {}
};

std::vector<NoiseSpectrum> noise_of(std::span<const std::vector<double>> axes, double rate_hz) {
  std::vector<NoiseSpectrum> noise;
  for (const auto& axis : axes) noise.push_back(noise_spectrum(axis, rate_hz));
  return noise;
}

void subtract(std::vector<std::vector<double>>& axes, double rate_hz,
              const EventFit<TapShape>& fit) {
  const double begin_s = fit.shape.onset_s - 2 / rate_hz;
  const double length_s = 15 / fit.shape.decay_per_s + fit.shape.push_s;
  const double last = static_cast<double>(axes.front().size());
  const auto first = static_cast<std::size_t>(std::clamp(begin_s * rate_hz, 0.0, last));
  const auto end = static_cast<std::size_t>(std::clamp((begin_s + length_s) * rate_hz, 0.0, last));
  if (end <= first) return;
  std::vector<std::complex<double>> shape(end - first);
  fit.shape.fill(static_cast<double>(first) / rate_hz, 1 / rate_hz, shape);
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    const auto [re, im] = fit.amplitude[axis];
    for (std::size_t i = 0; i < shape.size(); ++i) {
      axes[axis][first + i] -= re * shape[i].real() + im * shape[i].imag();
    }
  }
}

// From the edge until the misfit that is allowed is lost in the noise.
TimeSpan closed_by(const EventFitter& fitter, const EventFit<TapShape>& fit, const TimeSpan& tile) {
  const auto course = fitter.seen(fit, tile);
  TimeSpan closed{fit.shape.onset_s - kEdge_s, fit.shape.onset_s + fit.shape.push_s + kEdge_s};
  for (std::size_t i = 0; i < course.modulus.size(); ++i) {
    if (!(kMisfit * course.modulus[i] > kStillSeen)) continue;
    const double t = course.first_s + course.step_s * static_cast<double>(i);
    closed.begin_s = std::min(closed.begin_s, t - kEdge_s);
    closed.end_s = std::max(closed.end_s, t + kEdge_s);
  }
  return closed;
}

// The length of a tap's vector as it decays, spread over the ringing of the narrow bands.
double course_of(const EventFit<TapShape>& fit, double time_s) {
  double length = 0;
  for (const auto& [re, im] : fit.amplitude) length += re * re + im * im;
  const double ring_s = fit.shape.is_click() ? kClickRing_s : kRing_s;
  const double after_s = time_s - fit.shape.onset_s;
  if (after_s < -ring_s) return 0;
  return std::sqrt(length) * std::exp(-fit.shape.decay_per_s * std::max(after_s - ring_s, 0.0));
}

class Detector {
 public:
  Detector(std::span<const std::vector<double>> axes, double rate_hz,
           const TwitchSearchOptions& options, int traces)
      : axes_(axes.begin(), axes.end()), rate_hz_(rate_hz), options_(options), traces_(traces) {}

  TwitchDetection run(bool with_course) {
    const Clipping clipping = find_clipping(axes_, rate_hz_);
    found_.clipped = clipping.spans;
    found_.clipped_share = clipping.share;
    found_.closed = clipping.spans;
    axes_ = principal_axes(axes_, rate_hz_);
    std::optional<Pass> pass;
    for (int n = 0; n < kMostPasses; ++n) {
      pass.emplace(axes_, noise_of(axes_, rate_hz_), rate_hz_);
      if (!search(*pass)) break;
    }
    finish(*pass, with_course);
    return std::move(found_);
  }

 private:
  double p_value(const BurstTile& tile, const Pass& pass) const {
    return std::max(burst_p_value(tile.score, pass.spectrum.duration_s(),
                                  pass.scan.searched_s(found_.closed), traces_),
                    kLeastBurstP);
  }

  // One sweep over what stands out; whether something was taken off the axes.
  bool search(Pass& pass) {
    bool changed = false;
    std::vector<TimeSpan> aside = found_.closed;
    for (int n = 0; n < kMostEvents; ++n) {
      const BurstTile tile = pass.scan.strongest(aside);
      const double p = p_value(tile, pass);
      if (!(p <= options_.alarm_rate)) break;
      if (!pass.fitter) {
        pass.fitter.emplace(pass.spectrum, pass.noise, rate_hz_);
        for (const FoundTwitch& twitch : found_.twitches) pass.fitter->mute(twitch.extent.whole);
      }
      const std::size_t closed = found_.closed.size();
      if (judge(pass, tile, p)) {
        changed = true;
        aside.push_back({tile.span.begin_s - kApart_s, tile.span.end_s + kApart_s});
      }
      aside.insert(aside.end(), found_.closed.begin() + static_cast<Index>(closed),
                   found_.closed.end());
    }
    return changed;
  }

  bool judge(Pass& pass, const BurstTile& strongest, double p) {
    const TimeSpan& tile = strongest.span;
    const EventFit<BurstShape> burst = pass.fitter->burst(tile);
    if (options_.reject_taps) {
      const EventFit<TapShape> tap = pass.fitter->tap(tile);
      if (tap.gain > burst.gain + kTapMargin) {
        subtract(axes_, rate_hz_, tap);
        found_.closed.push_back(closed_by(*pass.fitter, tap, tile));
        taps_.push_back(tap);
        return true;
      }
    }
    const double frequency_hz = burst.shape.omega_per_s / (2 * std::numbers::pi);
    TimeSpan round = tile;
    if (burst.gain > 0) {
      const BurstShape& b = burst.shape;
      round.begin_s = std::min(round.begin_s, b.onset_s - 0.5 * b.rise * b.duration_s);
      round.end_s = std::max(round.end_s, b.onset_s + b.duration_s * (1 + 0.5 * b.fall));
    }
    for (const FoundTwitch& other : found_.twitches) {
      const TimeSpan& known = other.extent.whole;
      if (tile.begin_s >= known.end_s) round.begin_s = std::max(round.begin_s, known.end_s);
      if (tile.end_s <= known.begin_s) round.end_s = std::min(round.end_s, known.begin_s);
    }
    if (options_.reject_motion && rides_on_swing(pass.spectrum, tile, frequency_hz)) {
      found_.on_swings.push_back(tile);
      found_.closed.push_back(round);
      return false;
    }
    FoundTwitch twitch{burst_extent(pass.spectrum, round, burst, found_.closed), frequency_hz, p,
                       strongest.score};
    TimeSpan whole = twitch.extent.whole;
    whole.begin_s = std::min(whole.begin_s, tile.begin_s);
    whole.end_s = std::max(whole.end_s, tile.end_s);
    found_.closed.push_back(whole);
    if (is_remainder(twitch) || is_ringing(twitch)) return false;
    pass.fitter->mute(whole);
    found_.twitches.push_back(std::move(twitch));
    reads_.push_back({round, burst});
    return false;
  }

  // Whether the taps that were taken off explain most of its length as what their shapes left.
  bool is_remainder(const FoundTwitch& twitch) const {
    constexpr int kPoints = 40;
    const BurstExtent& extent = twitch.extent;
    const bool timed = extent.onset_s.has_value();
    const TimeSpan span =
        timed ? TimeSpan{extent.onset_s.value, extent.onset_s.value + extent.duration_s.value}
              : extent.whole;
    int covered = 0;
    for (int i = 0; i < kPoints; ++i) {
      const double t = span.begin_s + span.length_s() * (i + 0.5) / kPoints;
      double most = 0;
      for (const auto& tap : taps_) most = std::max(most, course_of(tap, t));
      covered += timed && extent.peak.value > kRemainder * most ? 0 : 1;
    }
    return 2 * covered > kPoints;
  }

  // Whether it is what the bands' edges leave of a much larger twitch beside it, or its flank.
  bool is_ringing(const FoundTwitch& twitch) const {
    const BurstExtent& a = twitch.extent;
    return std::any_of(found_.twitches.begin(), found_.twitches.end(), [&](const auto& other) {
      const BurstExtent& b = other.extent;
      const bool near =
          a.whole.begin_s < b.whole.end_s + kApart_s && b.whole.begin_s < a.whole.end_s + kApart_s;
      if (!near) return a.peak.value < kFarRinging * b.peak.value;
      const bool within = a.onset_s.value < b.onset_s.value + b.duration_s.value &&
                          b.onset_s.value < a.onset_s.value + a.duration_s.value;
      return within || !(a.peak.value > kRinging * b.peak.value);
    });
  }

  // Taps whose edges lie within one swing of each other are one: its second mode, its push's end.
  void count_taps() {
    std::sort(taps_.begin(), taps_.end(),
              [](const auto& a, const auto& b) { return a.shape.onset_s < b.shape.onset_s; });
    double last_s = -1, last_click_s = -1;
    for (const auto& tap : taps_) {
      if (tap.shape.is_click() || tap.shape.onset_s - last_s < kSameTap_s) continue;
      last_s = tap.shape.onset_s;
      found_.tap_s.push_back(last_s);
    }
    for (const auto& tap : taps_) {
      if (!tap.shape.is_click()) continue;
      const double at_s = tap.shape.onset_s;
      const bool of_tap = std::any_of(found_.tap_s.begin(), found_.tap_s.end(),
                                      [&](double t) { return std::abs(t - at_s) < kSameTap_s; });
      if (of_tap || at_s - last_click_s < kSameTap_s) continue;
      last_click_s = at_s;
      found_.click_s.push_back(at_s);
    }
  }

  void finish(const Pass& pass, bool with_course) {
    found_.searched_s = pass.scan.searched_s(found_.closed);
    found_.alarm_score = burst_threshold(options_.alarm_rate, pass.spectrum.duration_s(),
                                         std::max(found_.searched_s, pass.scan.step_s()), traces_);
    const BurstTile left = pass.scan.strongest(found_.closed);
    found_.p_value = p_value(left, pass);
    found_.score = left.score;
    // Once more, now that no tap is left whose swing would count as noise.
    for (std::size_t i = 0; i < reads_.size(); ++i) {
      const TimeSpan whole = found_.twitches[i].extent.whole;
      found_.twitches[i].extent =
          burst_extent(pass.spectrum, reads_[i].round, reads_[i].fit, found_.closed);
      found_.twitches[i].extent.whole = whole;
    }
    for (const FoundTwitch& twitch : found_.twitches) {
      found_.p_value = std::min(found_.p_value, twitch.p_value);
      found_.score = std::max(found_.score, twitch.score);
    }
    std::sort(found_.twitches.begin(), found_.twitches.end(),
              [](const FoundTwitch& a, const FoundTwitch& b) {
                return a.extent.whole.begin_s < b.extent.whole.begin_s;
              });
    count_taps();
    if (with_course) fill_course(pass);
  }

  void fill_course(const Pass& pass) {
    found_.excess = pass.scan.course(found_.alarm_score);
    found_.step_s = pass.scan.step_s();
    found_.swings = static_cast<int>(probe_swings(pass.spectrum, pass.noise).size());
  }

  std::vector<std::vector<double>> axes_;
  double rate_hz_;
  TwitchSearchOptions options_;
  int traces_;
  TwitchDetection found_;
  std::vector<EventFit<TapShape>> taps_;
  struct Read {
    TimeSpan round;
    EventFit<BurstShape> fit;
  };
  std::vector<Read> reads_;  // what the extents of `twitches` are read with
};

}  // namespace

TwitchDetection detect_twitches(std::span<const std::vector<double>> axes,
                                double sampling_frequency_hz, const TwitchSearchOptions& options,
                                int traces, bool with_course) {
  return Detector(axes, sampling_frequency_hz, options, traces).run(with_course);
}

}  // namespace stiff
