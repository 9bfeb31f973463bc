#include "tools/evaluation_text.h"

#include "stiff/candidates/evaluated_muscles.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <set>
#include <string>
#include <string_view>

#include "tools/baseline_text.h"

namespace stiff::tool {
namespace {

/// A share to three decimals: nobody has the cases for more.
std::string share_text(double value) {
  if (std::isnan(value)) return "not known";
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3f", value);
  return text.data();
}

using NumberText = std::string (*)(double);

std::string with_interval(const Estimate& estimate, NumberText text) {
  if (!estimate.has_value()) return "not known (" + std::string(to_string(estimate.reason)) + ")";
  if (std::isnan(estimate.ci_low)) return text(estimate.value);
  return text(estimate.value) + " [" + text(estimate.ci_low) + ", " + text(estimate.ci_high) + "]";
}

void line(std::ostream& out, std::string name, const std::string& text) {
  name.resize(std::max<std::size_t>(name.size() + 2, 40), ' ');
  out << "  " << name << text << "\n";
}

struct Wording {
  std::string_view level, measure, words, cases;
};

/// What is printed of the summary, in this order.
constexpr Wording kWordings[] = {
    {"muscle", "sensitivity", "sensitivity", "positive"},
    {"muscle", "sensitivity_active", "  of active ones", "positive"},
    {"muscle", "sensitivity_latent", "  of latent ones", "positive"},
    {"muscle", "specificity", "specificity", "healthy"},
    {"muscle", "prevalence", "share of positive muscles", "muscles"},
    {"muscle", "ppv", "  positive predictive value at it", "flagged"},
    {"muscle", "npv", "  negative predictive value at it", "not flagged"},
    {"muscle", "auc", "area under the ROC curve", "muscles"},
    {"muscle", "auc_z_max_own", "  of z, own field", "muscles"},
    {"muscle", "auc_z_max_side", "  of z, other side", "muscles"},
    {"muscle", "auc_z_max_healthy", "  of z, healthy people", "muscles"},
    {"muscle", "auc_median", "  of the plain value", "muscles"},
    {"candidate", "sensitivity", "labelled places found", "places"},
    {"candidate", "ppv", "candidates on such a place", "candidates"},
    {"candidate", "false_per_healthy", "false candidates a healthy one", "healthy"},
    {"candidate", "expected_per_healthy", "  expected", "healthy"},
    {"candidate", "found_at_0.1_false_per_healthy", "found at 0.1 false marks a healthy one",
     "places"},
    {"candidate", "found_at_0.5_false_per_healthy", "  at 0.5", "places"},
    {"candidate", "afroc_area", "area under the AFROC curve", "places and healthy"},
};

void print_summary(std::ostream& out, const QuantityEvaluation& quantity) {
  for (const Wording& wording : kWordings) {
    for (const EvaluationRow& row : quantity.summary) {
      if (row.muscle != "all" || row.level != wording.level || row.measure != wording.measure) {
        continue;
      }
      line(out, std::string(wording.words),
           with_interval(row.value, share_text) + "  " + std::to_string(row.value.n) + " " +
               std::string(wording.cases) + ", " + std::to_string(row.people) +
               (row.people == 1 ? " person" : " people"));
    }
  }
}

void print_cut(std::ostream& out, const QuantityEvaluation& quantity) {
  for (const EvaluationRow& row : quantity.cut) {
    const bool share = row.measure == "sensitivity" || row.measure == "specificity";
    if (row.measure == "cut") {
      const bool small = row.level == "p_fwer";
      line(out, "Youden's cut",
           row.level + (small ? " <= " : " >= ") + with_interval(row.value, four_digits));
    } else if (share) {
      line(out, "  its " + row.measure,
           with_interval(row.value, share_text) + "  corrected for optimism");
    }
  }
}

void print_each_muscle(std::ostream& out, const QuantityEvaluation& quantity) {
  std::set<std::string> muscles;
  for (const EvaluationRow& row : quantity.summary) muscles.insert(row.muscle);
  muscles.erase("all");
  for (const std::string& muscle : muscles) {
    std::string text;
    for (const EvaluationRow& row : quantity.summary) {
      if (row.muscle != muscle || !row.value.has_value()) continue;
      const bool quoted =
          row.measure == "sensitivity" || row.measure == "specificity" || row.measure == "auc";
      if (!quoted) continue;
      text += (text.empty() ? "" : ", ") + row.measure + " " + with_interval(row.value, share_text);
    }
    line(out, muscle, text.empty() ? "too few people" : text);
  }
}

void print_raters(std::ostream& out, const std::vector<AgreementRow>& rows) {
  if (rows.empty()) return;
  out << "\nAgreement\n";
  for (const AgreementRow& row : rows) {
    if (row.measure != "kappa") continue;
    std::string text = "kappa " + with_interval(row.value, share_text);
    for (const AgreementRow& other : rows) {
      const bool same = other.measure == "agreement" && other.quantity == row.quantity &&
                        other.rater_a == row.rater_a && other.rater_b == row.rater_b;
      if (same) {
        text += ", alike " + with_interval(other.value, share_text) + "  " +
                std::to_string(other.value.n) + " muscles, " + std::to_string(row.people) +
                " people";
      }
    }
    const std::string b = row.rater_b.empty() ? "the labels" : row.rater_b;
    line(out, row.rater_a + " and " + b + (row.quantity.empty() ? "" : ", " + row.quantity), text);
  }
}

}  // namespace

void print_evaluation(std::ostream& out, const Evaluation& evaluation, double alpha) {
  out << "Candidates against a clinician's labels; a candidate is not a diagnosis. 95 % intervals, "
         "by people.\n";
  for (const QuantityEvaluation& quantity : evaluation.quantities) {
    out << "\n" << quantity.quantity << ", score " << quantity.score;
    if (!std::isnan(alpha)) out << ", flagged at " << four_digits(alpha);
    out << ", rated by " << rating_of(evaluation.rating).name << "\n";
    line(out, "muscles",
         std::to_string(quantity.positives) + " positive, " + std::to_string(quantity.negatives) +
             " healthy, " + std::to_string(quantity.people) + " people");
    print_summary(out, quantity);
    print_cut(out, quantity);
    print_each_muscle(out, quantity);
  }
  print_raters(out, evaluation.raters);
}

}  // namespace stiff::tool
