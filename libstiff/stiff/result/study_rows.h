#pragma once

#include "stiff/core/estimate.h"

#include <cstddef>
#include <string>
#include <vector>

namespace stiff {

/// A line of `sessions.tsv`. An empty text is "not said", NaN "not known", here and below.
struct SessionRow {
  std::string participant;  ///< empty: the session of everyone who has no line of their own
  std::string session;
  std::string time_point;  ///< `baseline`, `immediate`, `follow-up`, ...
  double day = kNaN;       ///< since the participant's first session
  std::string rater;       ///< a label
  std::size_t line = 0;    ///< in the file, from 1
};

/// What was given, how much of it. NaN where it is not said or has no meaning.
struct TreatmentDose {
  double hold_time_s = kNaN;  ///< of one hold
  double repetitions = kNaN;
  double pressure_kpa = kNaN;
  double needles = kNaN;
  double minutes = kNaN;  ///< in total
};

/// A line of `treatments.tsv`: a treatment given behind a session's recordings.
struct TreatmentRow {
  std::string participant;
  std::string session;  ///< the last one recorded before it
  std::string muscle;   ///< empty: all of them
  std::string side;     ///< empty: both
  std::string technique;
  TreatmentDose dose;
  std::size_t line = 0;
};

/// Which way an outcome is good.
enum class OutcomeDirection { not_said, higher_is_better, higher_is_worse };

/// A line of `outcomes.tsv`: pain, a threshold, motion, any named scale, at a session or on a day.
struct OutcomeRow {
  std::string participant;
  std::string session;
  double day = kNaN;  ///< of a journal's entry, since the participant's first session
  std::string outcome;
  std::string muscle;
  std::string side;
  double value = kNaN;
  std::string units;
  double scale_minimum = kNaN;
  double scale_maximum = kNaN;
  OutcomeDirection direction = OutcomeDirection::not_said;
  std::string pain_region;  ///< where it is felt, in plain words
  std::size_t line = 0;
};

}  // namespace stiff
