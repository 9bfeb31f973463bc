#pragma once

#include "stiff/baseline/cohort_values.h"
#include "stiff/baseline/healthy_field.h"
#include "stiff/baseline/log_map.h"
#include "stiff/result/people.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace stiff::tool {

/// Which maps a baseline takes.
struct BaselineMapSettings {
  std::string quantity = "shear_modulus";
  bool use = true;
  LogMapOptions pixels;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"maps", "", "Take the maps beside the results too; false: the numbers alone"},
          self.use);
    visit(Option{"map-quantity", "NAME", "Of which maps"}, self.quantity);
    LogMapOptions::describe(self.pixels, visit);
  }
};

/// Adds the maps of a results folder to a cohort: those of its recordings that the options ask for.
/// Returns a line for each map that could not be taken, and how many were.
struct MapsTaken {
  std::size_t maps = 0;
  std::vector<std::string> notes;
};
MapsTaken add_maps(FieldCohort& cohort, const std::filesystem::path& folder,
                   const Table& recordings, const std::map<std::string, Person>* people,
                   const CohortOptions& options, const BaselineMapSettings& settings,
                   const std::string& study);

}  // namespace stiff::tool
