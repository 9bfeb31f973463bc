#include "stiff/candidates/rater_agreement.h"

#include "stiff/candidates/person_bootstrap.h"
#include "stiff/candidates/proportion_interval.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <vector>

namespace stiff {
namespace {

struct Shares {
  double alike = 0;
  double by_chance = 0;
  std::map<int, double> first;
  std::map<int, double> second;
};

Shares shares_of(std::span<const CalledTwice> calls) {
  Shares out;
  const auto n = static_cast<double>(calls.size());
  for (const CalledTwice& call : calls) {
    out.first[call.first] += 1 / n;
    out.second[call.second] += 1 / n;
    out.alike += call.first == call.second ? 1 : 0;
  }
  out.alike /= n;  // of whole numbers, so that full agreement is 1
  for (const auto& [category, share] : out.first) {
    const auto other = out.second.find(category);
    if (other != out.second.end()) out.by_chance += share * other->second;
  }
  return out;
}

/// The squared standard error of kappa.
double kappa_variance(std::span<const CalledTwice> calls, const Shares& shares,
                      const std::vector<std::size_t>& person, std::size_t people) {
  std::vector<double> moved(people, 0);
  const double rest = 1 - shares.by_chance;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const auto of = [](const std::map<int, double>& all, int category) {
      const auto found = all.find(category);
      return found == all.end() ? 0 : found->second;
    };
    const double alike = calls[i].first == calls[i].second ? 1 : 0;
    const double chance = of(shares.second, calls[i].first) + of(shares.first, calls[i].second) -
                          2 * shares.by_chance;
    moved[person[i]] += (alike - shares.alike) / rest - (1 - shares.alike) * chance / (rest * rest);
  }
  double squares = 0;
  for (const double m : moved) squares += m * m;
  const auto k = static_cast<double>(people);
  const auto n = static_cast<double>(calls.size());
  return k / (k - 1) * squares / (n * n);
}

}  // namespace

RaterAgreement rater_agreement(std::span<const CalledTwice> calls) {
  std::vector<std::int64_t> labels;
  std::vector<std::size_t> person;
  for (const CalledTwice& call : calls) labels.push_back(call.person);
  const std::size_t people = number_people(labels, person);
  RaterAgreement out;
  out.people = static_cast<std::int64_t>(people);
  if (people < 2) {
    out.agreement = out.kappa = no_estimate(Reason::too_few);
    return out;
  }
  std::vector<PersonCount> counts(people);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    ++counts[person[i]].n;
    if (calls[i].first == calls[i].second) ++counts[person[i]].hits;
  }
  out.agreement = proportion_of_people(counts);
  const Shares shares = shares_of(calls);
  const double rest = 1 - shares.by_chance;
  if (!(rest > 1e-12)) {
    out.kappa = no_estimate(Reason::low_signal);
    return out;
  }
  Estimate& kappa = out.kappa;
  kappa.value = (shares.alike - shares.by_chance) / rest;
  kappa.n = static_cast<std::int64_t>(calls.size());
  const double variance = kappa_variance(calls, shares, person, people);
  if (variance > 1e-14 && std::abs(kappa.value) < 1) {
    kappa.std_error = std::sqrt(variance);
    const double half = t_quantile_975(static_cast<double>(people) - 1) * kappa.std_error /
                        (1 - kappa.value * kappa.value);
    kappa.ci_low = std::tanh(std::atanh(kappa.value) - half);
    kappa.ci_high = std::tanh(std::atanh(kappa.value) + half);
  } else {
    kappa.ci_low = std::min(kappa.value, (out.agreement.ci_low - shares.by_chance) / rest);
    kappa.ci_high = std::max(kappa.value, (out.agreement.ci_high - shares.by_chance) / rest);
  }
  return out;
}

}  // namespace stiff
