#pragma once

#include "stiff/comparison/reliability.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "comparison/simulated_repeats.h"
#include <catch2/catch.hpp>

namespace stiff_test {

struct Study {
  std::vector<stiff::Measurement> values;
  std::vector<stiff::Measurement> taps;
};

inline stiff::Measurement measured(const std::string& person, const std::string& side,
                                   const std::string& session, double value, int repeat = 0) {
  stiff::Measurement m;
  m.participant = person;
  m.side = side;
  m.session = session;
  m.muscle = "soleus";
  m.quantity = "dynamic_stiffness";
  m.units = "N m-1";
  m.method = "oscillator_fit";
  m.value = value;
  m.repeat = repeat;
  return m;
}

/// Twelve people, both sides, `pre` and `post`, five taps; SD 30, 10, 4 and 5.
inline Study study(std::uint64_t seed, int people = 12) {
  Normal normal(seed);
  Study out;
  for (int p = 1; p <= people; ++p) {
    const double person = 250 + normal(30);
    for (const char* side : {"left", "right"}) {
      const double of_side = person + normal(10);
      for (const char* session : {"post", "pre"}) {
        const double of_session = of_side + normal(4);
        double mean = 0;
        for (int t = 1; t <= 5; ++t) {
          const double tap = of_session + normal(5);
          mean += tap / 5;
          out.taps.push_back(measured(std::to_string(p), side, session, tap, t));
        }
        out.values.push_back(measured(std::to_string(p), side, session, mean));
      }
    }
  }
  return out;
}

inline stiff::Reliability of(const Study& s, const stiff::ReliabilityOptions& options = {}) {
  return stiff::reliability(s.values, s.taps, options);
}

inline const stiff::Estimate& index_of(const stiff::Reliability& r, const std::string& side,
                                       const std::string& index) {
  for (const auto& row : r.rows) {
    if (row.side == side && row.index == index) return row.estimate;
  }
  FAIL("no row " << side << " " << index);
  throw 0;
}

inline bool has_note(const stiff::Reliability& r, const std::string& part) {
  return std::any_of(r.notes.begin(), r.notes.end(),
                     [&](const std::string& note) { return note.find(part) != std::string::npos; });
}

}  // namespace stiff_test
