#include "stiff/comparison/repeat_table.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

namespace stiff {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool begins_with(const std::string& text, const std::string& word) {
  return text.compare(0, word.size(), word) == 0;
}

bool is_first_by_name(const std::string& repeat) {
  return begins_with(repeat, "pre") || begins_with(repeat, "base");
}

/// Numbers of texts in order of the texts.
class Names {
 public:
  explicit Names(std::vector<std::string> sorted) : names_(std::move(sorted)) {
    for (std::size_t i = 0; i < names_.size(); ++i) number_.emplace(names_[i], i);
  }
  const std::vector<std::string>& names() const { return names_; }
  std::size_t size() const { return names_.size(); }
  /// size() for a name that is not among them.
  std::size_t number(const std::string& name) const {
    const auto at = number_.find(name);
    return at == number_.end() ? names_.size() : at->second;
  }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::size_t> number_;
};

std::vector<std::string> distinct(std::span<const NamedRepeat> numbers,
                                  std::string Measurement::*member) {
  std::unordered_map<std::string, bool> seen;
  std::vector<std::string> out;
  for (const NamedRepeat& one : numbers) {
    const std::string& name = one.measurement->*member;
    if (seen.emplace(name, true).second) out.push_back(name);
  }
  std::sort(out.begin(), out.end(), natural_less);
  return out;
}

RepeatTable mean_of_sides(const std::vector<RepeatTable>& sides) {
  RepeatTable out;
  out.side = kMeanOfSides;
  // Who was never measured on one of the sides has no mean of them.
  std::map<std::string, std::size_t> sides_of;
  for (const RepeatTable& table : sides) {
    for (const std::string& person : table.people) ++sides_of[person];
  }
  std::vector<std::string> people;
  for (const auto& [person, count] : sides_of) {
    if (count == sides.size()) people.push_back(person);
  }
  std::sort(people.begin(), people.end(), natural_less);
  const Names rows(std::move(people));
  out.people = rows.names();
  out.repeats = sides.front().repeats;
  std::vector<double> sum(rows.size() * out.repeats.size(), 0.0);
  std::vector<std::size_t> count(sum.size(), 0);
  for (const RepeatTable& table : sides) {
    for (std::size_t p = 0; p < table.people.size(); ++p) {
      if (rows.number(table.people[p]) == rows.size()) continue;
      const std::size_t row = rows.number(table.people[p]) * out.repeats.size();
      for (std::size_t r = 0; r < out.repeats.size(); ++r) {
        if (table.cell(p, r).empty()) continue;
        sum[row + r] += table.mean(p, r);
        ++count[row + r];
      }
    }
  }
  out.cells.resize(sum.size());
  for (std::size_t i = 0; i < sum.size(); ++i) {
    if (count[i] == sides.size()) out.cells[i] = {sum[i] / static_cast<double>(count[i])};
  }
  return out;
}

}  // namespace

double RepeatTable::mean(std::size_t person, std::size_t repeat) const {
  const std::vector<double>& values = cell(person, repeat);
  if (values.empty()) return kNaN;
  double sum = 0;
  for (const double v : values) sum += v - values[0];
  return values[0] + sum / static_cast<double>(values.size());
}

CompleteRows complete_rows(const RepeatTable& table) {
  CompleteRows out;
  std::vector<std::size_t> columns;
  for (std::size_t r = 0; r < table.repeats.size(); ++r) {
    std::size_t have = 0;
    for (std::size_t p = 0; p < table.people.size(); ++p) have += !table.cell(p, r).empty();
    if (2 * have >= table.people.size()) {
      columns.push_back(r);
      out.repeats.push_back(table.repeats[r]);
    } else {
      out.left_out.push_back({"", table.repeats[r],
                              "only " + std::to_string(have) + " of " +
                                  std::to_string(table.people.size()) + " have it"});
    }
  }
  for (std::size_t p = 0; p < table.people.size(); ++p) {
    std::string lacks;
    for (const std::size_t r : columns) {
      if (table.cell(p, r).empty()) lacks += (lacks.empty() ? "" : ", ") + table.repeats[r];
    }
    if (!lacks.empty()) {
      out.left_out.push_back({table.people[p], "", "lacks " + lacks});
      continue;
    }
    out.people.push_back(table.people[p]);
    for (const std::size_t r : columns) out.values.push_back(table.mean(p, r));
  }
  return out;
}

std::vector<RepeatTable> repeat_tables(std::span<const NamedRepeat> numbers,
                                       const std::vector<std::string>& order) {
  std::vector<RepeatTable> out;
  const Names sides(distinct(numbers, &Measurement::side));
  const Names columns(order);
  std::vector<std::vector<NamedRepeat>> by_side(sides.size());
  for (const NamedRepeat& one : numbers) {
    if (columns.number(one.repeat) == columns.size()) continue;
    by_side[sides.number(one.measurement->side)].push_back(one);
  }
  for (std::size_t s = 0; s < sides.size(); ++s) {
    if (by_side[s].empty()) continue;
    const Names people(distinct(by_side[s], &Measurement::participant));
    RepeatTable table;
    table.side = sides.names()[s];
    table.people = people.names();
    table.repeats = order;
    table.cells.resize(people.size() * order.size());
    for (const NamedRepeat& one : by_side[s]) {
      const std::size_t row = people.number(one.measurement->participant);
      table.cells[row * order.size() + columns.number(one.repeat)].push_back(
          one.measurement->value);
    }
    out.push_back(std::move(table));
  }
  if (out.size() > 1) {
    RepeatTable mean = mean_of_sides(out);
    if (mean.people.size() > 1) out.push_back(std::move(mean));
  }
  return out;
}

std::vector<std::string> repeats_in_order(std::span<const NamedRepeat> numbers) {
  struct Days {
    double sum = 0;
    double count = 0;
  };
  std::unordered_map<std::string, Days> days;
  for (const NamedRepeat& one : numbers) {
    Days& of = days[one.repeat];
    of.sum += one.measurement->day;
    of.count += 1;
  }
  const bool known = std::all_of(days.begin(), days.end(),
                                 [](const auto& one) { return std::isfinite(one.second.sum); });
  std::vector<std::string> names;
  for (const auto& [name, of] : days) names.push_back(name);
  std::sort(names.begin(), names.end(), [&](const std::string& a, const std::string& b) {
    if (known) {
      const double day_a = days[a].sum / days[a].count;
      const double day_b = days[b].sum / days[b].count;
      if (day_a != day_b) return day_a < day_b;
    }
    if (is_first_by_name(a) != is_first_by_name(b)) return is_first_by_name(a);
    return natural_less(a, b);
  });
  return names;
}

bool natural_less(const std::string& a, const std::string& b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const auto number = [](const std::string& text, std::size_t& at) {
        while (at < text.size() && text[at] == '0') ++at;
        const std::size_t from = at;
        while (at < text.size() && is_digit(text[at])) ++at;
        return text.substr(from, at - from);
      };
      const std::string x = number(a, i);
      const std::string y = number(b, j);
      if (x.size() != y.size()) return x.size() < y.size();
      if (x != y) return x < y;
      continue;
    }
    if (a[i] != b[j]) return a[i] < b[j];
    ++i;
    ++j;
  }
  if (a.size() - i != b.size() - j) return a.size() - i < b.size() - j;
  return a < b;
}

}  // namespace stiff
