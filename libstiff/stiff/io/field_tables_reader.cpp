#include "stiff/core/error.h"
#include "stiff/io/field_tables.h"
#include "stiff/result/table_columns.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace stiff {
namespace {

using Texts = std::vector<std::string>;
using Reals = std::vector<double>;
using Wholes = std::vector<std::int64_t>;

constexpr std::array<const char*, kTrendTerms> kTrendNames{
    "trend_depth", "trend_depth_squared", "trend_lateral", "trend_lateral_squared"};
constexpr double kBinMm = 2;

[[noreturn]] void refuse(const std::string& file, const Table& table, const std::string& what) {
  throw Error(ErrorKind::bad_data, "'" + file + "': the table '" + table.name + "' " + what);
}

std::size_t owner_of(const Wholes& owners, std::size_t row, std::size_t fields,
                     const std::string& file, const Table& table) {
  if (owners[row] < 0 || static_cast<std::size_t>(owners[row]) >= fields) {
    refuse(file, table, "has a row of no field");
  }
  return static_cast<std::size_t>(owners[row]);
}

void read_people(const Table& table, const std::string& file, std::vector<FieldEntry>& fields) {
  const auto reals = [&](const char* name) -> const Reals& {
    return values_of_column<double>(table, name);
  };
  const Wholes& owner = values_of_column<std::int64_t>(table, "field");
  const Wholes& n = values_of_column<std::int64_t>(table, "n");
  const Texts& sex = values_of_column<std::string>(table, "sex");
  for (std::size_t i = 0; i < owner.size(); ++i) {
    FieldPerson p;
    p.level = {n[i],   reals("mean")[i], reals("sum_squares")[i], reals("error_variance")[i],
               sex[i], reals("age")[i]};
    p.variance = reals("variance")[i];
    p.error_variance = reals("error_variance")[i];
    p.extent_axial_mm = reals("extent_axial")[i];
    p.extent_lateral_mm = reals("extent_lateral")[i];
    bool finite = true;
    for (std::size_t k = 0; k < p.trend.size(); ++k) {
      p.trend[k] = reals(kTrendNames[k])[i];
      finite = finite && std::isfinite(p.trend[k]);
    }
    const bool possible = n[i] >= 1 && finite && std::isfinite(p.level.mean) &&
                          p.level.sum_squares >= 0 && p.variance >= 0 && p.error_variance >= 0 &&
                          p.extent_axial_mm > 0 && p.extent_lateral_mm > 0 &&
                          std::isfinite(p.variance + p.error_variance + p.level.sum_squares +
                                        p.extent_axial_mm + p.extent_lateral_mm);
    if (!possible) refuse(file, table, "has numbers that no person can have");
    fields[owner_of(owner, i, fields.size(), file, table)].people.push_back(p);
  }
}

void read_lags(const Table& table, const std::string& file, std::vector<FieldEntry>& fields) {
  const Wholes& owner = values_of_column<std::int64_t>(table, "field");
  const Reals& axial = values_of_column<double>(table, "axial_lag");
  const Reals& lateral = values_of_column<double>(table, "lateral_lag");
  const Reals& products = values_of_column<double>(table, "products");
  const Reals& pairs = values_of_column<double>(table, "pairs");
  for (std::size_t i = 0; i < owner.size(); ++i) {
    const double z = axial[i] / FieldLags::kStepMm, x = lateral[i] / FieldLags::kStepMm;
    const bool possible = z >= 0 && z < FieldLags::kCount && x >= 0 && x < FieldLags::kCount &&
                          std::isfinite(products[i]) && pairs[i] > 0 && std::isfinite(pairs[i]);
    if (!possible) refuse(file, table, "has a lag that cannot be");
    const auto at = static_cast<std::size_t>(std::lround(z) * FieldLags::kCount + std::lround(x));
    FieldLags& lags = fields[owner_of(owner, i, fields.size(), file, table)].lags;
    lags.products[at] += products[i];
    lags.pairs[at] += pairs[i];
  }
}

void read_profile(const Table& table, const std::string& file, std::vector<FieldEntry>& fields) {
  const Wholes& owner = values_of_column<std::int64_t>(table, "field");
  const Texts& axis = values_of_column<std::string>(table, "axis");
  const Reals& place = values_of_column<double>(table, "position");
  const Reals& people = values_of_column<double>(table, "people");
  const Reals& sum = values_of_column<double>(table, "sum");
  const Reals& squares = values_of_column<double>(table, "sum_squares");
  constexpr double kBins = 60;
  for (std::size_t i = 0; i < owner.size(); ++i) {
    FieldEntry& field = fields[owner_of(owner, i, fields.size(), file, table)];
    const bool depth = axis[i] == "depth";
    FieldProfile& profile = depth ? field.depth : field.lateral;
    if (profile.sum.empty()) {
      profile.first_mm = depth ? 0.5 * kBinMm : (0.5 - 0.5 * kBins) * kBinMm;
      const auto n = static_cast<std::size_t>(kBins);
      profile.people.assign(n, 0);
      profile.sum.assign(n, 0);
      profile.sum_squares.assign(n, 0);
    }
    const double bin = (place[i] - profile.first_mm) / kBinMm;
    const bool possible = bin > -0.5 && bin < kBins - 0.5 && people[i] > 0 &&
                          std::isfinite(people[i] + sum[i] + squares[i]);
    if (!possible) refuse(file, table, "has a bin that cannot be");
    const auto at = static_cast<std::size_t>(std::lround(bin));
    profile.people[at] = people[i];
    profile.sum[at] = sum[i];
    profile.sum_squares[at] = squares[i];
  }
}

}  // namespace

std::vector<FieldEntry> fields_of_tables(const std::vector<Table>& tables,
                                         const std::string& file_name) {
  const Table& keys = tables.at(0);
  std::vector<FieldEntry> fields(values_of_column<std::string>(keys, "muscle").size());
  for (const BaselineKeyPart& part : baseline_key_parts()) {
    const Texts& values = values_of_column<std::string>(keys, std::string(part.name));
    for (std::size_t i = 0; i < fields.size(); ++i) fields[i].key.*part.member = values[i];
  }
  read_people(tables.at(1), file_name, fields);
  read_lags(tables.at(2), file_name, fields);
  read_profile(tables.at(3), file_name, fields);
  for (const FieldEntry& field : fields) {
    if (field.people.empty()) refuse(file_name, keys, "has a field of nobody");
  }
  return fields;
}

}  // namespace stiff
