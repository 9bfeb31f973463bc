#pragma once

#include "stiff/contact/twitch_spectrum.h"

#include <array>
#include <span>
#include <vector>

namespace stiff {

/// A stretch of a record.
struct TimeSpan {
  double begin_s = 0;
  double end_s = 0;

  double length_s() const { return end_s - begin_s; }
};

/// A band and a stretch of time with more power in it than noise has.
struct BurstTile {
  SoftBand band;
  TimeSpan span;
  double score = 0;  ///< -ln of the chance that noise has as much in this tile alone
};

/// The excess power of a record over its noise, in tiles of time and frequency (Anderson2001).
///
/// Ten overlapping bands between 15 and 120 Hz, 20 Hz to all of it wide; in each the power of the
/// whitened axes, summed over stretches of 40 to 250 ms that begin at every 4 ms. The sum over its
/// mean is taken as chi-square of nu degrees of freedom over nu, with nu from the band's own
/// correlation (mean and variance agree; the tail nearly); the tile's score is -ln of the tail
/// beyond it. The largest score of all tiles is the record's; what it means is in
/// `burst_significance.h`.
///
/// A band's mean power is that of the median of its power over 0.1 s, of windows of 10 s a quarter
/// of that apart, joined by lines: noise may change over seconds, and bursts have little say.
class BurstScan {
 public:
  /// \param noise of each axis.
  BurstScan(const TwitchSpectrum& spectrum, std::span<const NoiseSpectrum> noise);

  /// The tile of the largest score among those that touch no excluded stretch and not the first or
  /// last 40 ms. Score 0 where there is none.
  BurstTile strongest(std::span<const TimeSpan> excluded) const;
  /// How long the record is without these, the ends taken off: what was searched.
  double searched_s(std::span<const TimeSpan> excluded) const;

  /// For the eye: at each time the largest power of the tiles round it, over what the tile's power
  /// must be for `score`.
  std::vector<double> course(double score) const;
  double step_s() const { return step_s_; }

 private:
  struct Band {
    SoftBand shape;
    std::vector<double> sum;  // of the power over its mean, up to each time
    std::vector<double> nu;   // of each duration
  };
  std::vector<unsigned char> mask(std::span<const TimeSpan> excluded) const;

  double step_s_ = 0;
  std::size_t size_ = 0;
  std::size_t axes_ = 0;
  std::vector<std::size_t> lengths_;  // of the durations, in steps
  std::vector<Band> bands_;
};

/// -ln Q(nu/2, nu ratio/2), without underflow. \pre nu > 0
double chi_square_score(double nu, double ratio);

}  // namespace stiff
