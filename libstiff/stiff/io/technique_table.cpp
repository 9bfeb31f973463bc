#include "stiff/io/technique_table.h"

#include "stiff/io/byte_file.h"
#include "stiff/io/delimited_table.h"
#include "stiff/io/edit_distance.h"
#include "stiff/io/muscles_table.h"
#include "stiff/io/study_cells.h"
#include "stiff/io/techniques_text.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

namespace stiff {
namespace {

std::vector<std::string> parts_of(std::string_view cell) {
  std::vector<std::string> parts;
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find('|'), cell.size());
    if (end > 0) parts.emplace_back(cell.substr(0, end));
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
  return parts;
}

std::vector<std::string> names_of(const Technique& technique) {
  std::vector<std::string> names{technique.name};
  names.insert(names.end(), technique.synonyms.begin(), technique.synonyms.end());
  names.push_back(technique.label);
  return names;
}

}  // namespace

void TechniqueTable::read(std::string text, const std::filesystem::path& path) {
  const DelimitedTable table = parse_delimited_table(std::move(text), path);
  const StudyCells cells(table);
  const std::size_t label = cells.required({"technique"});
  const auto name = table.find({"name"});
  const auto synonyms = table.find({"synonyms"});
  std::set<std::string> seen;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    Technique technique{as_label(table.rows[row][label]), cells.text(row, name),
                        parts_of(cells.text(row, synonyms))};
    if (technique.label.empty()) table.refuse(row, label, "it is empty");
    if (technique.name.empty()) technique.name = table.rows[row][label];
    if (!seen.insert(technique.label).second) table.refuse(row, label, "it stands twice");
    const auto known = std::find_if(techniques_.begin(), techniques_.end(), [&](const auto& other) {
      return other.label == technique.label;
    });
    const auto place = static_cast<std::size_t>(known - techniques_.begin());
    for (const std::string& one : names_of(technique)) {
      const std::string key = folded_name(one);
      if (key.empty()) continue;
      const auto [at, fresh] = by_name_.try_emplace(key, place);
      if (!fresh && at->second != place) {
        table.refuse(row, label,
                     "'" + one + "' is a name of '" + techniques_[at->second].label + "' already");
      }
    }
    if (known == techniques_.end()) {
      techniques_.push_back(std::move(technique));
    } else {
      known->synonyms.push_back(technique.name);
      for (std::string& one : technique.synonyms) known->synonyms.push_back(std::move(one));
    }
  }
}

TechniqueTable TechniqueTable::shipped() {
  TechniqueTable table;
  table.read(std::string(techniques_text()), "techniques.tsv");
  return table;
}

void TechniqueTable::extend(const std::filesystem::path& table) {
  read(read_text(table), table);
}

const Technique* TechniqueTable::find(std::string_view name) const {
  const auto at = by_name_.find(folded_name(name));
  return at == by_name_.end() ? nullptr : &techniques_[at->second];
}

std::vector<std::string> TechniqueTable::nearest(std::string_view name, std::size_t count) const {
  const std::string key = folded_name(name);
  std::vector<std::pair<double, std::string>> ranked;
  for (const Technique& technique : techniques_) {
    double best = std::numeric_limits<double>::infinity();
    for (const std::string& known : names_of(technique)) {
      best = std::min(best, name_distance(key, folded_name(known)));
    }
    ranked.emplace_back(best, technique.label);
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(count, ranked.size()); ++i) {
    names.push_back(std::move(ranked[i].second));
  }
  return names;
}

}  // namespace stiff
