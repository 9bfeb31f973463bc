#include "stiff/io/published_values.h"

#include "stiff/core/error.h"
#include "stiff/io/delimited_table.h"
#include "stiff/io/published_text.h"
#include "stiff/result/quantity.h"

#include <algorithm>
#include <initializer_list>
#include <span>
#include <string_view>

namespace stiff {
namespace {

std::size_t column_of(const DelimitedTable& table, const char* name) {
  const auto column = table.find({name});
  if (!column) {
    throw Error(ErrorKind::bad_data, table.path.filename().string() + ": the column '" +
                                         std::string(name) + "' is missing");
  }
  return *column;
}

bool is_known_quantity(const std::string& name, const std::string& units) {
  const auto all = all_quantities();
  return std::any_of(all.begin(), all.end(), [&](const Quantity& quantity) {
    return quantity.name == name && quantity.units == units;
  });
}

}  // namespace

std::vector<PublishedValue> parse_published_values(std::string text,
                                                   const std::filesystem::path& path) {
  const DelimitedTable table = parse_delimited_table(std::move(text), path);
  const auto numbers = [&](const char* name) { return table.numbers(column_of(table, name)); };
  const std::vector<double> value = numbers("value");
  const std::vector<double> sd = numbers("sd");
  const std::vector<double> n = numbers("n");
  std::vector<PublishedValue> rows;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const auto cell = [&](const char* name) { return table.rows[i][column_of(table, name)]; };
    const auto one_of = [&](const char* name, std::initializer_list<std::string_view> words) {
      const std::string word = cell(name);
      if (std::find(words.begin(), words.end(), word) == words.end()) {
        table.refuse(i, column_of(table, name), "'" + word + "' is none of its words");
      }
      return word;
    };
    PublishedValue row;
    row.muscle = cell("muscle");
    row.condition = cell("condition");
    row.healthy = one_of("healthy", {"yes", "no"}) == "yes";
    row.method = cell("method");
    row.quantity = cell("quantity");
    row.units = cell("units");
    row.value = value[i];
    row.sd = sd[i];
    row.n = n[i];
    row.statistic = one_of("statistic", {"mean", "median"});
    row.population = cell("population");
    row.read_from = one_of("read_from", {"abstract", "text", "unchecked"});
    row.reference = cell("reference");
    row.note = cell("note");
    if (!is_known_quantity(row.quantity, row.units)) {
      table.refuse(i, column_of(table, "quantity"),
                   "there is no quantity '" + row.quantity + "' in " + row.units);
    }
    if (!(row.value > 0)) table.refuse(i, column_of(table, "value"), "a value above 0 is needed");
    if (row.muscle.empty()) table.refuse(i, column_of(table, "muscle"), "it is empty");
    if (row.reference.empty()) table.refuse(i, column_of(table, "reference"), "it is empty");
    rows.push_back(std::move(row));
  }
  std::stable_partition(rows.begin(), rows.end(),
                        [](const PublishedValue& row) { return row.healthy; });
  return rows;
}

std::vector<PublishedValue> published_values() {
  return parse_published_values(std::string(published_text()), "published_muscle_stiffness.csv");
}

}  // namespace stiff
