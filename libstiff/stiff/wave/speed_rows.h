#pragma once

#include "stiff/core/estimate.h"
#include "stiff/result/estimates.h"
#include "stiff/wave/guided_wave.h"
#include "stiff/wave/push_group_speed.h"

#include <string>
#include <vector>

namespace stiff {

inline constexpr const char* kWaveEquationMethod = "wave_equation";

/// The rows of a recording: each speed that is added becomes a row of speed, one of shear modulus
/// and, where isotropy is stated, one of Young's modulus.
class SpeedRows {
 public:
  SpeedRows(double density_kg_per_m3, bool isotropic)
      : density_(density_kg_per_m3), isotropic_(isotropic) {}
  void add(const Estimate& speed, const std::string& roi, const std::string& method, int repeat,
           bool primary);
  /// The frequency that a method's speed over the whole recording belongs to.
  void add_frequency(const Estimate& hz, const std::string& method, bool primary);
  std::vector<EstimateRow> take() { return std::move(rows_); }

 private:
  double density_;
  bool isotropic_;
  std::vector<EstimateRow> rows_;
};

/// Group speeds over all pushes.
struct GroupSpeeds {
  Estimate time_to_peak;
  Estimate wave_equation;  ///< not among the rows yet: the caller knows whether it is quoted
  double wave_equation_hz = kNaN;  ///< mean over its sides of the frequency it belongs to
  GuidedVerdict guided;
};

/// Adds the rows of each push (`repeat` 1, 2, ...) and those over all pushes that are never quoted
/// (`time_to_peak`, `radon`). Where the layer guides the wave no row has a value; where no side
/// has one, `otherwise` says why. Where several sides are combined, the wave equation's error holds
/// 0.1 % of the speed for what they share, which does not average out (times sqrt(1 - 1/n)): its
/// error was 0.10 and 0.14 % on elastic phantoms of 3.0 and 4.5 m/s, two pushes, 40 dB.
/// `map_wavelength_m` is what the map tells of the wavelength, for the verdict on guiding where no
/// group speed does.
GroupSpeeds add_group_speeds(const std::vector<PushGroupSpeed>& pushes, double thickness_m,
                             double map_wavelength_m, Reason otherwise,
                             const GuidedWaveOptions& options, SpeedRows& rows);

}  // namespace stiff
