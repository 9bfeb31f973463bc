#pragma once

#include "stiff/contact/indentation_reading.h"
#include "stiff/contact/shared_error.h"
#include "stiff/result/estimates.h"

#include <string>
#include <vector>

namespace stiff {

/// The cycles of a recording with what they share.
struct IndentationReadings {
  std::vector<CycleReading> cycles;
  std::vector<unsigned char> counts;  ///< by cycle: 1 if it is in the recording's numbers
  SharedError shared;                 ///< on every modulus
  double depth_noise_m = kNaN;
};

/// The rows of an indentation (see `analyse_indentation`).
std::vector<EstimateRow> indentation_rows(const IndentationReadings& readings,
                                          const IndentationOptions& options);

/// "prony_term_2"
std::string prony_method(std::size_t term);

}  // namespace stiff
