#pragma once

#include "stiff/core/estimate.h"
#include "stiff/core/options.h"
#include "stiff/recording/identity.h"

#include <span>
#include <string>
#include <vector>

namespace stiff {

enum class ProbeShape {
  flat,    ///< the flat end of a cylinder
  sphere,  ///< a ball, or a rounded end
};
std::span<const Choice<ProbeShape>> choices(ProbeShape);
std::string_view to_string(ProbeShape shape);

/// An indentation recording: a probe is pressed into the skin, perhaps held, and taken back, once
/// or several times. All samples are of one instant; times need not be even.
struct IndentationRecording {
  RecordingIdentity identity;
  std::vector<double> time_s;   ///< increasing
  std::vector<double> force_n;  ///< pressing > 0; an offset and a drift may be on it
  std::vector<double> depth_m;  ///< the probe's travel, into the tissue > 0; 0 is anywhere

  ProbeShape shape = ProbeShape::flat;
  double probe_diameter_m = kNaN;  ///< of the flat end or of the sphere
  double thickness_m = kNaN;       ///< of the tissue on its bone; NaN: taken as a half space
  double thickness_std_error_m = 0;
  double poisson_ratio = 0.5;
  bool poisson_stated = false;
  std::string format;  ///< which reader made it
};

/// Checks what every later stage relies on: three columns of one length, at least 32 samples, all
/// finite, times that increase, a travel of 10 um to 0.2 m, forces below 1 kN, metadata within
/// physical bounds (a probe of 0.2 to 100 mm, tissue of 0.2 mm to 0.3 m thick, a thickness's error
/// below half of it, a Poisson ratio of 0 to 0.5), and the signs: force must grow as the probe
/// goes in. \throws Error (bad_data) naming the first thing that is wrong and, for metadata,
/// its sidecar key.
void validate(const IndentationRecording& recording);

}  // namespace stiff
