#include "stiff/comparison/model_design.h"
#include "stiff/core/error.h"
#include "stiff/result/table_columns.h"

#include <cmath>

namespace stiff {
namespace {

std::string number_columns(const Table* participants) {
  std::string text = "age, sex";
  if (!participants) return text;
  for (const Column& column : participants->columns) {
    if (column.name == "age" || !std::holds_alternative<std::vector<double>>(column.values))
      continue;
    text += ", " + column.name;
  }
  return text;
}

PersonCovariate of_column(const Table* participants, const std::string& name) {
  PersonCovariate out{name, {}};
  const auto* values = participants ? column_if<double>(*participants, name) : nullptr;
  if (!values) {
    throw Error(ErrorKind::bad_data, "--covariates " + name +
                                         ": there is no such column of numbers; there are " +
                                         number_columns(participants));
  }
  const auto& labels = values_of_column<std::string>(*participants, "participant_id");
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (std::isfinite((*values)[i])) out.values[labels[i]] = (*values)[i];
  }
  return out;
}

}  // namespace

std::vector<PersonCovariate> person_covariates(std::span<const Measurement> measurements,
                                               const Table* participants,
                                               const std::string& names) {
  std::vector<PersonCovariate> out;
  for (const std::string& name : listed_words(names)) {
    if (name != "age" && name != "sex") {
      out.push_back(of_column(participants, name));
    } else {
      out.push_back({name, {}});
      for (const Measurement& m : measurements) {
        if (name == "age" && std::isfinite(m.age)) out.back().values[m.participant] = m.age;
        if (name == "sex" && !m.sex.empty()) {
          out.back().values[m.participant] = m.sex == "male" ? 0.5 : -0.5;
        }
      }
    }
    if (out.back().values.empty()) {
      throw Error(ErrorKind::bad_data, "--covariates " + name + ": nobody has one");
    }
  }
  return out;
}

}  // namespace stiff
