#include "stiff/io/field_tables.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace stiff {
namespace {

using Texts = std::vector<std::string>;
using Reals = std::vector<double>;
using Wholes = std::vector<std::int64_t>;

constexpr std::array<const char*, kTrendTerms> kTrendNames{
    "trend_depth", "trend_depth_squared", "trend_lateral", "trend_lateral_squared"};
constexpr double kBinMm = 2;

Column real(std::string_view name, std::string_view units, std::string_view long_name,
            Reals values) {
  return {std::string(name), std::string(units), std::string(long_name), std::move(values)};
}

template <class Get>
Column real_of(const std::vector<FieldEntry>& fields, std::string_view name, std::string_view units,
               std::string_view long_name, Get get) {
  Reals values;
  for (const FieldEntry& field : fields) values.push_back(get(field));
  return real(name, units, long_name, std::move(values));
}

Table keys_table(const std::vector<FieldEntry>& fields) {
  Table table{"fields", {}};
  for (const BaselineKeyPart& part : baseline_key_parts()) {
    Texts values;
    for (const FieldEntry& field : fields) values.push_back(field.key.*part.member);
    table.columns.push_back(
        {std::string(part.name), "", std::string(part.long_name), std::move(values)});
  }
  Wholes people;
  Texts notes;
  for (const FieldEntry& field : fields) {
    people.push_back(static_cast<std::int64_t>(field.people.size()));
    notes.push_back(field.note);
  }
  table.columns.push_back({"n_people", "1", "people", std::move(people)});
  using E = const FieldEntry&;
  const auto add = [&](std::string_view name, std::string_view units, std::string_view long_name,
                       auto get) {
    table.columns.push_back(real_of(fields, name, units, long_name, get));
  };
  add("level", "", "centre of the maps' medians, in the row's units",
      [](E e) { return std::exp(e.model.level.location); });
  add("level_sd", "1", "SD of ln of a map's median, of one map of one person",
      [](E e) { return std::sqrt(e.model.level.total); });
  add("within_sd", "1", "SD of the same between the maps of one person",
      [](E e) { return std::sqrt(e.model.within_variance); });
  add("unevenness_sd", "1", "SD of ln value within a map, the measurement's error included",
      [](E e) { return std::sqrt(e.model.variance); });
  add("field_sd", "1", "SD of ln value within a muscle, the measurement's error taken out",
      [](E e) { return std::sqrt(e.model.field_variance); });
  add("error_sd", "1", "relative standard error of a pixel",
      [](E e) { return std::sqrt(e.model.error_variance); });
  add("axial_length", "mm", "distance in depth at which the field's correlation is 1/e",
      [](E e) { return e.model.axial_length_mm; });
  add("lateral_length", "mm", "the same along the probe",
      [](E e) { return e.model.lateral_length_mm; });
  add("correlation_exponent", "1", "k of the correlation",
      [](E e) { return e.model.correlation.exponent; });
  add("correlation_rounding", "1", "d of the correlation",
      [](E e) { return e.model.correlation.rounding; });
  add("error_axial_length", "mm", "distance in depth at which the error's correlation is 1/e",
      [](E e) { return e.model.error_correlation.axial_scale_mm; });
  add("error_lateral_length", "mm", "the same along the probe",
      [](E e) { return e.model.error_correlation.lateral_scale_mm; });
  add("unevenness_dof", "1", "degrees of freedom of unevenness_sd",
      [](E e) { return e.model.dof; });
  add("heterogeneity", "1", "variance over people of ln of a map's variance",
      [](E e) { return e.model.heterogeneity; });
  for (std::size_t k = 0; k < kTrendNames.size(); ++k) {
    add(kTrendNames[k], "1",
        "of ln value a 10 mm, centred 20 mm deep; 0 where it does not stand out",
        [k](E e) { return e.model.trend[k]; });
  }
  table.columns.push_back({"note", "", "what to know of the row", std::move(notes)});
  return table;
}

Table people_table(const std::vector<FieldEntry>& fields) {
  Wholes owner, maps;
  Reals median, squares, error, variance, axial, lateral, age;
  Texts sex;
  std::array<Reals, kTrendTerms> trend;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    for (const FieldPerson& p : fields[i].people) {
      owner.push_back(static_cast<std::int64_t>(i));
      maps.push_back(p.level.n);
      median.push_back(p.level.mean);
      squares.push_back(p.level.sum_squares);
      variance.push_back(p.variance);
      error.push_back(p.error_variance);
      axial.push_back(p.extent_axial_mm);
      lateral.push_back(p.extent_lateral_mm);
      for (std::size_t k = 0; k < trend.size(); ++k) trend[k].push_back(p.trend[k]);
      sex.push_back(p.level.sex);
      age.push_back(p.level.age);
    }
  }
  Table table{"field_people", {}};
  auto& columns = table.columns;
  columns.push_back({"field", "1", "row of `fields`", std::move(owner)});
  columns.push_back({"n", "1", "maps of this person", std::move(maps)});
  columns.push_back(real("mean", "1", "mean of ln of the maps' medians", std::move(median)));
  columns.push_back(
      real("sum_squares", "1", "sum of squared deviations from it", std::move(squares)));
  columns.push_back(real("variance", "1", "of ln value about a map's mean", std::move(variance)));
  columns.push_back(
      real("error_variance", "1", "mean squared relative standard error", std::move(error)));
  columns.push_back(real("extent_axial", "mm", "height of the valid field", std::move(axial)));
  columns.push_back(real("extent_lateral", "mm", "width of the valid field", std::move(lateral)));
  for (std::size_t k = 0; k < trend.size(); ++k) {
    columns.push_back(real(kTrendNames[k], "1", "slope of ln value", std::move(trend[k])));
  }
  columns.push_back({"sex", "", "female, male or empty", std::move(sex)});
  columns.push_back(real("age", "1", "whole years, 90 above 89", std::move(age)));
  return table;
}

