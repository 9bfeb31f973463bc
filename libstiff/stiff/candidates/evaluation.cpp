#include "stiff/candidates/evaluation.h"

#include "stiff/candidates/evaluated_candidates.h"
#include "stiff/candidates/evaluated_muscles.h"
#include "stiff/candidates/rater_agreement.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace stiff {
namespace {

using LabelIndex = std::map<std::string_view, const LabelledMuscle*>;

/// A study's people by number.
class People {
 public:
  std::int64_t number(const std::string& name) {
    const auto next = static_cast<std::int64_t>(numbers_.size());
    return numbers_.try_emplace(name, next).first->second;
  }

 private:
  std::map<std::string, std::int64_t> numbers_;
};

/// By recording and quantity; a row without a quantity is of the recording's one.
template <class Row>
class RowsOf {
 public:
  explicit RowsOf(std::span<const Row> rows) {
    for (const Row& row : rows) rows_[{row.recording_id, row.quantity}].push_back(&row);
  }
  std::vector<const Row*> of(const std::string& recording_id, const std::string& quantity) const {
    std::vector<const Row*> out;
    for (const std::string& name : {quantity, std::string()}) {
      const auto found = rows_.find({recording_id, name});
      if (found != rows_.end()) out.insert(out.end(), found->second.begin(), found->second.end());
    }
    return out;
  }

