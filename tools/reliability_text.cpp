#include "tools/reliability_text.h"

#include <cmath>
#include <map>
#include <string>

#include "tools/baseline_text.h"

namespace stiff::tool {
namespace {

std::string with_interval(const Estimate& e) {
  if (!e.has_value()) return "not known (" + std::string(to_string(e.reason)) + ")";
  std::string text = four_digits(e.value);
  if (!std::isnan(e.ci_low) && !std::isnan(e.ci_high)) {
    text += " [" + four_digits(e.ci_low) + ", " + four_digits(e.ci_high) + "]";
  }
  return text;
}

std::string units_of(const std::string& units) {
  return units.empty() || units == "1" ? "" : " " + units;
}

/// " (3.7 %)", or nothing where there is no such number.
std::string percent_of(const Estimate& e) {
  return e.has_value() ? " (" + four_digits(e.value) + " %)" : std::string();
}

std::string key_text(const ReliabilityKey& key) {
  std::string text = key.quantity + " (" + key.method + ")";
  const auto add = [&](const char* before, const std::string& what) {
    if (!what.empty()) text += std::string(", ") + before + what;
  };
  add("", key.muscle);
  add("site ", key.site);
  add("", key.device);
  add("state ", key.state);
  add("posture ", key.posture);
  add("probe ", key.probe_direction);
  add("rater ", key.rater);
  add("session ", key.session);
  add("run ", key.run);
  return text;
}

using Indices = std::map<std::string, const ReliabilityRow*>;

void print_table(std::ostream& out, const Indices& indices, const std::string& repeats) {
  const auto estimate = [&](const char* index) -> const Estimate& {
    static const Estimate kNothing = no_estimate(Reason::too_few);
    const auto at = indices.find(index);
    return at == indices.end() ? kNothing : at->second->estimate;
  };
  const ReliabilityRow& row = *indices.begin()->second;
  const std::string units = units_of(row.key.units);
  out << "  " << (row.side.empty() ? "all" : row.side) << ": " << row.people
      << (row.people == 1 ? " person, " : " people, ") << row.repeats << " " << repeats << "\n";
  const Estimate& icc = estimate("ICC(A,1)");
  if (!icc.has_value()) {
    out << "    no answer: " << to_string(icc.reason) << "\n";
    return;
  }
  out << "    ICC(A,1) " << with_interval(icc) << ", ICC(C,1) "
      << with_interval(estimate("ICC(C,1)")) << "\n"
      << "    agreement: SEM " << four_digits(estimate("sem_agreement").value) << units
      << ", MDC95 " << four_digits(estimate("mdc95_agreement").value) << units
      << percent_of(estimate("mdc95_percent_agreement")) << "\n"
      << "    consistency: SEM " << with_interval(estimate("sem_sqrt_mse")) << units << ", MDC95 "
      << with_interval(estimate("mdc95_sqrt_mse")) << units
      << percent_of(estimate("mdc95_percent_sqrt_mse")) << "\n";
  if (estimate("cv_logarithmic").has_value()) {
    out << "    within-person CV " << with_interval(estimate("cv_logarithmic")) << " %\n";
  }
}

void print_nested(std::ostream& out, const Indices& indices,
                  const std::vector<ComponentRow>& components, const ReliabilityKey& key) {
  out << "  SD by components (REML):";
  const char* separator = " ";
  for (const ComponentRow& c : components) {
    if (c.key != key || !c.variance.has_value()) continue;
    out << separator << c.component << " " << four_digits(std::sqrt(c.variance.value));
    separator = ", ";
  }
  out << units_of(key.units) << "\n";
  const auto mdc = indices.find("mdc95_between_sessions");
  if (mdc == indices.end()) return;
  out << "  between sessions, one recording each: MDC95 "
      << four_digits(mdc->second->estimate.value) << units_of(key.units);
  const auto percent = indices.find("mdc95_percent_between_sessions");
  if (percent != indices.end()) out << ", " << four_digits(percent->second->estimate.value) << " %";
  out << "\n";
}

}  // namespace

void print_reliability(std::ostream& out, const Reliability& reliability,
                       const ReliabilityOptions& options) {
  std::string repeats;
  for (const auto& choice : choices(Repeats{})) {
    if (choice.value == options.repeats) repeats = std::string(choice.name) + "s";
  }
  // Rows of one table follow one another; those of the components stand behind all tables.
  std::map<ReliabilityKey, Indices> nested;
  for (const ReliabilityRow& row : reliability.rows) {
    if (row.side == "nested") nested[row.key][row.index] = &row;
  }
  const std::vector<ReliabilityRow>& rows = reliability.rows;
  for (std::size_t i = 0; i < rows.size();) {
    const ReliabilityRow& first = rows[i];
    Indices indices;
    for (; i < rows.size() && rows[i].key == first.key && rows[i].side == first.side; ++i) {
      indices[rows[i].index] = &rows[i];
    }
    if (first.side == "nested") continue;
    const bool is_new = &first == rows.data() || (&first - 1)->key != first.key;
    if (is_new) out << key_text(first.key) << "\n";
    print_table(out, indices, repeats);
    const bool is_last = i == rows.size() || rows[i].key != first.key;
    const auto at = nested.find(first.key);
    if (is_last && at != nested.end()) {
      print_nested(out, at->second, reliability.components, first.key);
    }
  }
}

}  // namespace stiff::tool