Table lags_table(const std::vector<FieldEntry>& fields) {
  Wholes owner;
  Reals axial, lateral, products, pairs;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    for (std::size_t k = 0; k < fields[i].lags.products.size(); ++k) {
      if (!(fields[i].lags.pairs[k] > 0)) continue;
      owner.push_back(static_cast<std::int64_t>(i));
      axial.push_back(static_cast<double>(k / FieldLags::kCount) * FieldLags::kStepMm);
      lateral.push_back(static_cast<double>(k % FieldLags::kCount) * FieldLags::kStepMm);
      products.push_back(fields[i].lags.products[k]);
      pairs.push_back(fields[i].lags.pairs[k]);
    }
  }
  return {"field_lags",
          {{"field", "1", "row of `fields`", std::move(owner)},
           real("axial_lag", "mm", "distance in depth", std::move(axial)),
           real("lateral_lag", "mm", "distance along the probe", std::move(lateral)),
           real("products", "1", "sum of products of deviations of ln value from a map's mean",
                std::move(products)),
           real("pairs", "1", "how many", std::move(pairs))}};
}

Table profile_table(const std::vector<FieldEntry>& fields) {
  Wholes owner;
  Texts axis;
  Reals place, people, sum, squares, mean, error;
  const auto add = [&](std::size_t field, const char* name, const FieldProfile& profile) {
    for (std::size_t k = 0; k < profile.sum.size(); ++k) {
      const double n = profile.people[k];
      if (!(n > 0)) continue;
      owner.push_back(static_cast<std::int64_t>(field));
      axis.emplace_back(name);
      place.push_back(profile.first_mm + kBinMm * static_cast<double>(k));
      people.push_back(n);
      sum.push_back(profile.sum[k]);
      squares.push_back(profile.sum_squares[k]);
      mean.push_back(profile.sum[k] / n);
      const double variance = (profile.sum_squares[k] - profile.sum[k] * profile.sum[k] / n);
      error.push_back(n > 1 ? std::sqrt(std::max(0.0, variance) / (n - 1) / n) : kNaN);
    }
  };
  for (std::size_t i = 0; i < fields.size(); ++i) {
    add(i, "depth", fields[i].depth);
    add(i, "lateral", fields[i].lateral);
  }
  return {
      "field_profile",
      {{"field", "1", "row of `fields`", std::move(owner)},
       {"axis", "", "depth or lateral", std::move(axis)},
       real("position", "mm", "centre of a bin of 2 mm", std::move(place)),
       real("people", "1", "people with pixels there", std::move(people)),
       real("sum", "1", "of their mean deviations of ln value from the map's mean", std::move(sum)),
       real("sum_squares", "1", "of the same", std::move(squares)),
       real("mean", "1", "mean deviation of ln value", std::move(mean)),
       real("std_error", "1", "its standard error over people", std::move(error))}};
}

}  // namespace

std::vector<std::string> field_table_names() {
  return {"fields", "field_people", "field_lags", "field_profile"};
}

std::vector<Table> field_tables(const HealthyBaseline& baseline) {
  return {keys_table(baseline.fields), people_table(baseline.fields), lags_table(baseline.fields),
          profile_table(baseline.fields)};
}

}  // namespace stiff