 private:
  std::map<std::pair<std::string, std::string>, std::vector<const Row*>> rows_;
};

std::string one_score(const std::vector<EvaluatedMuscle>& muscles) {
  std::set<std::string> scores;
  for (const EvaluatedMuscle& muscle : muscles) scores.insert(muscle.flagged->score);
  return scores.size() == 1 ? *scores.begin() : "several";
}

/// An estimate on the scale of which `sign` times it is.
Estimate turned(Estimate estimate, double sign) {
  if (sign > 0) return estimate;
  estimate.value = -estimate.value;
  std::swap(estimate.ci_low, estimate.ci_high);
  estimate.ci_low = -estimate.ci_low;
  estimate.ci_high = -estimate.ci_high;
  return estimate;
}

std::vector<EvaluationRow> cut_rows(const YoudenCut& cut, const MuscleRating& rating,
                                    std::int64_t people) {
  const std::string bootstrap = "percentiles, bootstrap of people";
  const std::string apparent = "Wilson, people (Rao-Scott)";
  const std::string corrected = ".632 bootstrap of people; Wilson, people";
  std::vector<EvaluationRow> rows;
  const auto add = [&](const char* measure, const Estimate& value, const std::string& method) {
    EvaluationRow row;
    row.level = rating.name;
    row.measure = measure;
    row.value = value;
    row.people = people;
    row.method = method;
    rows.push_back(row);
  };
  add("cut", turned(cut.cut, rating.sign), bootstrap);
  add("sensitivity_apparent", cut.sensitivity, apparent);
  add("specificity_apparent", cut.specificity, apparent);
  add("sensitivity", cut.corrected_sensitivity, corrected);
  add("specificity", cut.corrected_specificity, corrected);
  add("index", cut.corrected_index, corrected + "; MOVER");
  return rows;
}

std::string rate_text(double rate) {
  std::string text = std::to_string(rate);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

void add_candidates(const std::vector<EvaluatedMuscle>& muscles, const ReferenceOptions& reference,
                    const EvaluationOptions& options, QuantityEvaluation& out) {
  std::vector<EvaluatedMuscle> placed;
  std::copy_if(muscles.begin(), muscles.end(), std::back_inserter(placed), has_places);
  const bool any = std::any_of(placed.begin(), placed.end(),
                               [](const EvaluatedMuscle& m) { return m.positive(); });
  if (!any) return;
  out.pictures = static_cast<std::int64_t>(placed.size());
  const double tolerance_mm = 1e3 * reference.tolerance_m;
  for (EvaluationRow& row : candidate_rows(placed, tolerance_mm)) {
    out.summary.push_back(std::move(row));
  }
  FrocOptions froc;
  froc.resamples = options.bootstrap.resamples;
  froc.seed = static_cast<std::uint64_t>(options.bootstrap.seed);
  const FrocCurve curve = froc_curve(free_responses(placed, options.rating, tolerance_mm), froc);
  const auto add = [&](const std::string& measure, const Estimate& value, const char* method) {
    EvaluationRow row;
    row.level = "candidate";
    row.measure = measure;
    row.value = value;
    row.people = curve.people;
    row.method = method;
    out.summary.push_back(row);
  };
  for (const FoundAtRate& at : curve.found_at_rate) {
    add("found_at_" + rate_text(at.false_rate) + "_false_per_healthy", at.found,
        "percentiles, bootstrap of people");
  }
  add("afroc_area", curve.area.area, "people (Obuchowski)");
  out.froc = curve.points;
  const double sign = rating_of(options.rating).sign;
  for (FrocPoint& point : out.froc) point.threshold *= sign;
}

void add_each_muscle(const std::vector<EvaluatedMuscle>& muscles, const MuscleRating& rating,
                     QuantityEvaluation& out) {
  std::map<std::string, std::vector<EvaluatedMuscle>> by_name;
  for (const EvaluatedMuscle& muscle : muscles) by_name[muscle.label->muscle].push_back(muscle);
  if (by_name.size() < 2) return;
  for (const auto& [name, own] : by_name) {
    for (EvaluationRow& row : muscle_rows(own, rating)) {
      row.muscle = name.empty() ? "n/a" : name;
      out.summary.push_back(std::move(row));
    }
  }
}

QuantityEvaluation evaluate_quantity(const std::string& quantity,
                                     const std::vector<EvaluatedMuscle>& muscles,
                                     const ReferenceOptions& reference,
                                     const EvaluationOptions& options) {
  const MuscleRating& rating = rating_of(options.rating);
  QuantityEvaluation out;
  out.quantity = quantity;
  out.score = one_score(muscles);
  for (const EvaluatedMuscle& muscle : muscles)
    ++(muscle.positive() ? out.positives : out.negatives);
  out.people = people_of(muscles);
  if (out.people < 2) {
    throw Error(ErrorKind::bad_data, quantity +
                                         ": all labelled muscles with an answer are of one person: "
                                         "an evaluation counts people");
  }
  out.summary = muscle_rows(muscles, rating);
  add_candidates(muscles, reference, options, out);
  add_each_muscle(muscles, rating, out);
  const std::vector<RatedCase> cases = rated_cases(muscles, rating);
  out.cut = cut_rows(youden_cut(cases, options.bootstrap), rating, out.people);
  out.roc = roc_curve(cases);
  for (RocPoint& point : out.roc) point.threshold *= rating.sign;
  for (std::vector<EvaluationRow>* rows : {&out.summary, &out.cut}) {
    for (EvaluationRow& row : *rows) row.quantity = quantity;
  }
  return out;
}

/// Calls of one rater by muscle.
struct Caller {
  std::string quantity;
  std::string name;
  std::map<std::string_view, bool> calls;
};

void add_agreement(const Caller& a, const Caller& b,
                   const std::map<std::string_view, std::int64_t>& person,
                   std::vector<AgreementRow>& rows) {
  std::vector<CalledTwice> both;
  for (const auto& [muscle, call] : a.calls) {
    const auto other = b.calls.find(muscle);
    if (other == b.calls.end()) continue;
    both.push_back({call ? 1 : 0, other->second ? 1 : 0, person.at(muscle)});
  }
  if (both.empty()) return;
  const RaterAgreement agreement = rater_agreement(both);
  AgreementRow row{a.quantity,
                   a.name,
                   b.name,
                   "agreement",
                   agreement.agreement,
                   agreement.people,
                   "Wilson, people (Rao-Scott)"};
  rows.push_back(row);
  row.measure = "kappa";
  row.value = agreement.kappa;
  row.method = "Cohen, people (delta method)";
  rows.push_back(row);
}

std::vector<AgreementRow> agreement_rows(
    const std::map<std::string, std::vector<EvaluatedMuscle>>& by_quantity,
    const LabelledMuscles& labels, People& people) {
  std::map<std::string, Caller> raters;
  std::map<std::string_view, std::int64_t> person;
  for (const LabelledMuscle& muscle : labels.muscles) {
    person[muscle.recording_id] = people.number(muscle.person);
    for (const RaterCall& call : muscle.calls) {
      Caller& rater = raters[call.rater];
      rater.name = call.rater;
      rater.calls[muscle.recording_id] = call.positive;
    }
  }
  std::vector<AgreementRow> rows;
  for (auto a = raters.begin(); a != raters.end(); ++a) {
    for (auto b = std::next(a); b != raters.end(); ++b) {
      add_agreement(a->second, b->second, person, rows);
    }
  }
  for (const auto& [quantity, muscles] : by_quantity) {
    Caller flags{quantity, "flagged", {}};
    for (const EvaluatedMuscle& muscle : muscles) {
      flags.calls[muscle.label->recording_id] = muscle.flagged->found > 0;
    }
    for (const auto& [name, rater] : raters) add_agreement(flags, rater, person, rows);
  }
  return rows;
}

}  // namespace

Evaluation evaluate(std::span<const FlaggedRecording> recordings,
                    std::span<const Candidate> candidates, std::span<const CandidateMark> marks,
                    const LabelledMuscles& labels, const ReferenceOptions& reference,
                    const EvaluationOptions& options) {
  LabelIndex index;
  for (const LabelledMuscle& label : labels.muscles) index[label.recording_id] = &label;
  const RowsOf<Candidate> candidates_of(candidates);
  const RowsOf<CandidateMark> marks_of(marks);
  const MuscleRating& rating = rating_of(options.rating);
  People people;
  std::map<std::string, std::vector<EvaluatedMuscle>> by_quantity;
  std::map<std::string, std::int64_t> without_answer;
  for (const FlaggedRecording& recording : recordings) {
    const std::string& id = recording.identity.recording_id;
    const auto label = index.find(id);
    if (label == index.end() || !label->second->positive) continue;
    EvaluatedMuscle muscle{&recording, label->second, people.number(label->second->person),
                           marks_of.of(id, recording.quantity),
                           candidates_of.of(id, recording.quantity)};
    if (recording.status != Status::ok || !std::isfinite(rated(muscle, rating))) {
      ++without_answer[recording.quantity];
      continue;
    }
    by_quantity[recording.quantity].push_back(std::move(muscle));
  }
  if (by_quantity.empty()) {
    throw Error(ErrorKind::bad_data, "no labelled recording has an answer to evaluate");
  }
  Evaluation out;
  out.rating = options.rating;
  for (const auto& [quantity, muscles] : by_quantity) {
    out.quantities.push_back(evaluate_quantity(quantity, muscles, reference, options));
    out.quantities.back().without_answer = without_answer[quantity];
  }
  out.raters = agreement_rows(by_quantity, labels, people);
  return out;
}

}  // namespace stiff
