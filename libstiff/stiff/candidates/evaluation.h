#pragma once

#include "stiff/candidates/froc_curve.h"
#include "stiff/candidates/labelled_muscles.h"
#include "stiff/candidates/roc_curve.h"
#include "stiff/candidates/youden_cut.h"
#include "stiff/core/options.h"
#include "stiff/result/candidates.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace stiff {

/// What muscles and marks are ranked by: the chance that flags (small is suspicious), or z.
enum class RatingRule { p_fwer, z_max };

inline std::span<const Choice<RatingRule>> choices(RatingRule) {
  static constexpr std::array<Choice<RatingRule>, 2> kAll{
      {{RatingRule::p_fwer, "p_fwer"}, {RatingRule::z_max, "z_max"}}};
  return kAll;
}

struct EvaluationOptions {
  RatingRule rating = RatingRule::p_fwer;
  YoudenOptions bootstrap{};

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"rating", "", "What the curves rank muscles and marks by"}, self.rating);
    YoudenOptions::describe(self.bootstrap, visit);
  }
};

/// A number of an evaluation.
struct EvaluationRow {
  std::string quantity;
  std::string muscle = "all";  ///< `all` together, or one muscle's label
  std::string level;           ///< `muscle`, `candidate`
  std::string measure;
  Estimate value;
  std::int64_t people = 0;
  std::string method;
};

/// Two raters, or the flags (`flagged`) and a rater.
struct AgreementRow {
  std::string quantity;  ///< of the flags; empty between raters
  std::string rater_a;
  std::string rater_b;
  std::string measure;  ///< `agreement`, `kappa`
  Estimate value;
  std::int64_t people = 0;
  std::string method;
};

struct QuantityEvaluation {
  std::string quantity;
  std::string score;           ///< the declared one
  std::int64_t positives = 0;  ///< muscles with an answer
  std::int64_t negatives = 0;
  std::int64_t people = 0;
  std::int64_t without_answer = 0;  ///< labelled, and not ok or without a rating
  std::int64_t pictures = 0;        ///< whose marks have places
  std::vector<EvaluationRow> summary;
  std::vector<EvaluationRow> cut;  ///< `level` is the rating
  std::vector<RocPoint> roc;       ///< thresholds in the rating's own sense
  std::vector<FrocPoint> froc;
};

/// How well stiffness tells: candidates and marks of a study against its labels.
struct Evaluation {
  RatingRule rating = RatingRule::p_fwer;
  std::vector<QuantityEvaluation> quantities;  ///< by name
  std::vector<AgreementRow> raters;
};

/// Muscle by muscle (a recording; a site where it is of one): sensitivity, specificity, predictive
/// values of `found > 0`, areas of the ratings, Youden's cut, ROC. Candidate by candidate, in
/// pictures whose labels say where (or that there is nothing): labelled places found, candidates on
/// them, false candidates a healthy muscle beside those expected; FROC and AFROC of the marks.
/// A mark's place is its own, a candidate's its centroid. The person is the unit of all intervals.
/// \param reference as the labels were put together with. \throws Error (bad_data) where no
/// labelled recording has an answer, or all are of one person.
Evaluation evaluate(std::span<const FlaggedRecording> recordings,
                    std::span<const Candidate> candidates, std::span<const CandidateMark> marks,
                    const LabelledMuscles& labels, const ReferenceOptions& reference = {},
                    const EvaluationOptions& options = {});

}  // namespace stiff
