#include "stiff/comparison/mixed_model_checks.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>

namespace stiff {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::bad_data, "mixed model: " + what);
}

/// Groups numbered by their first row, so that two factors with the same groups compare equal.
std::vector<int> numbered(const std::vector<int>& labels) {
  std::map<int, int> numbers;
  std::vector<int> out;
  out.reserve(labels.size());
  for (const int label : labels) {
    out.push_back(numbers.try_emplace(label, static_cast<int>(numbers.size())).first->second);
  }
  return out;
}

Eigen::Index effects_of(const RandomTerm& term) {
  return std::max<Eigen::Index>(1, term.columns.cols());
}

void check_term(const MixedModelData& data, const RandomTerm& term,
                const std::vector<int>& groups) {
  const auto rows = static_cast<std::size_t>(data.values.size());
  if (term.columns.cols() > 0 && static_cast<std::size_t>(term.columns.rows()) != rows) {
    refuse("random term " + term.name + " has another number of rows than the values");
  }
  if (!term.columns.allFinite()) refuse("random term " + term.name + " has a number missing");
  std::vector<int> owner(rows, -1);
  for (std::size_t i = 0; i < rows; ++i) {
    int& of = owner[static_cast<std::size_t>(groups[i])];
    if (of < 0) of = static_cast<int>(i);
    if (data.participant[static_cast<std::size_t>(of)] != data.participant[i]) {
      refuse("a group of random term " + term.name + " is in two participants");
    }
  }
  const Eigen::Index count = *std::max_element(groups.begin(), groups.end()) + 1;
  if (count * effects_of(term) >= data.values.size()) {
    refuse("random term " + term.name + " has as many effects (" +
           std::to_string(count * effects_of(term)) + ") as there are values (" +
           std::to_string(rows) + "): it cannot be told from the residual; leave it out");
  }
}

}  // namespace

void check_mixed_model(const MixedModelData& data) {
  const auto rows = static_cast<std::size_t>(data.values.size());
  if (rows == 0) refuse("no values");
  if (static_cast<std::size_t>(data.fixed.rows()) != rows || data.participant.size() != rows ||
      data.names.size() != static_cast<std::size_t>(data.fixed.cols())) {
    refuse("the design, the values and the participants are of different lengths");
  }
  if (!data.values.allFinite()) refuse("a value is not a finite number");
  for (std::size_t c = 0; c < data.names.size(); ++c) {
    if (!data.fixed.col(static_cast<Eigen::Index>(c)).allFinite()) {
      refuse("column " + data.names[c] + " has a number missing");
    }
  }
  if (data.fixed.cols() == 0) refuse("no columns; an intercept is the least");
  if (std::all_of(data.participant.begin(), data.participant.end(),
                  [&](int p) { return p == data.participant.front(); })) {
    refuse("one participant: nothing can be said of others");
  }
  if (!(data.values.size() > data.fixed.cols())) {
    refuse("more columns than data: " + std::to_string(data.fixed.cols()) + " columns, " +
           std::to_string(rows) + " values");
  }
  if (data.values.minCoeff() == data.values.maxCoeff()) refuse("all values are equal");
  std::vector<std::vector<int>> seen;
  for (std::size_t t = 0; t < data.random.size(); ++t) {
    const RandomTerm& term = data.random[t];
    if (term.group.size() != rows) {
      refuse("random term " + term.name + " has another number of rows than the values");
    }
    seen.push_back(numbered(term.group));
    check_term(data, term, seen.back());
    for (std::size_t other = 0; other < t; ++other) {
      const bool both = effects_of(term) == 1 && effects_of(data.random[other]) == 1;
      if (both && term.columns.cols() == 0 && data.random[other].columns.cols() == 0 &&
          seen[other] == seen.back()) {
        refuse("random terms " + data.random[other].name + " and " + term.name +
               " have the same groups and cannot be told apart; leave one out");
      }
    }
  }
}

std::vector<std::string> dependent_columns(const Eigen::MatrixXd& fixed,
                                           const std::vector<std::string>& names) {
  // Modified Gram-Schmidt, twice, so that what stands out of the others is known to rounding.
  std::vector<std::string> out;
  Eigen::MatrixXd basis(fixed.rows(), fixed.cols());
  Eigen::Index kept = 0;
  for (Eigen::Index c = 0; c < fixed.cols(); ++c) {
    Eigen::VectorXd column = fixed.col(c);
    const double length = column.norm();
    for (int pass = 0; pass < 2; ++pass) {
      for (Eigen::Index k = 0; k < kept; ++k) {
        column -= basis.col(k).dot(column) * basis.col(k);
      }
    }
    const double left = column.norm();
    if (!(left > 1e-7 * length)) {
      out.push_back(names[static_cast<std::size_t>(c)]);
      continue;
    }
    basis.col(kept++) = column / left;
  }
  return out;
}

}  // namespace stiff
