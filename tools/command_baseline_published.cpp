#include "stiff/core/error.h"
#include "stiff/io/muscles_table.h"
#include "stiff/io/published_values.h"

#include <iostream>
#include <map>
#include <vector>

#include "tools/baseline_text.h"
#include "tools/command.h"

namespace stiff::tool {
namespace {

struct PublishedSettings {
  std::string muscle;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"muscle", "NAME", "Only this muscle, by any of its names"}, self.muscle);
  }
};

/// Whether two names are of one muscle: the same text, or one muscle of the table.
bool same_muscle(const MuscleTable& muscles, const std::string& a, const std::string& b) {
  const Muscle* left = muscles.find(a);
  return folded_name(a) == folded_name(b) || (left != nullptr && left == muscles.find(b));
}

int baseline_published(const PublishedSettings& settings, const Call&) {
  const MuscleTable muscles = MuscleTable::shipped();
  std::map<std::string, std::vector<PublishedValue>> healthy, in_pain;
  std::map<std::string, bool> names;
  for (PublishedValue& value : published_values()) {
    names[value.muscle] = true;
    if (settings.muscle.empty() || same_muscle(muscles, settings.muscle, value.muscle)) {
      auto& group = value.healthy ? healthy : in_pain;
      group[value.muscle].push_back(std::move(value));
    }
  }
  if (healthy.empty() && in_pain.empty()) {
    std::string all;
    for (const auto& [name, there] : names) all += (all.empty() ? "" : ", ") + name;
    throw Error(ErrorKind::bad_data,
                "nothing published of the muscle '" + settings.muscle + "'; there is " + all);
  }
  std::cout << "Published values, weaker than a baseline of one's own: other devices, methods and "
               "people, most\nread from abstracts. Nothing is scored against them.\n";
  const auto print = [](const auto& groups) {
    for (const auto& [name, values] : groups) {
      std::cout << "\n" << name << "\n";
      for (const PublishedValue& value : values) print_published(std::cout, value);
    }
  };
  print(healthy);
  if (!in_pain.empty()) std::cout << "\nNOT healthy: people in pain, for comparison only\n";
  print(in_pain);
  return 0;
}

}  // namespace

extern const Command kBaselinePublished;
const Command kBaselinePublished{
    .name = "baseline published",
    .summary = "Prints published stiffness of muscles, with the sources",
    .description =
        "Values that papers print, each with its reference and whether it was read from the "
        "abstract "
        "or the text. The same muscle at rest differs fourfold between devices and studies, so "
        "nothing is scored against them: build a baseline with the device at hand. Values of "
        "people "
        "in pain are shown apart.",
    .arguments = {},
    .examples = {{"stiff baseline published --muscle masseter", "One muscle"}},
    .job = job<PublishedSettings, baseline_published>};

}  // namespace stiff::tool
