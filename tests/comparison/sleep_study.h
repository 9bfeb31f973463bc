#pragma once

#include <cstddef>
#include <vector>

/// Student's sleep data (Student 1908), ten people with either drug, extra hours of sleep: R's
/// `sleep`. The figures that the tests hold it to were computed by R 4.
namespace sleep_study {

inline const std::vector<double> kDrug1{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
inline const std::vector<double> kDrug2{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

inline std::vector<double> differences() {
  std::vector<double> out;
  for (std::size_t i = 0; i < kDrug1.size(); ++i) out.push_back(kDrug2[i] - kDrug1[i]);
  return out;
}

}  // namespace sleep_study
