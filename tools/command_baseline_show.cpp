#include "stiff/baseline/baseline_key.h"
#include "stiff/baseline/healthy_baseline.h"
#include "stiff/baseline/healthy_field.h"
#include "stiff/core/error.h"
#include "stiff/io/baseline_file.h"
#include "stiff/io/muscles_table.h"

#include <iostream>
#include <set>

#include "tools/baseline_text.h"
#include "tools/command.h"

namespace stiff::tool {
namespace {

struct ShowSettings {
  std::string muscle;
  std::string quantity;
  bool all_sides = false;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"muscle", "NAME", "Only this muscle"}, self.muscle);
    visit(Option{"quantity", "NAME", "Only this quantity"}, self.quantity);
    visit(Option{"each", "", "Each side and site too, not only all together"}, self.all_sides);
  }
};

/// The name as a baseline has it: the table's label where the table knows it.
std::string label_of(const std::string& muscle) {
  const MuscleTable muscles = MuscleTable::shipped();
  const Muscle* known = muscles.find(muscle);
  return plain_label(known ? known->label : muscle);
}

[[noreturn]] void refuse(const std::string& file, const std::string& what,
                         const std::set<std::string>& there) {
  std::string all;
  for (const std::string& one : there) all += (all.empty() ? "" : ", ") + one;
  throw Error(ErrorKind::bad_data,
              file + ": has no " + what + "; there is " + (all.empty() ? "nothing" : all));
}

int baseline_show(const ShowSettings& settings, const Call& call) {
  const std::string& name = call.arguments.front();
  BaselineFile file = read_baseline_file(name);
  std::set<std::string> muscles, quantities;
  std::vector<BaselineEntry*> chosen;
  for (BaselineEntry& entry : file.baseline.entries) {
    muscles.insert(entry.key.muscle);
    if (!settings.muscle.empty() && label_of(settings.muscle) != plain_label(entry.key.muscle)) {
      continue;
    }
    quantities.insert(entry.key.quantity);
    if (!settings.quantity.empty() && settings.quantity != entry.key.quantity) continue;
    const bool part = entry.key.side != "all" || entry.key.site != "all";
    if (!part || settings.all_sides) chosen.push_back(&entry);
  }
  if (chosen.empty() && quantities.empty()) {
    refuse(name, "baseline of the muscle '" + settings.muscle + "'", muscles);
  }
  if (chosen.empty()) refuse(name, "quantity '" + settings.quantity + "'", quantities);
  std::cout << "Healthy people, not a diagnosis: a value is compared only where all of an entry's "
               "first line agrees.\n";
  RobustFactors factors(level_of(file.baseline));
  for (BaselineEntry* entry : chosen) {
    summarise(*entry, factors);
    std::cout << "\n";
    print_entry(std::cout, *entry, file.baseline);
  }
  for (FieldEntry& field : file.baseline.fields) {
    if (!settings.muscle.empty() && label_of(settings.muscle) != plain_label(field.key.muscle)) {
      continue;
    }
    if (!settings.quantity.empty() && settings.quantity != field.key.quantity) continue;
    summarise(field);
    std::cout << "\n";
    print_field(std::cout, field);
  }
  return 0;
}

}  // namespace

extern const Command kBaselineShow;
const Command kBaselineShow{
    .name = "baseline show",
    .summary = "Says what a healthy baseline holds",
    .description =
        "Prints each entry: people and values, the centre with its 95 % interval, the spread "
        "between "
        "and within people, tolerance limits (and how far they lie out because the people are "
        "few), "
        "centiles with intervals, and what sex and age do where enough people say theirs.",
    .arguments = {{"BASELINE", "A file of `stiff baseline build` or `merge`", 1, 1}},
    .examples = {{"stiff baseline show healthy.h5 --muscle uppertrapezius", "One muscle"},
                 {"stiff baseline show healthy.h5 --each", "Each side and site too"}},
    .job = job<ShowSettings, baseline_show>};

}  // namespace stiff::tool
