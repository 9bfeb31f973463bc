#pragma once

#include "stiff/io/sidecar.h"
#include "stiff/recording/shear_wave_recording.h"

#include <optional>
#include <string>
#include <vector>

namespace stiff {

/// Where a number or an axis of a lab's own file comes from.
struct MappedNumbers {
  std::string name;  ///< variable; empty: `first` and `step` instead
  double first = 0;
  double step = 0;
  std::string units;  ///< of the variable, or of first and step
};

/// Where the samples come from.
struct MappedSamples {
  std::vector<std::string>
      names;  ///< one a push, or one with all pushes; `Real` parts where `imaginary` is not empty
  std::vector<std::string> imaginary;  ///< names of the imaginary parts, where these are apart
  int axial = -1, lateral = -1, time = -1, push = -1;  ///< positions in the array, -1: none
  std::string units;
};

/// The sidecar's `SampleKind` and `Variables`: how a lab's own file is read (datasets/FORMAT.md).
struct Mapping {
  SampleKind kind = SampleKind::iq;
  MappedSamples samples;
  std::optional<MappedNumbers> axial, lateral, time;
  std::vector<std::pair<std::string, MappedNumbers>> metadata;  ///< sidecar key and variable
};

/// \throws Error (bad_data) with the sidecar's file and line for a key that is missing or not
/// known.
Mapping parse_mapping(const Sidecar& sidecar);

/// The sidecar's `SampleKind`; nothing where it is not given. \throws Error (bad_data)
std::optional<SampleKind> stated_kind(const Sidecar& sidecar);

}  // namespace stiff
