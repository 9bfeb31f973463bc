#pragma once

#include "stiff/candidates/evaluation.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// A labelled recording of one quantity, with its answer.
struct EvaluatedMuscle {
  const FlaggedRecording* flagged = nullptr;
  const LabelledMuscle* label = nullptr;  ///< whose word is positive or negative
  std::int64_t person = 0;
  std::vector<const CandidateMark*> marks;
  std::vector<const Candidate*> candidates;

  bool positive() const { return *label->positive; }
};

/// A number that muscles are ranked by. \param sign -1: small is suspicious.
struct MuscleRating {
  std::string_view name;
  double sign;
  double FlaggedRecording::*member;
};

const MuscleRating& rating_of(RatingRule rule);
/// All that a flagged recording has, the rules' own among them.
std::span<const MuscleRating> muscle_ratings();

/// A muscle's rating, higher being more suspicious; NaN where it has none.
double rated(const EvaluatedMuscle& muscle, const MuscleRating& rating);

std::vector<RatedCase> rated_cases(std::span<const EvaluatedMuscle> muscles,
                                   const MuscleRating& rating);

/// Sensitivity, specificity, predictive values, prevalence and areas: what needs no resampling.
std::vector<EvaluationRow> muscle_rows(std::span<const EvaluatedMuscle> muscles,
                                       const MuscleRating& rating);

/// How many people have one.
std::int64_t people_of(std::span<const EvaluatedMuscle> muscles);

}  // namespace stiff
