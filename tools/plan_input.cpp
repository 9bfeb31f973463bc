#include "tools/plan_input.h"

#include "stiff/core/error.h"
#include "stiff/io/comparison_file.h"
#include "stiff/io/results_file.h"

#include <cmath>
#include <map>
#include <string_view>
#include <variant>

namespace stiff::tool {
namespace {

template <class T>
const std::vector<T>& column(const Table& table, std::string_view name) {
  for (const Column& one : table.columns) {
    if (one.name != name) continue;
    if (const auto* values = std::get_if<std::vector<T>>(&one.values)) return *values;
  }
  throw Error(ErrorKind::bad_data, "the table '" + table.name + "' has no column '" +
                                       std::string(name) + "' of its kind");
}

/// What tells one kind of number from another.
constexpr std::string_view kParts[] = {"quantity", "method", "roi",     "device",          "muscle",
                                       "site",     "state",  "posture", "probe_direction", "rater"};

std::string kind_of(const Table& table, std::size_t row) {
  std::string text;
  for (const std::string_view part : kParts) {
    const std::string& word = column<std::string>(table, part)[row];
    if (!word.empty()) text += (text.empty() ? "" : " ") + word;
  }
  return text;
}

void add_component(PlanInput& input, const std::string& component, double variance) {
  const double sd = std::isnan(variance) ? 0 : std::sqrt(variance);
  PlanSpread& spread = input.spread;
  if (component == "session") {
    spread.sd_session = sd;
    if (std::isnan(variance)) {
      input.notes.push_back(
          "the file cannot tell sessions apart: the plan holds within one session only");
    }
  }
  if (component == "run") {
    spread.sd_run = sd;
    if (std::isnan(variance)) {
      input.notes.push_back(
          "the file cannot tell runs from sessions: another run counts as more taps, no more");
    }
  }
  if (component == "repeat") spread.sd_repeat = sd;
  // One side of one person: both are what its repeats have in common.
  if (component == "person" || component == "side") {
    spread.sd_person = std::hypot(spread.sd_person, sd);
  }
}

}  // namespace

PlanInput read_plan_input(const std::filesystem::path& file, const PlanChoice& choice) {
  const Table table = read_table(file, "components", kComparisonFormat);
  const auto& components = column<std::string>(table, "component");
  const auto& variances = column<double>(table, "variance");
  const auto asked = [&](const std::string& wanted, std::string_view name, std::size_t row) {
    return wanted.empty() || column<std::string>(table, name)[row] == wanted;
  };
  std::map<std::string, std::vector<std::size_t>> kinds;
  std::string all;
  for (std::size_t row = 0; row < components.size(); ++row) {
    const std::string kind = kind_of(table, row);
    if (components[row] == "person") all += (all.empty() ? "" : "; ") + kind;
    if (asked(choice.quantity, "quantity", row) && asked(choice.muscle, "muscle", row) &&
        asked(choice.method, "method", row)) {
      kinds[kind].push_back(row);
    }
  }
  if (kinds.size() != 1) {
    throw Error(ErrorKind::bad_data,
                file.string() + ": " + (kinds.empty() ? "no" : "more than one") +
                    " kind of number is of --quantity, --muscle and --method; there are " +
                    (all.empty() ? "none" : all));
  }
  const std::vector<std::size_t>& rows = kinds.begin()->second;
  PlanInput out;
  bool any = false;
  for (const std::size_t row : rows) {
    any = any || !std::isnan(variances[row]);
    add_component(out, components[row], variances[row]);
  }
  if (!any) {
    throw Error(ErrorKind::bad_data, file.string() + ": has no components of " +
                                         kinds.begin()->first + " (" +
                                         column<std::string>(table, "reason")[rows.front()] + ")");
  }
  const double mean = column<double>(table, "mean")[rows.front()];
  out.spread.mean = mean > 0 ? mean : 0;
  out.units = column<std::string>(table, "units")[rows.front()];
  out.notes.push_back("planned with " + kinds.begin()->first);
  return out;
}

}  // namespace stiff::tool
