#pragma once

#include "stiff/core/cube.h"
#include "stiff/core/options.h"
#include "stiff/dsp/fft.h"

#include <complex>
#include <span>
#include <vector>

namespace stiff {

/// Which way a wave travels along the lateral axis.
enum class Travel {
  to_larger,   ///< towards larger lateral positions: what leaves a push on its right
  to_smaller,  ///< towards smaller ones
};

struct DirectionalOptions {
  double edge_m_per_s = 50;
  double slowest_m_per_s = 0;
  double fastest_m_per_s = 0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"direction-edge", "m/s",
                 "Lateral speed beyond which the two directions begin to mix", 5, 1e4},
          self.edge_m_per_s);
    visit(Option{"direction-slowest", "m/s", "Slowest lateral speed kept; 0 for no limit", 0, 10},
          self.slowest_m_per_s);
    visit(Option{"direction-fastest", "m/s", "Fastest lateral speed kept; 0 for no limit", 0, 1e3},
          self.fastest_m_per_s);
  }
};

/// The gain for a component of lateral slowness `p` (s/m, > 0 in the direction kept). Without speed
/// limits it is a half-cosine step over [-1/edge, 1/edge]: the gains of the two directions add up
/// to 1. With a fastest speed v the step runs over [1/(2 v), 1/v], so that v is kept whole; with a
/// slowest speed w the gain falls over [1/w, 2/w].
double directional_gain(double p_s_per_m, const DirectionalOptions& options);

/// Separates waves by their lateral direction in the plane of lateral wavenumber and frequency
/// (Deffieux2011): a real gain on exp(2 pi i (f t + k x)), which shows the slowness -k / f. Real
/// and without phase, so an arrival is not moved. f = 0 has no direction: gain 1/2, or 0 with a
/// slowest speed.
///
/// Each depth is filtered alone. Beyond the record's ends a trace is continued by its end value,
/// falling along a half cosine, so that no sample is tapered; beyond the aperture's ends there is
/// nothing (continued traces would be motion without a direction). What remains of the opposite
/// wave, and what is lost, is largest within a wavelength or two of the aperture's ends.
class DirectionalFilter {
 public:
  /// \throws Error (usage) where a size is < 2, a step not > 0, or the speeds make no fan.
  DirectionalFilter(Index lateral, Index time, double lateral_step_m, double time_step_s,
                    const DirectionalOptions& options = {});

  /// One depth in place: (lateral, time), row-major. Safe from several threads.
  void apply(std::span<float> plane, Travel travel) const;
  /// Both directions of one depth for the price of one forward transform.
  void separate(std::span<const float> plane, std::span<float> to_larger,
                std::span<float> to_smaller) const;

 private:
  std::vector<std::complex<float>> spectrum(std::span<const float> plane) const;
  void synthesise(const std::vector<std::complex<float>>& spectrum, Travel travel,
                  std::span<float> plane) const;

  Index lateral_, time_;
  Index padded_lateral_, padded_time_;
  RealFft<float> fft_;
  std::vector<float> gain_;  ///< (padded lateral, frequency) for Travel::to_larger
};

/// Every depth of a field in place.
void directional_filter(View3<float> motion, double lateral_step_m, double time_step_s,
                        Travel travel, const DirectionalOptions& options = {});

}  // namespace stiff
