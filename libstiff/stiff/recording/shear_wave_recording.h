#pragma once

#include <complex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/core/estimate.h"
#include "stiff/recording/identity.h"
#include "stiff/recording/region.h"

namespace stiff {

/// What the samples of a shear wave recording are. Displacement and velocity are told apart
/// everywhere: on a finite push they differ by several per cent in group speed.
enum class SampleKind { iq, rf, displacement, velocity };

/// Where and when the tissue was pushed.
struct Push {
  double lateral_m = kNaN;
  double axial_m = kNaN;      ///< focus depth; NaN where not said
  double time_s = 0;          ///< end of the push, on the acquisition's time axis
  double half_width_m = kNaN;  ///< NaN where not said: estimated from the motion
  double duration_s = kNaN;
};

/// One push and the frames round it. Exactly one of `iq` and `real` holds samples.
struct PushAcquisition {
  Cube<std::complex<float>> iq;  ///< (axial, lateral, time), for SampleKind::iq
  Cube<float> real;              ///< RF (any unit), displacement (m) or velocity (m/s); away from the probe > 0
  std::vector<double> time_s;    ///< of each frame, strictly increasing; a dropped frame leaves a gap
  Push push;
};

/// A shear wave recording: one plane, one or more pushes on one grid.
struct ShearWaveRecording {
  RecordingIdentity identity;
  SampleKind kind = SampleKind::iq;
  Axis axial_m;    ///< depth below the probe
  Axis lateral_m;  ///< along the probe
  std::vector<PushAcquisition> acquisitions;

  double centre_frequency_hz = kNaN;   ///< of the received echo; needed for IQ and RF
  double sampling_frequency_hz = kNaN;  ///< axial (fast time) sampling of RF
  double sound_speed_m_per_s = kNaN;   ///< needed for IQ and RF
  double density_kg_per_m3 = 1000;
  bool density_stated = false;         ///< false: the field's customary 1000 kg/m3
  bool isotropic_stated = false;       ///< the sidecar says that E = 3 mu holds
  double thickness_m = kNaN;           ///< the muscle's, across the wave's path; NaN where not said
  std::vector<Region> regions;
  std::optional<Region> mask;          ///< the muscle's border: outside is `masked`
  Picture<float> bmode;                ///< on the grid, any scale; empty where there is none

  std::string format;                  ///< which reader made it: `stiff`, `vantage`, `amem`, ...
};

/// Checks what every later stage relies on: sizes agree, axes are sane (a field over 0.5 m wide or
/// deep is refused: axes in mm where m was said), samples are finite and not all equal, not saturated, at least
/// 3 frames and 2 lateral lines, metadata that the kind needs is there and within physical bounds.
/// \throws Error (bad_data) naming the first thing that is wrong and, for metadata, its sidecar key.
void validate(const ShearWaveRecording& recording);

}  // namespace stiff
