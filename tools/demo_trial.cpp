#include "stiff/io/results_file.h"
#include "stiff/result/table_columns.h"

#include <iostream>

#include "tools/baseline_text.h"
#include "tools/demo_steps.h"

namespace stiff::tool {

extern const Command kSimulateTrial;
extern const Command kCompareReliability;
extern const Command kCompareChange;
extern const Command kCompareModel;
extern const Command kReport;

namespace {

namespace fs = std::filesystem;

/// The percent change of the treated side of one arm.
struct ArmChange {
  double value = kNaN, low = kNaN, high = kNaN;
  std::string text() const {
    return four_digits(value) + " % [" + four_digits(low) + ", " + four_digits(high) + "]";
  }
};

ArmChange change_of(const Table& changes, const std::string& arm) {
  const auto text = [&](const char* name) -> const std::vector<std::string>& {
    return values_of_column<std::string>(changes, name);
  };
  const auto number = [&](const char* name) -> const std::vector<double>& {
    return values_of_column<double>(changes, name);
  };
  for (std::size_t i = 0; i < rows_of(changes); ++i) {
    if (text("estimator")[i] != "percent_change" || text("side")[i] != "right" ||
        text("arm")[i] != arm || text("contrast")[i] != "change") {
      continue;
    }
    return {number("value")[i], number("ci_low")[i], number("ci_high")[i]};
  }
  return {};
}

}  // namespace

DemoPart demo_trial(const fs::path& folder) {
  const fs::path trial = folder / "trial";
  fs::remove_all(trial);
  std::cerr << "stiff: a two-arm study before and after a treatment\n";
  run_quietly(kSimulateTrial, {"--out", trial.string(), "--seed", "3"});
  const std::string where = trial.string();
  run_quietly(kCompareReliability, {where, "--study", where});
  run_quietly(kCompareChange, {where, "--study", where, "--pre", "pre", "--post", "post"});
  run_quietly(kCompareModel, {where, "--study", where});
  run_quietly(kReport, {where});
  const Table changes =
      read_table(trial / "comparisons" / "change.h5", "changes", "stiff comparison");
  const ArmChange treated = change_of(changes, "treatment"),
                  control = change_of(changes, "control");
  DemoPart part;
  part.text = "A two-arm study, -14 % planted in two thirds of the treated: treated side " +
              treated.text() + ", controls " + control.text() +
              ".\nPages: " + (trial / "report" / "index.html").string() + "\n";
  part.as_expected = treated.high < 0 && control.low < 0 && control.high > 0;
  return part;
}

}  // namespace stiff::tool
