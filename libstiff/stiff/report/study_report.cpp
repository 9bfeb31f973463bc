#include "stiff/report/study_report.h"

#include "stiff/report/number_words.h"
#include "stiff/report/quantity_words.h"
#include "stiff/result/table_columns.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace stiff {

const Table* StudyComparison::table(std::string_view table_name) const {
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const Table& one) { return one.name == table_name; });
  return found == tables.end() ? nullptr : &*found;
}

std::string StudyComparison::option(std::string_view option_name) const {
  const auto found = std::find_if(methods.options.begin(), methods.options.end(),
                                  [&](const auto& option) { return option.first == option_name; });
  return found == methods.options.end() ? std::string() : found->second;
}

std::string StudyReport::place(const std::string& muscle, const std::string& side,
                               const std::string& site) const {
  const auto known = muscle_names.find(muscle);
  std::string text = known == muscle_names.end() ? spaced(muscle) : known->second;
  for (const std::string* part : {&side, &site}) {
    if (part->empty()) continue;
    text += (text.empty() ? "" : ", ") + *part;
  }
  return text.empty() ? "muscle not said" : text;
}

std::string Measure::title() const {
  return quantity_title(quantity);
}

std::string Measure::details() const {
  std::string text = "method " + spaced(method);
  if (roi != "all") text += ", region " + roi;
  const std::array<std::pair<const char*, const std::string*>, 3> parts{
      {{"state", &state}, {"posture", &posture}, {"probe", &probe_direction}}};
  for (const auto& [name, value] : parts) {
    if (!value->empty()) text += std::string(", ") + name + " " + *value;
  }
  return text;
}

Measure measure_at(const Table& table, std::size_t row) {
  const auto text = [&](const char* name) {
    return values_of_column<std::string>(table, name).at(row);
  };
  return {text("quantity"), text("method"),  text("roi"),
          text("state"),    text("posture"), text("probe_direction")};
}

std::vector<Measure> measures_of(const Table& table) {
  std::set<Measure> each;
  const std::size_t rows = values_of_column<std::string>(table, "quantity").size();
  for (std::size_t i = 0; i < rows; ++i) each.insert(measure_at(table, i));
  std::vector<Measure> measures(each.begin(), each.end());
  std::stable_sort(measures.begin(), measures.end(), [](const Measure& a, const Measure& b) {
    return quantity_rank(a.quantity) < quantity_rank(b.quantity);
  });
  return measures;
}

}  // namespace stiff
