#pragma once

#include "stiff/comparison/study_plan.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stiff::tool {

/// Which components of a file of `stiff compare reliability` are planned with.
struct PlanChoice {
  std::string quantity;
  std::string muscle;
  std::string method;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"quantity", "NAME", "Components of this quantity, where FILE has several"},
          self.quantity);
    visit(Option{"muscle", "NAME", "Likewise"}, self.muscle);
    visit(Option{"method", "NAME", "Likewise"}, self.method);
  }
};

struct PlanInput {
  PlanSpread spread;
  std::string units;
  std::vector<std::string> notes;
};

/// The components of a file's table `components` as SDs. \throws Error (bad_data) where the choice
/// leaves none, or several kinds, with what there is.
PlanInput read_plan_input(const std::filesystem::path& file, const PlanChoice& choice);

}  // namespace stiff::tool
