#include "stiff/io/muscles_table.h"

#include "stiff/core/error.h"
#include "stiff/io/byte_file.h"
#include "stiff/io/delimited_table.h"
#include "stiff/io/edit_distance.h"
#include "stiff/io/muscles_text.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <utility>

namespace stiff {
namespace {

constexpr std::array<std::string_view, 8> kNoName{"m",      "mm",      "musculus", "musculi",
                                                  "muscle", "muscles", "muskel",   "muscolo"};

// A name as it is looked up: without the words that only say that it is a muscle.
std::string key_of(std::string_view name) {
  std::string key;
  std::string word;
  const auto take = [&] {
    const std::string folded = folded_name(word);
    if (std::find(kNoName.begin(), kNoName.end(), folded) == kNoName.end()) key += folded;
    word.clear();
  };
  for (const char c : name) {
    const bool ends = static_cast<unsigned char>(c) < 0x80 && folded_name({&c, 1}).empty();
    if (ends) take();
    if (!ends) word.push_back(c);
  }
  take();
  return key;
}

std::vector<std::string> parts_of(std::string_view cell) {
  std::vector<std::string> parts;
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find('|'), cell.size());
    if (end > 0) parts.emplace_back(cell.substr(0, end));
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
  return parts;
}

// Every text that a muscle is found by, the one for people first.
std::vector<std::string> names_of(const Muscle& muscle) {
  std::vector<std::string> names{muscle.name, muscle.latin};
  names.insert(names.end(), muscle.synonyms.begin(), muscle.synonyms.end());
  names.push_back(muscle.label);
  return names;
}

bool is_label(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
}

Muscle muscle_of(const DelimitedTable& table, std::size_t row, std::size_t label) {
  const auto cell = [&](std::string_view name) {
    const auto column = table.find({name});
    return column ? table.rows[row][*column] : std::string();
  };
  Muscle muscle;
  muscle.label = table.rows[row][label];
  if (!is_label(muscle.label)) {
    table.refuse(row, label, "a label has small letters and digits alone");
  }
  muscle.name = cell("name");
  muscle.latin = cell("latin");
  muscle.synonyms = parts_of(cell("synonyms"));
  muscle.region = cell("region");
  muscle.side = cell("side");
  if (!muscle.side.empty() && muscle.side != "paired" && muscle.side != "midline") {
    table.refuse(row, *table.find({"side"}), "it is neither 'paired' nor 'midline'");
  }
  muscle.fibre_direction = cell("fibre_direction");
  muscle.depth_mm = cell("depth_mm");
  muscle.referral = cell("referral");
  muscle.complaint = cell("complaint");
  muscle.references = parts_of(cell("references"));
  return muscle;
}

// What the user's line says goes over what was known.
void merge(Muscle& known, Muscle more) {
  for (std::string Muscle::*field :
       {&Muscle::name, &Muscle::latin, &Muscle::region, &Muscle::side, &Muscle::fibre_direction,
        &Muscle::depth_mm, &Muscle::referral, &Muscle::complaint}) {
    if (!(more.*field).empty()) known.*field = std::move(more.*field);
  }
  for (std::string& synonym : more.synonyms) known.synonyms.push_back(std::move(synonym));
  if (!more.references.empty()) known.references = std::move(more.references);
}

}  // namespace

void MuscleTable::add(Muscle muscle, bool replaces) {
  const auto same = std::find_if(muscles_.begin(), muscles_.end(),
                                 [&](const Muscle& known) { return known.label == muscle.label; });
  const auto place = static_cast<std::size_t>(same - muscles_.begin());
  const std::vector<std::string> names = names_of(muscle);
  if (same != muscles_.end()) {
    merge(*same, std::move(muscle));
  } else {
    if (muscle.side.empty()) muscle.side = "paired";
    if (muscle.name.empty()) muscle.name = muscle.label;
    muscles_.push_back(std::move(muscle));
  }
  for (const std::string& name : names) {
    const std::string key = key_of(name);
    if (key.empty()) continue;
    const auto [at, fresh] = by_name_.try_emplace(key, place);
    if (!fresh && at->second != place) {
      if (!replaces) {
        throw Error(ErrorKind::bad_data, "'" + name + "' is a name of '" +
                                             muscles_[at->second].label + "' and of '" +
                                             muscles_[place].label + "'");
      }
      at->second = place;
    }
  }
}

void MuscleTable::read(std::string text, const std::filesystem::path& path, bool replaces) {
  const DelimitedTable table = parse_delimited_table(std::move(text), path);
  const auto label = table.find({"label"});
  if (!label) {
    throw Error(ErrorKind::bad_data, path.filename().string() + ": the column 'label' is missing");
  }
  std::set<std::string> seen;
  std::unordered_map<std::string, std::string> names;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    Muscle muscle = muscle_of(table, row, *label);
    if (!seen.insert(muscle.label).second) table.refuse(row, *label, "it stands twice");
    for (const std::string& name : names_of(muscle)) {
      const auto [at, fresh] = names.try_emplace(key_of(name), muscle.label);
      if (!fresh && at->second != muscle.label && !at->first.empty()) {
        table.refuse(row, *label, "'" + name + "' is a name of '" + at->second + "' too");
      }
    }
    add(std::move(muscle), replaces);
  }
}

MuscleTable MuscleTable::shipped() {
  MuscleTable table;
  table.read(std::string(muscles_text()), "muscles.tsv", false);
  return table;
}

void MuscleTable::extend(const std::filesystem::path& table) {
  read(read_text(table), table, true);
}

const Muscle* MuscleTable::find(std::string_view name) const {
  const auto at = by_name_.find(key_of(name));
  return at == by_name_.end() ? nullptr : &muscles_[at->second];
}

std::vector<std::string> MuscleTable::nearest(std::string_view name, std::size_t count) const {
  const std::string key = key_of(name);
  std::vector<std::pair<double, std::string>> ranked;
  for (const Muscle& muscle : muscles_) {
    double best = std::numeric_limits<double>::infinity();
    std::string best_name;
    for (const std::string& known : names_of(muscle)) {
      const std::string other = key_of(known);
      if (other.empty()) continue;
      const double distance = name_distance(key, other);
      if (distance < best) {
        best = distance;
        best_name = known;
      }
    }
    ranked.emplace_back(best, std::move(best_name));
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(count, ranked.size()); ++i) {
    names.push_back(std::move(ranked[i].second));
  }
  return names;
}

const Muscle& MuscleTable::at(std::string_view name) const {
  if (const Muscle* found = find(name)) return *found;
  std::string message = "there is no muscle called '" + std::string(name) + "'; the nearest names:";
  for (const std::string& near : nearest(name)) {
    message += (message.back() == ':' ? " '" : ", '") + near + "'";
  }
  throw Error(ErrorKind::bad_data, message);
}

}  // namespace stiff
