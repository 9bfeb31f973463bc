#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// One trace of the study beside the checkout, with its truth.
struct SharedTap {
  std::string name;  ///< file and column
  std::vector<double> trace_m_per_s2;
  double stiffness_n_per_m = 0;
  double damping_ratio = 0;
};

inline constexpr double kSharedSampling_hz = 3200;
inline constexpr double kSharedMass_kg = 0.03;
inline constexpr double kSharedForce_n = 0.4;

/// All of them; empty where the study is not there.
std::vector<SharedTap> shared_taps();
