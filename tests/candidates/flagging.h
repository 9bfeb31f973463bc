#pragma once

#include "stiff/candidates/flag_map.h"

#include <vector>

#include "candidates/healthy_muscle.h"

namespace stiff_test {

inline stiff::FlaggedMap flagged(const stiff::LogMap& map, const stiff::FlagReference& reference,
                                 const stiff::OtherSide& other = {}) {
  const stiff::Maps maps;
  stiff::FlagInput input;
  input.maps = &maps;
  input.map = &map;
  input.identity.recording_id = "made";
  input.other = other;
  input.units = "kPa";
  return stiff::flag_map(input, reference);
}

/// The first candidate whose centroid lies within a place; null where there is none.
inline const stiff::Candidate* candidate_in(const stiff::FlaggedMap& map, const Place& place) {
  for (const stiff::Candidate& candidate : map.candidates) {
    if (place.holds(candidate.centroid_lateral_mm, candidate.centroid_axial_mm)) return &candidate;
  }
  return nullptr;
}

/// True mean kPa within a place drawn `share` as large.
inline double true_mean(const Muscle& muscle, const stiff::Picture<float>& truth,
                        const Place& place, double share) {
  double sum = 0;
  int count = 0;
  for (stiff::Index z = 0; z < truth.rows(); ++z) {
    for (stiff::Index x = 0; x < truth.cols(); ++x) {
      if (!place.holds(muscle.lateral()[x] * 1e3, muscle.axial()[z] * 1e3, share)) continue;
      sum += std::exp(static_cast<double>(truth(z, x)));
      ++count;
    }
  }
  return sum / count;
}

}  // namespace stiff_test
